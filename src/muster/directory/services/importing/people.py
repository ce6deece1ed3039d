"""Population estimates onto territories, and in which county a place lies."""

from __future__ import annotations

from datetime import date

from django.db.backends.utils import CursorWrapper

from muster.directory.services.importing.newcomers import add_newcomers
from muster.directory.services.importing.points import no_territory
from muster.directory.services.importing.reports import Loaded
from muster.directory.services.importing.settling import settle
from muster.directory.services.importing.tables import counted, fill, rows_of
from muster.formats.official.adjacency import county_of_today
from muster.formats.official.population import Count, Part
from muster.formats.official.reading import Reading, RowError, refused_row

_KINDS = {2: "state", 5: "county", 7: "municipality", 10: "township"}
_COLUMNS = {
    "line": "integer",
    "geoid": "text",
    "kind": "text",
    "people": "integer",
    "county": "text",
    "name": "text",
}
_UPDATE = """
    UPDATE directory_jurisdiction known SET
        population = CASE WHEN {newer} THEN one.people ELSE known.population END,
        population_year = CASE WHEN {newer} THEN %(year)s ELSE known.population_year END,
        county_fips = coalesce(one.county, known.county_fips),
        county_name = coalesce(one.county_name, known.county_name)
    FROM (
        SELECT incoming.*, left(county.name, 100) AS county_name FROM incoming
        LEFT JOIN directory_jurisdiction county
            ON county.kind = 'county' AND county.geoid = incoming.county
    ) one
    WHERE known.geoid = one.geoid AND known.kind = one.kind
      AND ({newer} AND (known.population, known.population_year)
                        IS DISTINCT FROM (one.people, %(year)s)
           OR one.county <> known.county_fips)
""".format(  # noqa: S608 (of constants)
    newer="(one.people IS NOT NULL AND coalesce(known.population_year, 0) <= %(year)s)"
)
_UNKNOWN = """
    SELECT line, geoid, name, people, county FROM incoming one
    WHERE NOT EXISTS (SELECT FROM directory_jurisdiction known
                      WHERE known.geoid = one.geoid AND known.kind = one.kind)
    ORDER BY line
"""


def load_people(cursor: CursorWrapper, reading: Reading[Count | Part], as_of: date) -> Loaded:
    """An older estimate never replaces a newer one. Towns nobody knew yet are added."""
    loaded = Loaded()
    rows = _rows(reading, loaded)
    fill(cursor, _COLUMNS, rows.values())
    year = int(reading.vintage or 0)
    loaded.changed = counted(cursor, _UPDATE, {"year": year})
    unknown = rows_of(cursor, _UNKNOWN)
    named = [row for row in unknown if len(row[1]) == 7 and row[2]]
    loaded.added, same = add_newcomers(cursor, named, year=year, as_of=as_of)
    new = {row[0] for row in named} - set(same)
    for line, geoid, name, *_ in unknown:
        if line not in new:
            why = same.get(line) or no_territory(geoid, "its population")
            loaded.refused.append(refused_row(line, name or geoid, why))
    loaded.unchanged = len(rows) - loaded.changed - len(unknown)
    settle(cursor)
    return loaded


def _rows(
    reading: Reading[Count | Part], loaded: Loaded
) -> dict[str, tuple[int, str, str, int | None, str | None, str]]:
    """One row for each territory; a place lies where most of its people live."""
    counts: dict[str, tuple[int, int | None]] = {}
    parts: dict[str, list[tuple[int, str, int]]] = {}
    lines: dict[str, int] = {}
    names: dict[str, str] = {}
    for line, row in zip(reading.lines, reading.rows, strict=True):
        try:
            if isinstance(row, Part):
                county = county_of_today(row.county)
                parts.setdefault(row.geoid, []).append((row.population or 0, county, line))
            else:
                code = county_of_today(row.geoid) if len(row.geoid) == 5 else row.geoid
                counts[code] = line, row.population
        except RowError as why:
            loaded.refused.append(refused_row(line, row.geoid, str(why)))
            continue
        lines.setdefault(row.geoid, line)
        names.setdefault(row.geoid, row.name)
    rows: dict[str, tuple[int, str, str, int | None, str | None, str]] = {}
    for code in (*counts, *(code for code in parts if code not in counts)):
        line, people = counts.get(code, (lines.get(code, 0), None))
        county_of_most = None
        if code in parts:
            # The most people first, then the first code: the same file gives the same county.
            _, county_of_most, _ = min(parts[code], key=lambda part: (-part[0], part[1]))
            if people is None:
                people = sum(part[0] for part in parts[code]) or None
        named = names.get(code, "")
        rows[code] = line, code, _KINDS[len(code)], people, county_of_most, named
    return rows
