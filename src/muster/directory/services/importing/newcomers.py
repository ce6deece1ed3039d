"""Towns the Census counts that the division ids do not have yet, mostly because they are young."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db.backends.utils import CursorWrapper

from muster.directory.services.importing.governments import add_governments
from muster.directory.services.importing.tables import counted, fill, rows_of
from muster.directory.services.importing.wording import taken_apart
from muster.formats.official.codes import STATE_OF_FIPS

SOURCE: Final = "Census population estimates"

NEW_ENGLAND: Final = frozenset({"CT", "MA", "ME", "NH", "RI", "VT"})
"""Where a town that becomes a city stays the same government."""

_INSERT = """
    INSERT INTO directory_jurisdiction (id, ocd_id, name, descriptor, kind, state, geoid,
                                        population, population_year, county_fips, county_name,
                                        parent_id, source, as_of)
    SELECT uuidv7(), state.ocd_id || '/census_place:' || one.geoid, one.name,
           one.descriptor, 'municipality', one.state, one.geoid, one.people,
           nullif(%s, 0), coalesce(one.county, ''),
           coalesce(left(county.name, 100), ''), state.id, %s, %s
    FROM newcomers one
    LEFT JOIN directory_jurisdiction county
        ON county.kind = 'county' AND county.geoid = one.county
    JOIN directory_jurisdiction state ON state.kind = 'state' AND state.state = one.state
    ON CONFLICT (ocd_id) DO NOTHING
"""
_SAME = """
    SELECT one.line, one.name, one.state FROM newcomers one
    WHERE one.state = ANY(%s) AND one.descriptor LIKE '%%city'
      AND EXISTS (SELECT FROM directory_jurisdiction known
                  WHERE known.state = one.state AND lower(known.name) = lower(one.name)
                    AND known.kind IN ('township', 'municipality'))
"""


def add_newcomers(
    cursor: CursorWrapper, unknown: list[tuple[Any, ...]], *, year: int, as_of: date
) -> tuple[int, dict[int, str]]:
    """How many were added, and for each line that is a known town under another code why not.

    `unknown` holds line, code of 7 digits, published name, people and the county's code. Their
    key ends in the Census code until the division ids name them.
    """
    fill(
        cursor,
        {
            "line": "integer",
            "geoid": "text",
            "name": "text",
            "descriptor": "text",
            "state": "text",
            "people": "integer",
            "county": "text",
        },
        (
            (line, geoid, *taken_apart(name), STATE_OF_FIPS[geoid[:2]], people, county)
            for line, geoid, name, people, county in unknown
        ),
        table="newcomers",
    )
    same = {
        line: f"{name}, {state} is in the directory as a town that has since become a city."
        for line, name, state in rows_of(cursor, _SAME, [sorted(NEW_ENGLAND)])
    }
    cursor.execute("DELETE FROM newcomers WHERE line = ANY(%s)", [list(same)])
    added = counted(cursor, _INSERT, [year, SOURCE, as_of])
    if added:
        add_governments(cursor, source=SOURCE, as_of=as_of)
    return added, same
