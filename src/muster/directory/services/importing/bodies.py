"""Bodies that only the .gov list names, such as special districts and tribes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from django.db.backends.utils import CursorWrapper
from django.utils.text import slugify

from muster.directory.models import OrganizationKind
from muster.directory.services.importing.tables import fill, rows_of
from muster.domain.naming.names import government_name
from muster.formats.official.dotgov import GovDomain

SOURCE: Final = "CISA .gov list"
KIND_OF_BODY: Final = {
    "Special district": OrganizationKind.SPECIAL_DISTRICT,
    "Tribal": OrganizationKind.TRIBE,
    "Interstate": OrganizationKind.REGIONAL,
}
_LOCAL: Final = frozenset({"city", "town", "village", "borough", "township", "county", "parish"})
_KNOWN = """
    SELECT one.kind, directory_plain(one.name), coalesce(seat.state, '')
    FROM directory_organization one LEFT JOIN directory_jurisdiction seat ON seat.id = one.seat_id
    WHERE one.kind = ANY(%s)
"""
# A city of which the state has two is no seat: the state is.
_SEATS = """
    SELECT state, lower(name), (array_agg(id))[1] FROM directory_jurisdiction
    WHERE kind IN ('municipality', 'township') AND ended_on IS NULL
    GROUP BY state, lower(name) HAVING count(*) = 1
"""
_ADD = """
    INSERT INTO directory_organization (id, slug, name, kind, seat_id, city, synthetic_staff,
                                        source, as_of)
    SELECT uuidv7(), slug, name, kind, seat, city, false, %s, %s FROM bodies
"""


def add_bodies(cursor: CursorWrapper, rows: Iterable[GovDomain], *, as_of: date) -> int:
    """An organization for each body of these kinds that is not there yet; how many were added."""
    wanted = [row for row in rows if row.kind in KIND_OF_BODY and not _is_local(row.organization)]
    if not wanted:
        return 0
    fill(
        cursor,
        {"position": "integer", "name": "text"},
        enumerate(row.organization for row in wanted),
        table="names",
    )
    plain = dict(rows_of(cursor, "SELECT position, directory_plain(name) FROM names"))
    kinds = [kind.value for kind in KIND_OF_BODY.values()]
    known = set(rows_of(cursor, _KNOWN, [kinds]))
    new: dict[tuple[str, str, str], GovDomain] = {}
    for position, row in enumerate(wanted):
        key = KIND_OF_BODY[row.kind].value, plain[position], row.state
        if key not in known:
            new.setdefault(key, row)
    if not new:
        return 0
    fill(
        cursor,
        {"slug": "text", "name": "text", "kind": "text", "seat": "uuid", "city": "text"},
        _rows(cursor, new),
        table="bodies",
    )
    cursor.execute(_ADD, [SOURCE, as_of])
    return len(new)


def _rows(
    cursor: CursorWrapper, new: dict[tuple[str, str, str], GovDomain]
) -> Iterator[tuple[Any, ...]]:
    seats = {(state, city): pk for state, city, pk in rows_of(cursor, _SEATS)}
    states = dict(
        rows_of(cursor, "SELECT state, id FROM directory_jurisdiction WHERE kind = 'state'")
    )
    taken = {slug for (slug,) in rows_of(cursor, "SELECT slug FROM directory_organization")}
    ready = []
    for (kind, _, state), row in new.items():
        seat = seats.get((state, row.city.lower())) or states.get(state)
        slug = slugify(f"{row.organization[:70]} {state}")
        if slug in taken or not slug:
            slug = f"{slug[:60]}-{slugify(row.domain)}"[:80]
        taken.add(slug)
        ready.append((slug, row.organization[:200], kind, seat, row.city[:100]))
    yield from ready


def _is_local(name: str) -> bool:
    """A row of a special district that names a town is for a person to look at."""
    return government_name(name).descriptor in _LOCAL
