"""Census government units: counties, municipalities, townships, school and special districts.

Publisher: U.S. Census Bureau, Census of Governments and Government Units Survey, one workbook with
a sheet for each kind (`Govt_Units_YYYY_Final.xlsx`, alone or in a zip), or one sheet saved as CSV.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from python_calamine import CalamineError, CalamineWorkbook

from muster.formats.official.codes import STATE_OF_FIPS, padded, whole_number
from muster.formats.official.names import readable
from muster.formats.official.reading import LARGEST, FileError, Reading, Refused, RowError
from muster.formats.official.table import Column, Layout, Line, open_table

_LAYOUT = Layout(
    file="the Census Bureau's workbook of government units, or one of its sheets as CSV",
    columns=(
        Column("CENSUS_ID_PID6", ("CENSUS_ID_PIDN", "CENSUS_ID")),
        Column("UNIT_NAME"),
        Column("FIPS_STATE"),
        Column("FIPS_COUNTY", required=False),
        Column("FIPS_PLACE", required=False),
        Column("UNIT_TYPE", required=False),
        Column("CITY", required=False),
        Column("WEB_ADDRESS", required=False),
        Column("POPULATION", required=False),
        Column("FUNCTION_NAME", required=False),
        Column("IS_ACTIVE", ("ACTIVE",), required=False),
    ),
)
_SHEETS = ("general purpose", "special district", "school district")
_MARKS_OF_SCHOOLS = {
    "school level",
    "school level code",
    "school level description",
    "enrollment",
}
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([a-z0-9.-]+\.[a-z]{2,})", re.IGNORECASE)


class UnitKind(StrEnum):
    COUNTY = "county"
    MUNICIPALITY = "municipality"
    TOWNSHIP = "township"
    SCHOOL_DISTRICT = "school_district"
    SPECIAL_DISTRICT = "special_district"


_GENERAL = {"1": UnitKind.COUNTY, "2": UnitKind.MUNICIPALITY, "3": UnitKind.TOWNSHIP}


@dataclass(frozen=True, slots=True)
class Unit:
    """One government. `geoid` is the Census code of its territory (5, 7 or 10 digits), empty for
    districts; `county` the code of the county it is counted in; `domain` that of its web address.
    """

    census_id: str
    name: str
    kind: UnitKind
    state: str
    county: str
    geoid: str
    city: str
    domain: str
    population: int | None
    function: str
    active: bool


def read_units(data: bytes, limit: int = LARGEST) -> Reading[Unit]:
    """Units sheet by sheet. A line number counts within its sheet. Raises FileError."""
    rows: list[Unit] = []
    lines: list[int] = []
    refused: list[Refused] = []
    for sheet in _sheets(data, limit):
        table = open_table(sheet, _LAYOUT, limit)
        schools = bool(_MARKS_OF_SCHOOLS & set(table.header))
        special = "function name" in table.header
        read = table.reading(partial(_unit, schools=schools, special=special))
        rows += read.rows
        lines += read.lines
        refused += read.refused
    return Reading(tuple(rows), tuple(lines), tuple(refused))


def _sheets(data: bytes, limit: int) -> Iterator[bytes]:
    if not data.startswith(b"PK\x03\x04"):
        yield data
        return
    workbook = _workbook(data, limit)
    if workbook is None:
        yield data
        return
    try:
        opened = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
        names = [name for name in opened.sheet_names if name.strip().lower() in _SHEETS]
        if not names:
            raise FileError(
                f"The workbook has none of the sheets {', '.join(_SHEETS)}. "
                f"Expected is {_LAYOUT.file}."
            )
        for name in names:
            yield _as_csv(opened.get_sheet_by_name(name).to_python(skip_empty_area=False))
    except CalamineError as error:
        raise FileError("The workbook is damaged. Download it again.") from error


def _workbook(data: bytes, limit: int) -> bytes | None:
    """The workbook itself or the only one inside a zip; None where there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > 4 * limit:
                raise FileError("The workbook is larger than a list of governments can be.")
            names = [member.filename for member in members]
            if "[Content_Types].xml" in names:
                return data
            books = [name for name in names if name.lower().endswith(".xlsx")]
            return archive.read(books[0]) if len(books) == 1 else None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise FileError(
            "The zip file is damaged, encrypted or incomplete. Download it again."
        ) from error


def _as_csv(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow(
            int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in row
        )
    return text.getvalue().encode()


def _unit(line: Line, *, schools: bool, special: bool) -> Unit:
    census_id, name, state, county, place, kind, city, web, people, function, active = line.cells
    if not name:
        raise RowError("The unit has no name.")
    digits = padded(state, 2, "state")
    if digits not in STATE_OF_FIPS:
        raise RowError(f'The state code "{state}" is that of no state.')
    in_county = digits + padded(county, 3, "county") if county else ""
    unit_kind = _kind(kind, schools=schools, special=special)
    host = _HOST.match(web)
    return Unit(
        census_id=padded(census_id, 6, "Census id"),
        name=readable(name),
        kind=unit_kind,
        state=STATE_OF_FIPS[digits],
        county=in_county,
        geoid=_geoid(unit_kind, digits, in_county, place),
        city=readable(city),
        domain=host.group(1).lower() if host else "",
        population=whole_number(people, "population") if people else None,
        function=function,
        active=active.strip().lower() not in {"n", "no", "0", "false"},
    )


def _kind(text: str, *, schools: bool, special: bool) -> UnitKind:
    if text[:1] in _GENERAL and not schools and not special:
        return _GENERAL[text[:1]]
    if schools:
        return UnitKind.SCHOOL_DISTRICT
    if special:
        return UnitKind.SPECIAL_DISTRICT
    raise RowError(f'"{text}" is no kind of government such as "2 - MUNICIPAL".')


def _geoid(kind: UnitKind, state: str, county: str, place: str) -> str:
    if kind is UnitKind.COUNTY:
        return county
    if kind is UnitKind.MUNICIPALITY and place:
        return state + padded(place, 5, "place")
    if kind is UnitKind.TOWNSHIP and place and county:
        return county + padded(place, 5, "place")
    return ""
