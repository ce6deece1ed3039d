"""Open Civic Data division ids: the key of every government's territory.

Publisher: the Open Civic Data project, `identifiers/country-us.csv` and the parts it is made of.
The parts for states and school districts come without a header row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from muster.formats.official.codes import FIPS_OF_STATE, geoid
from muster.formats.official.names import readable
from muster.formats.official.reading import LARGEST, Reading, RowError
from muster.formats.official.table import Column, Layout, Line, open_table

COUNTRY: Final = "ocd-division/country:us"
_ID = re.compile(r"ocd-division/country:us(?:/[a-z_]+:[^/:\s]+)*")
_UPPER = {"state", "territory", "district"}
_COUNTIES = {"county", "parish", "borough", "census_area", "municipio", "planning_region"}
_MUNICIPAL = {"place", "town", "village", "city"}
_CENSUS_ID = re.compile(r"place-(\d{4,10})")
_LONGEST_ID = 200

_LAYOUT = Layout(
    file="country-us.csv of the Open Civic Data divisions or one of its parts",
    columns=(
        Column("id"),
        Column("name", required=False),
        Column("census_geoid", ("census_geoid_12",), required=False),
        Column("sameAs", ("same as",), required=False),
        Column("sameAsNote", ("same as note",), required=False),
        Column("validThrough", ("valid through",), required=False),
    ),
    headless=("id", "name"),
    starts_headless=lambda cells: len(cells) > 1 and bool(_ID.fullmatch(cells[0].strip())),
)


class DivisionKind(StrEnum):
    """What a division id itself says about its territory."""

    COUNTRY = "country"
    STATE = "state"
    COUNTY = "county"
    MUNICIPALITY = "municipality"
    TOWNSHIP = "township"
    SCHOOL_DISTRICT = "school_district"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Division:
    """One row. `name` is empty where the file has none; `spoken_name` reads one off the id.

    `geoid` is the Census code: 2 digits a state, 5 a county, 7 a place, 10 a subdivision of a
    county; 7 the number of a school district in the education statistics; else empty. With
    `same_as` it is only another id of that division. `ended_on` is its last day.
    """

    id: str
    name: str
    state: str
    kind: DivisionKind
    geoid: str = ""
    same_as: str = ""
    note: str = ""
    ended_on: date | None = None


def read_divisions(data: bytes, limit: int = LARGEST) -> Reading[Division]:
    """Divisions in the order of the file. Raises FileError."""
    return open_table(data, _LAYOUT, limit).reading(_division)


def _division(line: Line) -> Division:
    ocd_id, name, census_id, same_as, note, through = line.cells
    if not _ID.fullmatch(ocd_id) or len(ocd_id) > _LONGEST_ID:
        raise RowError(
            f'"{ocd_id}" is no division id of the United States. '
            f"It begins with {COUNTRY} and goes on with /kind:name."
        )
    if same_as and not _ID.fullmatch(same_as):
        raise RowError(f'The division is said to be the same as "{same_as}", which is no id.')
    if same_as == ocd_id:
        raise RowError("The division is said to be the same as itself.")
    parts = [part.partition(":")[0::2] for part in ocd_id.split("/")[2:]]
    state = _state(parts)
    code = _geoid(census_id, state)
    if not code and len(parts) == 1:
        code = FIPS_OF_STATE.get(state, "")
    return Division(
        id=ocd_id,
        name=readable(name),
        state=state,
        kind=_kind(parts, code),
        geoid=code,
        same_as=same_as,
        note=note,
        ended_on=_day(through),
    )


def _state(parts: list[tuple[str, str]]) -> str:
    """Two capital letters; empty for the country itself."""
    if not parts:
        return ""
    kind, name = parts[0]
    letters = name.upper()
    if kind not in _UPPER or letters not in FIPS_OF_STATE:
        raise RowError(f'"{kind}:{name}" is no state, territory or district.')
    return letters


def _geoid(census_id: str, state: str) -> str:
    found = _CENSUS_ID.fullmatch(census_id)
    if not found:
        return census_id.zfill(7) if census_id.isdigit() and len(census_id) in (6, 7) else ""
    digits = found.group(1)
    width = next(width for width in (5, 7, 10) if len(digits) <= width)
    return geoid(digits, width, state)


def _kind(parts: list[tuple[str, str]], code: str) -> DivisionKind:
    if not parts:
        return DivisionKind.COUNTRY
    last = parts[-1][0]
    if len(parts) == 1:
        return DivisionKind.STATE
    if last == "school_district":
        return DivisionKind.SCHOOL_DISTRICT
    if len(code) == 5 or (not code and last in _COUNTIES and len(parts) == 2):
        return DivisionKind.COUNTY
    if len(code) == 10:
        return DivisionKind.TOWNSHIP
    if len(code) == 7 or last in _MUNICIPAL:
        return DivisionKind.MUNICIPALITY
    return DivisionKind.OTHER


def spoken_name(ocd_id: str) -> str:
    """A name for a row without one, from the id: `place:st._albans` is St. Albans."""
    return readable(ocd_id.rpartition(":")[2].replace("_", " ").replace("~", "'"))


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RowError(
            f'The last day of the division, "{text}", is no date such as 2019-06-30.'
        ) from error
