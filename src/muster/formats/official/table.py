"""Reading of a delimited text by the names of its columns, in whatever order they stand."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from muster.formats.official.reading import (
    LARGEST,
    FileError,
    Reading,
    Refused,
    Row,
    RowError,
    refused_row,
)
from muster.formats.official.unpacking import text_of

DELIMITERS = ",|\t"


@dataclass(frozen=True, slots=True)
class Column:
    """One column that a reader asks for: the publisher's name, other names, and whether needed."""

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = True

    def names(self) -> frozenset[str]:
        """All accepted spellings, folded."""
        return frozenset(_folded(name) for name in (self.name, *self.aliases))


@dataclass(frozen=True, slots=True)
class Layout:
    """What one publisher's file looks like.

    `headless` gives the columns, by position, of copies handed out without a header row; such a
    copy is recognised by `starts_headless` on its first row. `file` completes the sentence
    "Expected is …". `quoted` is False for files in which a quotation mark is an ordinary character.
    """

    file: str
    columns: tuple[Column, ...]
    headless: tuple[str, ...] = ()
    starts_headless: Callable[[list[str]], bool] = field(default=lambda _: False)
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its line number, its cells in the order of the layout, and as it stood."""

    number: int
    cells: tuple[str, ...]
    raw: tuple[str, ...]

    @property
    def text(self) -> str:
        """The row for a person to recognise."""
        return _shown(list(self.raw))


@dataclass(slots=True)
class Table:
    """An opened file: folded header names in file order (empty without a header), then lines."""

    header: tuple[str, ...]
    _refused: list[Refused]
    _lines: Iterator[Line]

    def reading(
        self, read: Callable[[Line], Row | None], vintage: str | None = None
    ) -> Reading[Row]:
        """What `read` makes of each line; None drops a line; RowError refuses it."""
        rows: list[Row] = []
        numbers: list[int] = []
        for line in self._lines:
            try:
                row = read(line)
            except RowError as why:
                self._refused.append(refused_row(line.number, line.text, str(why)))
                continue
            if row is not None:
                rows.append(row)
                numbers.append(line.number)
        return Reading(tuple(rows), tuple(numbers), tuple(self._refused), vintage)


def open_table(data: bytes, layout: Layout, limit: int = LARGEST) -> Table:
    """Open a file by its header. Raises FileError, also later while lines are read."""
    text = text_of(data, limit)
    first = _first_line(text)
    if not first:
        raise FileError(f"The file is empty. Expected is {layout.file}.")
    delimiter = max(DELIMITERS, key=lambda sign: _recognised(_split(first, sign), layout))
    cells = _split(first, delimiter)
    headless = not _recognised(cells, layout) and bool(layout.headless)
    if headless:
        delimiter = max(DELIMITERS, key=first.count)
        cells = _split(first, delimiter)
        headless = layout.starts_headless(cells)
    header = [_folded(name) for name in (layout.headless if headless else cells)]
    positions = _positions(header, layout)
    refused: list[Refused] = []
    records = _records(text, delimiter, layout, refused)
    if not headless:
        next(records, None)
    lines = _lines(records, len(header), positions, refused)
    return Table(() if headless else tuple(header), refused, lines)


def _positions(header: list[str], layout: Layout) -> tuple[int, ...]:
    """Where each column of the layout stands in the file, -1 for an optional one that is absent."""
    found: list[int] = []
    missing: list[str] = []
    for column in layout.columns:
        names = column.names()
        places = [place for place, name in enumerate(header) if name in names]
        if len(places) > 1:
            raise FileError(
                f'Two columns could be "{column.name}". Keep one of them. '
                f"Expected is {layout.file}."
            )
        if not places and column.required:
            missing.append(f'"{column.name}"')
        found.append(places[0] if places else -1)
    if missing:
        what = "column" if len(missing) == 1 else "columns"
        verb = "is" if len(missing) == 1 else "are"
        raise FileError(
            f"The {what} {', '.join(missing)} {verb} missing. Expected is {layout.file}."
        )
    return tuple(found)


def _lines(
    records: Iterator[tuple[int, list[str]]],
    width: int,
    positions: tuple[int, ...],
    refused: list[Refused],
) -> Iterator[Line]:
    """Rows of the right width; cells past the header are padding when they are blank."""
    for number, cells in records:
        if len(cells) != width and (len(cells) < width or any(map(str.strip, cells[width:]))):
            sentence = (
                f"The row has {len(cells)} cells where the file has {width} columns. "
                "A delimiter inside a name without quotation marks does this."
            )
            refused.append(refused_row(number, _shown(cells), sentence))
            continue
        chosen = tuple(cells[place].strip() if place >= 0 else "" for place in positions)
        yield Line(number, chosen, tuple(cells))


def _records(
    text: str, delimiter: str, layout: Layout, refused: list[Refused]
) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank with the number of the line on which each begins."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(
        lines,
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if layout.quoted else csv.QUOTE_NONE,
        strict=True,
    )
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "expected after" not in str(error):
                raise FileError(
                    f"From line {number} on the file cannot be split into cells: a quotation mark "
                    f"is never closed or a cell has no end. Expected is {layout.file}."
                ) from error
            sentence = (
                "A quotation mark ends in the middle of a cell. Double the marks inside a quoted "
                "cell or remove them."
            )
            refused.append(refused_row(number, "", sentence))
            continue
        if any(map(str.strip, cells)):
            yield number, cells


def _recognised(cells: list[str], layout: Layout) -> int:
    known = {name for column in layout.columns for name in column.names()}
    return sum(_folded(cell) in known for cell in cells)


def _first_line(text: str) -> str:
    for line in io.StringIO(text):
        if line.strip(" \t\r\n,|\ufeff"):
            return line.rstrip("\r\n")
    return ""


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _folded(name: str) -> str:
    return " ".join(name.replace("\ufeff", "").replace("_", " ").split()).casefold()


def _shown(cells: list[str]) -> str:
    return " | ".join(cell.strip() for cell in cells)
