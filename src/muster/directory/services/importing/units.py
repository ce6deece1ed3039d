"""Census government units: where a government's door is, and special districts as organizations."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.backends.utils import CursorWrapper
from django.utils.text import slugify

from muster.directory.models import GOVERNMENTS, OrganizationKind
from muster.directory.services.importing.points import no_territory
from muster.directory.services.importing.reports import Loaded
from muster.directory.services.importing.tables import counted, fill, rows_of
from muster.formats.official.adjacency import county_of_today
from muster.formats.official.reading import Reading, RowError, refused_row
from muster.formats.official.units import Unit, UnitKind

SOURCE: Final = "Census government units"

_COLUMNS = {
    "line": "integer",
    "census_id": "text",
    "name": "text",
    "kind": "text",
    "geoid": "text",
    "county": "text",
    "state": "text",
    "city": "text",
}
_CITIES = """
    UPDATE directory_organization known SET city = one.city
    FROM (
        SELECT DISTINCT ON (geoid, kind) geoid, kind, left(city, 100) AS city FROM incoming
        WHERE geoid <> '' AND city <> '' ORDER BY geoid, kind, line
    ) one
    JOIN directory_jurisdiction territory
        ON territory.geoid = one.geoid AND territory.kind = one.kind
    WHERE known.jurisdiction_id = territory.id AND known.kind = ANY(%s)
      AND known.entered_at IS NULL AND known.city <> one.city
"""
_UNKNOWN = """
    SELECT line, name, geoid FROM incoming one
    WHERE geoid <> '' AND NOT EXISTS (SELECT FROM directory_jurisdiction known
                                      WHERE known.geoid = one.geoid AND known.kind = one.kind)
    ORDER BY line
"""
_NOWHERE = """
    SELECT line, name, state FROM incoming one
    WHERE kind = 'special_district' AND NOT EXISTS (
        SELECT FROM directory_jurisdiction known
        WHERE known.kind = 'state' AND known.state = one.state)
    ORDER BY line
"""
# Seated at its state until the division ids name the county.
_SEAT = """
    UPDATE directory_organization known SET seat_id = county.id
    FROM incoming one
    JOIN directory_jurisdiction county ON county.kind = 'county' AND county.geoid = one.county
    JOIN directory_jurisdiction state ON state.kind = 'state' AND state.state = one.state
    WHERE one.kind = 'special_district' AND known.kind = 'special_district'
      AND known.source = %s AND known.seat_id = state.id
      AND directory_plain(known.name) = directory_plain(one.name)
      AND NOT EXISTS (SELECT FROM directory_organization other
                      WHERE other.kind = known.kind AND other.seat_id = county.id
                        AND directory_plain(other.name) = directory_plain(one.name))
"""
_DISTRICTS = """
    SELECT one.census_id, one.name, one.city, coalesce(county.id, state.id)
    FROM incoming one
    LEFT JOIN directory_jurisdiction county ON county.kind = 'county' AND county.geoid = one.county
    JOIN directory_jurisdiction state ON state.kind = 'state' AND state.state = one.state
    WHERE one.kind = 'special_district' AND NOT EXISTS (
        SELECT FROM directory_organization known
        LEFT JOIN directory_jurisdiction seat ON seat.id = known.seat_id
        WHERE known.kind = 'special_district' AND seat.state = one.state
          AND directory_plain(known.name) = directory_plain(one.name)
          AND (known.source <> %s OR known.seat_id = coalesce(county.id, state.id)))
    ORDER BY one.line
"""
_ADD = """
    INSERT INTO directory_organization (id, slug, name, kind, seat_id, city, synthetic_staff,
                                        source, as_of)
    SELECT DISTINCT ON (name, seat) uuidv7(), slug, name, %s, seat, city, false, %s, %s
    FROM districts ORDER BY name, seat, slug
"""


def load_units(cursor: CursorWrapper, reading: Reading[Unit], as_of: date) -> Loaded:
    """School districts are known from the division ids, so theirs are left out here."""
    loaded = Loaded()
    rows = []
    for line, unit in zip(reading.lines, reading.rows, strict=True):
        if unit.kind is UnitKind.SCHOOL_DISTRICT:
            _leave_out(loaded, "school districts")
        elif not unit.active:
            _leave_out(loaded, "not active")
        else:
            try:
                county = county_of_today(unit.county) if unit.county else ""
            except RowError as why:
                if unit.kind is UnitKind.COUNTY:
                    loaded.refused.append(refused_row(line, unit.name, str(why)))
                    continue
                # Which of the two new counties it lies in is not said, so its state has to do.
                county = ""
            geoid = county if unit.kind is UnitKind.COUNTY else unit.geoid
            rows.append(
                (
                    line,
                    unit.census_id,
                    unit.name[:200],
                    unit.kind.value,
                    geoid,
                    county,
                    unit.state,
                    unit.city,
                )
            )
    fill(cursor, _COLUMNS, rows)
    unknown = rows_of(cursor, _UNKNOWN)
    for line, name, geoid in unknown:
        loaded.refused.append(refused_row(line, name, no_territory(geoid, "its address")))
    loaded.changed = counted(cursor, _CITIES, [[kind.value for kind in GOVERNMENTS]])
    nowhere = rows_of(cursor, _NOWHERE)
    for line, name, state in nowhere:
        sentence = (
            f"{state} is not in the directory yet. Read the division ids of the states first."
        )
        loaded.refused.append(refused_row(line, name, sentence))
    loaded.changed += counted(cursor, _SEAT, [SOURCE])
    loaded.added = _add_districts(cursor, as_of)
    used = len(rows) - len(unknown) - len(nowhere)
    loaded.unchanged = max(0, used - loaded.changed - loaded.added)
    return loaded


def _leave_out(loaded: Loaded, what: str) -> None:
    loaded.left_out[what] = loaded.left_out.get(what, 0) + 1


def _add_districts(cursor: CursorWrapper, as_of: date) -> int:
    missing = rows_of(cursor, _DISTRICTS, [SOURCE])
    if not missing:
        return 0
    taken = {slug for (slug,) in rows_of(cursor, "SELECT slug FROM directory_organization")}
    ready = []
    for census_id, name, city, seat in missing:
        slug = slugify(name)[:72]
        slug = f"{slug}-{census_id}" if slug in taken or not slug else slug
        taken.add(slug)
        ready.append((slug, name, city[:100], seat))
    fill(
        cursor,
        {"slug": "text", "name": "text", "city": "text", "seat": "uuid"},
        ready,
        table="districts",
    )
    values = [OrganizationKind.SPECIAL_DISTRICT.value, SOURCE, as_of]
    return counted(cursor, _ADD, values)
