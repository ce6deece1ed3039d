"""Tables as CSV, written row by row, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def defused(cell: object) -> str:
    """The cell as text. A spreadsheet would run what begins like a formula, so an apostrophe
    stands before it (OWASP, "CSV Injection"). Numbers are left alone."""
    text = "" if cell is None else str(cell)
    if isinstance(cell, int | float):
        return text
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """RFC 4180 lines, the header first."""
    writer = csv.writer(_Echo())
    yield writer.writerow(header)
    for row in rows:
        yield writer.writerow([defused(cell) for cell in row])


def csv_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """A download that never holds the whole table in memory."""
    response = StreamingHttpResponse(
        csv_lines(header, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
