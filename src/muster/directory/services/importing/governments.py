"""Each territory's government as an organization, with an address nobody else has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.db.backends.utils import CursorWrapper
from django.utils.text import slugify

from muster.directory.models import GOVERNMENTS
from muster.directory.services.importing.tables import fill, rows_of
from muster.directory.services.importing.wording import KIND_OF_GOVERNMENT, government_title
from muster.formats.official.divisions import DivisionKind

LONGEST_SLUG: Final = 80

_WITHOUT_GOVERNMENT = """
    SELECT one.id, one.name, one.descriptor, one.kind, one.state,
           coalesce(nullif(one.geoid, ''), right(md5(one.ocd_id), 8))
    FROM directory_jurisdiction one
    WHERE one.kind = ANY(%s) AND one.ended_on IS NULL
      AND NOT EXISTS (SELECT FROM directory_organization found
                      WHERE found.jurisdiction_id = one.id AND found.kind = ANY(%s))
      AND NOT EXISTS (SELECT FROM directory_divisionalias other WHERE other.ocd_id = one.ocd_id)
    ORDER BY one.ocd_id
"""
_ADD_GOVERNMENTS = """
    INSERT INTO directory_organization (id, slug, name, kind, jurisdiction_id, synthetic_staff,
                                        source, as_of)
    SELECT uuidv7(), slug, name, kind, jurisdiction, false, %s, %s FROM governments
"""


def add_governments(cursor: CursorWrapper, *, source: str, as_of: date) -> None:
    """A government for each territory that has none and is no second id of another."""
    kinds = [kind.value for kind in KIND_OF_GOVERNMENT]
    governments = [kind.value for kind in GOVERNMENTS]
    # Without counts of now the search for who has none goes row by row: 40 s instead of 0.1.
    cursor.execute("ANALYZE directory_organization")
    missing = rows_of(cursor, _WITHOUT_GOVERNMENT, [kinds, governments])
    if not missing:
        return
    taken = {slug for (slug,) in rows_of(cursor, "SELECT slug FROM directory_organization")}
    fill(
        cursor,
        {"jurisdiction": "uuid", "slug": "text", "name": "text", "kind": "text"},
        _governments(missing, taken),
        table="governments",
    )
    cursor.execute(_ADD_GOVERNMENTS, [source, as_of])


def _governments(missing: list[tuple[Any, ...]], taken: set[str]) -> Iterator[tuple[Any, ...]]:
    """With an address nobody has: the name and the state, and for namesakes the Census code."""
    titled = [
        (pk, government_title(name, descriptor, DivisionKind(kind))[:200], kind, state, code)
        for pk, name, descriptor, kind, state, code in missing
    ]
    slugs = [slugify(f"{title[:70]} {state}") for _, title, _, state, _ in titled]
    seen = Counter(slugs)
    for short, (pk, title, kind, _, code) in zip(slugs, titled, strict=True):
        slug = short
        if seen[short] > 1 or short in taken:
            slug = f"{short[: LONGEST_SLUG - len(code) - 1]}-{code}"
        taken.add(slug)
        yield pk, slug, title, KIND_OF_GOVERNMENT[DivisionKind(kind)].value
