"""Points of the Gazetteer onto territories; places without a government are kept as settlements."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.backends.utils import CursorWrapper

from muster.directory.services.importing.reports import Loaded
from muster.directory.services.importing.settling import settle
from muster.directory.services.importing.tables import counted, fill, rows_of
from muster.formats.official.adjacency import county_of_today
from muster.formats.official.gazetteer import Spot
from muster.formats.official.reading import Reading, RowError, refused_row

POPULATION_OF: Final = 2010
"""The only Gazetteer with people in it."""

_KINDS: Final = {5: "county", 7: "municipality", 10: "township"}
_TARGETS = """
    CREATE TEMPORARY TABLE targets ON COMMIT DROP AS
    SELECT one.*, known.id FROM incoming one
    JOIN directory_jurisdiction known ON known.geoid = one.geoid AND known.kind = one.kind
"""
# A township keeps its own five digits when a state redraws its counties, as Connecticut did.
_MOVED = """
    INSERT INTO targets
    SELECT one.*, (array_agg(known.id))[1] FROM incoming one
    JOIN directory_jurisdiction known
        ON known.kind = 'township' AND left(known.geoid, 2) = left(one.geoid, 2)
       AND right(known.geoid, 5) = right(one.geoid, 5)
    WHERE one.kind = 'township'
      AND NOT EXISTS (SELECT FROM targets WHERE targets.line = one.line)
    GROUP BY one.line, one.geoid, one.kind, one.name, one.state, one.latitude, one.longitude,
             one.people, one.settlement
    HAVING count(*) = 1
"""
_UPDATE = """
    UPDATE directory_jurisdiction known SET
        latitude = one.latitude, longitude = one.longitude, placed_by_county = false,
        population = CASE WHEN known.population IS NULL AND one.people IS NOT NULL
                          THEN one.people ELSE known.population END,
        population_year = CASE WHEN known.population IS NULL AND one.people IS NOT NULL
                               THEN %s ELSE known.population_year END
    FROM targets one
    WHERE one.id = known.id
      AND ((known.latitude, known.longitude) IS DISTINCT FROM (one.latitude, one.longitude)
           OR known.placed_by_county OR known.population IS NULL AND one.people IS NOT NULL)
"""
_SETTLEMENTS = """
    INSERT INTO directory_settlement AS known (geoid, name, state, latitude, longitude)
    SELECT geoid, name, state, latitude, longitude FROM incoming one
    WHERE settlement AND NOT EXISTS (SELECT FROM targets WHERE targets.line = one.line)
    ON CONFLICT (geoid) DO UPDATE SET
        name = excluded.name, state = excluded.state,
        latitude = excluded.latitude, longitude = excluded.longitude
    WHERE (known.name, known.state, known.latitude, known.longitude)
        <> (excluded.name, excluded.state, excluded.latitude, excluded.longitude)
    RETURNING xmax = 0
"""
_UNKNOWN = """
    SELECT line, name, state, geoid FROM incoming one
    WHERE NOT settlement AND NOT EXISTS (SELECT FROM targets WHERE targets.line = one.line)
    ORDER BY line
"""
_COLUMNS = {
    "line": "integer",
    "geoid": "text",
    "kind": "text",
    "name": "text",
    "state": "text",
    "latitude": "double precision",
    "longitude": "double precision",
    "people": "integer",
    "settlement": "boolean",
}


def load_points(cursor: CursorWrapper, reading: Reading[Spot], as_of: date) -> Loaded:
    """A territory's own point replaces its county's; the newest file read last wins."""
    loaded = Loaded()
    rows: dict[str, tuple[object, ...]] = {}
    for line, spot in zip(reading.lines, reading.rows, strict=True):
        try:
            geoid = county_of_today(spot.geoid) if len(spot.geoid) == 5 else spot.geoid
        except RowError as why:
            loaded.refused.append(refused_row(line, f"{spot.name}, {spot.state}", str(why)))
            continue
        rows[geoid] = (
            line,
            geoid,
            _KINDS[len(geoid)],
            spot.name,
            spot.state,
            spot.latitude,
            spot.longitude,
            spot.population,
            spot.settlement,
        )
    fill(cursor, _COLUMNS, rows.values())
    cursor.execute("DROP TABLE IF EXISTS targets")
    cursor.execute(_TARGETS)
    cursor.execute(_MOVED)
    cursor.execute("ANALYZE targets")
    loaded.changed = counted(cursor, _UPDATE, [POPULATION_OF])
    cursor.execute(_SETTLEMENTS)
    written = [new for (new,) in cursor.fetchall()]
    loaded.added = sum(written)
    loaded.changed += len(written) - sum(written)
    unknown = rows_of(cursor, _UNKNOWN)
    for line, name, state, geoid in unknown:
        loaded.refused.append(
            refused_row(line, f"{name}, {state}", no_territory(geoid, "its point"))
        )
    loaded.unchanged = len(rows) - loaded.added - loaded.changed - len(unknown)
    settle(cursor)
    return loaded


def no_territory(geoid: str, what: str) -> str:
    """Why a row about an unknown code cannot be used, and what would help."""
    if geoid.startswith("09") and geoid[2:5] > "100" and len(geoid) in (5, 10):
        return (
            f"{geoid} counts by Connecticut's planning regions, which replaced its counties in "
            f"2022. The division ids read so far have the counties, so {what} is not used."
        )
    return (
        f"No territory in the directory has the code {geoid}, so {what} is not used. Read newer "
        "division ids first if it should be there."
    )
