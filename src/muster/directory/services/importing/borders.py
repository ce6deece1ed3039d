"""Shared borders of counties, both ways, for the counties the file speaks of."""

from __future__ import annotations

from datetime import date

from django.db.backends.utils import CursorWrapper

from muster.directory.services.importing.points import no_territory
from muster.directory.services.importing.reports import Loaded
from muster.directory.services.importing.tables import counted, fill, rows_of
from muster.formats.official.adjacency import Border
from muster.formats.official.reading import Reading, refused_row

# A city that belongs to no county borders in its own name.
_COUNTIES = """
    CREATE TEMPORARY TABLE counties ON COMMIT DROP AS
    SELECT DISTINCT ON (code) code, id FROM (
        SELECT geoid AS code, id, 0 AS rank FROM directory_jurisdiction WHERE kind = 'county'
        UNION ALL
        SELECT county_fips, id, 1 FROM directory_jurisdiction
        WHERE kind = 'municipality' AND county_name LIKE '%, independent city'
    ) known ORDER BY code, rank, id
"""
_WANTED = """
    CREATE TEMPORARY TABLE wanted ON COMMIT DROP AS
    SELECT a.id AS here, b.id AS there
    FROM incoming JOIN counties a ON a.code = county JOIN counties b ON b.code = neighbor
    WHERE a.id <> b.id
    UNION
    SELECT b.id, a.id
    FROM incoming JOIN counties a ON a.code = county JOIN counties b ON b.code = neighbor
    WHERE a.id <> b.id
"""
_ADD = """
    INSERT INTO directory_jurisdiction_neighbours (from_jurisdiction_id, to_jurisdiction_id)
    SELECT here, there FROM wanted
    ON CONFLICT DO NOTHING
"""
_REMOVE = """
    DELETE FROM directory_jurisdiction_neighbours known
    USING counties a, counties b
    WHERE a.id = known.from_jurisdiction_id AND b.id = known.to_jurisdiction_id
      AND a.code IN (SELECT county FROM incoming) AND b.code IN (SELECT county FROM incoming)
      AND NOT EXISTS (SELECT FROM wanted
                      WHERE here = known.from_jurisdiction_id AND there = known.to_jurisdiction_id)
"""
_UNKNOWN = """
    SELECT min(line), code FROM (
        SELECT line, county AS code FROM incoming UNION ALL SELECT line, neighbor FROM incoming
    ) named
    WHERE code NOT IN (SELECT code FROM counties) GROUP BY code ORDER BY 1
"""


def load_borders(cursor: CursorWrapper, reading: Reading[Border], as_of: date) -> Loaded:
    """Counts are of borders, each once whichever way it is read."""
    loaded = Loaded()
    fill(
        cursor,
        {"line": "integer", "county": "text", "neighbor": "text"},
        (
            (line, row.county, row.neighbor)
            for line, row in zip(reading.lines, reading.rows, strict=True)
        ),
    )
    cursor.execute("DROP TABLE IF EXISTS counties, wanted")
    cursor.execute(_COUNTIES)
    cursor.execute(_WANTED)
    loaded.gone = counted(cursor, _REMOVE) // 2
    loaded.added = counted(cursor, _ADD) // 2
    [(wanted,)] = rows_of(cursor, "SELECT count(*) FROM wanted")
    loaded.unchanged = wanted // 2 - loaded.added
    for line, code in rows_of(cursor, _UNKNOWN):
        loaded.refused.append(refused_row(line, code, no_territory(code, "its borders")))
    return loaded
