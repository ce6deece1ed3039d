"""Census Gazetteer: a point for every county, place and county subdivision.

Publisher: U.S. Census Bureau, `…_Gaz_counties_national`, `…_place_…` and `…_cousubs_…`, separated
by tabs until 2024 and by `|` from 2025. Old copies lost their header row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from muster.formats.official.codes import geoid, state_letters, whole_number
from muster.formats.official.reading import LARGEST, FileError, Reading, RowError
from muster.formats.official.table import Column, Layout, Line, open_table

WIDTHS: Final = (5, 7, 10)
"""Digits of a county, a place and a county subdivision."""

_LAYOUT = Layout(
    file="a Census Gazetteer file of counties, places or county subdivisions",
    columns=(
        Column("USPS"),
        Column("GEOID"),
        Column("NAME"),
        Column("INTPTLAT"),
        Column("INTPTLONG", ("INTPTLON",)),
        Column("FUNCSTAT", required=False),
        Column("POP10", required=False),
        Column("LSAD", required=False),
    ),
    headless=(
        "USPS",
        "GEOID",
        "ANSICODE",
        "NAME",
        "ALAND",
        "AWATER",
        "ALAND_SQMI",
        "AWATER_SQMI",
        "INTPTLAT",
        "INTPTLONG",
    ),
    starts_headless=lambda cells: (
        len(cells) == 10
        and bool(re.fullmatch("[A-Z]{2}", cells[0].strip()))
        and cells[1].strip().isdigit()
    ),
    quoted=False,
)
_STATISTICAL = "S"
_CDP = "57"


@dataclass(frozen=True, slots=True)
class Spot:
    """A territory's interior point in degrees (WGS 84). `population` is that of 2010 or None.

    A `settlement` is a place the Census counts without a government of its own.
    """

    geoid: str
    name: str
    state: str
    latitude: float
    longitude: float
    population: int | None = None
    settlement: bool = False


def read_gazetteer(data: bytes, limit: int = LARGEST) -> Reading[Spot]:
    """Points in the order of the file, all of one width of code. Raises FileError."""
    width = _width(data, limit)
    return open_table(data, _LAYOUT, limit).reading(lambda line: _spot(line, width))


def _width(data: bytes, limit: int) -> int:
    """A file has codes of one kind; the longest tells which, as zeros only ever get lost."""
    codes = open_table(data, _LAYOUT, limit).reading(lambda line: line.cells[1])
    longest = max(map(len, codes.rows), default=0)
    fitting = [width for width in WIDTHS if longest <= width]
    if not longest or not fitting or longest < 4:
        raise FileError(
            "The codes in the column GEOID are those of no counties, places or county "
            f"subdivisions. Expected is {_LAYOUT.file}."
        )
    return fitting[0]


def _spot(line: Line, width: int) -> Spot:
    state, code, name, latitude, longitude, functional, population, lsad = line.cells
    letters = state_letters(state)
    return Spot(
        geoid=geoid(code, width, letters),
        name=name,
        state=letters,
        latitude=_degrees(latitude, 90, "latitude"),
        longitude=_degrees(longitude, 180, "longitude"),
        population=whole_number(population, "population") if population else None,
        settlement=width == 7 and (functional == _STATISTICAL or lsad == _CDP),
    )


def _degrees(text: str, most: int, what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not -most <= value <= most:
        raise RowError(f'The {what} "{text}" is no number of degrees from -{most} to {most}.')
    return value
