"""Census county adjacency: which counties share a border.

Publisher: U.S. Census Bureau, `county_adjacency.txt` (2010, tabs, latin-1, blank cells go on with
the county above) and `county_adjacencyYYYY.txt` (from 2023, `|`, with a header row).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from muster.formats.official.codes import geoid
from muster.formats.official.reading import (
    LARGEST,
    FileError,
    Reading,
    Refused,
    RowError,
    refused_row,
)
from muster.formats.official.table import Column, Layout, Line, open_table
from muster.formats.official.unpacking import text_of

_LAYOUT = Layout(
    file="county_adjacency.txt of the Census Bureau, with tabs or with |",
    columns=(
        Column("County GEOID", ("countygeoid",)),
        Column("Neighbor GEOID", ("neighborgeoid",)),
    ),
)

RENAMED = {"02270": "02158", "46113": "46102"}
"""Wade Hampton is Kusilvak Census Area, Shannon is Oglala Lakota County (both 2015)."""

MERGED = {"51515": "51019"}
"""The city of Bedford is part of Bedford County (2013)."""

SPLIT = {"02261": "Valdez-Cordova, which became Chugach (02063) and Copper River (02066) in 2019"}


@dataclass(frozen=True, slots=True)
class Border:
    """Two different counties that touch, by codes of 5 digits of today."""

    county: str
    neighbor: str


def read_adjacency(data: bytes, limit: int = LARGEST) -> Reading[Border]:
    """Borders in the order of the file, each once in a direction. Raises FileError."""
    text = text_of(data, limit)
    first = next(iter(text.splitlines()), "")
    refused: list[Refused] = []
    if "|" in first or "geoid" in first.lower():
        read = open_table(data, _LAYOUT, limit).reading(_border)
        pairs = list(zip(read.lines, read.rows, strict=True))
        refused += read.refused
    elif "\t" in first:
        pairs = list(_old_borders(text, refused))
    else:
        raise FileError(f"The file has no tabs and no |. Expected is {_LAYOUT.file}.")
    kept = {border: line for line, border in reversed(pairs) if border.county != border.neighbor}
    borders = sorted(kept, key=kept.__getitem__)
    return Reading(tuple(borders), tuple(kept[one] for one in borders), tuple(refused))


def _border(line: Line) -> Border:
    return Border(county_of_today(line.cells[0]), county_of_today(line.cells[1]))


def _tabbed(text: str) -> Iterator[list[str]]:
    """Cells of each line, however lines end. Raises FileError for a quotation mark left open."""
    try:
        yield from csv.reader(text.splitlines(), delimiter="\t")
    except csv.Error as error:
        raise FileError(
            f"The file cannot be split into cells: a quotation mark is never closed. Expected is "
            f"{_LAYOUT.file}."
        ) from error


def _old_borders(text: str, refused: list[Refused]) -> Iterator[tuple[int, Border]]:
    """A county's own row begins with its name and code; the rows below leave both blank."""
    county, trouble = "", "The first row names no county."
    for number, cells in enumerate(_tabbed(text), start=1):
        if not any(cell.strip() for cell in cells):
            continue
        shown = " | ".join(cell.strip() for cell in cells)
        if len(cells) != 4:
            sentence = f"The row has {len(cells)} cells where the file has 4 columns."
            refused.append(refused_row(number, shown, sentence))
            continue
        if cells[1].strip():
            try:
                county, trouble = county_of_today(cells[1].strip()), ""
            except RowError as why:
                county, trouble = "", str(why)
        try:
            if not county:
                raise RowError(trouble)
            yield number, Border(county, county_of_today(cells[3].strip()))
        except RowError as why:
            refused.append(refused_row(number, shown, str(why)))


def county_of_today(code: str) -> str:
    """A county's code as it is now, whichever year the file is of. Raises RowError."""
    digits = geoid(code, 5)
    if digits in SPLIT:
        raise RowError(
            f"{digits} is {SPLIT[digits]}. The file does not say which of the two borders here; "
            "a newer file does."
        )
    return MERGED.get(digits, RENAMED.get(digits, digits))
