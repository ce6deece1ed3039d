"""Census population estimates: how many live where, and in which county a place lies.

Publisher: U.S. Census Bureau, Population Estimates Program: `co-estYYYY-alldata.csv` (states and
counties, latin-1) and `sub-estYYYY.csv` (places and county subdivisions).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from muster.formats.official.codes import STATE_OF_FIPS, padded, whole_number
from muster.formats.official.reading import LARGEST, FileError, Reading, RowError
from muster.formats.official.table import Column, Layout, Line, open_table
from muster.formats.official.unpacking import text_of

STATE: Final = "040"
COUNTY: Final = "050"
SUBDIVISION: Final = "061"
PART_OF_PLACE: Final = "157"
PLACE: Final = "162"

_ESTIMATE = re.compile(r"\bPOPESTIMATE(\d{4})\b", re.IGNORECASE)
_FILE = "co-estYYYY-alldata.csv or sub-estYYYY.csv of the Census population estimates"


@dataclass(frozen=True, slots=True)
class Count:
    """People in a territory on 1 July of a year; None where the file has no estimate."""

    geoid: str
    population: int | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a place that lies in one county, by codes of 7 and 5 digits."""

    geoid: str
    county: str
    population: int | None
    name: str = ""


def read_population(data: bytes, limit: int = LARGEST) -> Reading[Count | Part]:
    """Counts and parts in the order of the file; `vintage` is the year of the latest estimate.

    Levels that are no territory of one government (balances, parts of subdivisions) are left out.
    Raises FileError.
    """
    years = _ESTIMATE.findall(text_of(data, limit).partition("\n")[0])
    layout = _layout(max(years, default=""))
    table = open_table(data, layout, limit)
    if not {"place", "cousub", "county"} & set(table.header):
        raise FileError(f"There is no column of places or counties. Expected is {_FILE}.")
    return table.reading(_row, max(years, default=None))


def _layout(year: str) -> Layout:
    return Layout(
        file=_FILE,
        columns=(
            Column("SUMLEV"),
            Column("STATE"),
            Column("COUNTY"),
            Column("PLACE", required=False),
            Column("COUSUB", required=False),
            Column(f"POPESTIMATE{year}", required=False),
            Column("NAME", ("CTYNAME",), required=False),
        ),
        quoted=True,
    )


def _row(line: Line) -> Count | Part | None:
    level, state, county, place, subdivision, people, name = line.cells
    level = padded(level, 3, "summary level")
    state = padded(state, 2, "state")
    if state not in STATE_OF_FIPS:
        raise RowError(f'The state code "{state}" is that of no state.')
    population = whole_number(people, "population") if people else None
    if level == STATE:
        return Count(state, population)
    county = state + padded(county, 3, "county")
    if level == COUNTY:
        return Count(county, population)
    if level == SUBDIVISION and subdivision:
        return Count(county + padded(subdivision, 5, "subdivision"), population)
    if level == PLACE:
        return Count(state + padded(place, 5, "place"), population, name)
    if level == PART_OF_PLACE and place and padded(place, 5, "place") != "99990":
        return Part(state + padded(place, 5, "place"), county, population, name)
    return None
