"""What every reader of an official file hands back: usable rows, refused rows, and the vintage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

LARGEST = 64 * 1024 * 1024
"""Bytes after decompression that a reader accepts unless its caller says otherwise."""

LONGEST_QUOTE = 200
"""Characters of a refused row that are shown."""

_LOCAL_PART = re.compile(r"[^\s,;|\"'<>()@:]+@")


class FileError(ValueError):
    """The file as a whole cannot be used; the message says what to do next."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be used: its line (from 1), its text without mail names, and why."""

    line: int
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Reading(Generic[Row]):
    """Rows in the order of the file with the `lines` they stand on (from 1), and refused ones.

    `vintage` is the year or version the file itself names.
    """

    rows: tuple[Row, ...]
    lines: tuple[int, ...]
    refused: tuple[Refused, ...] = ()
    vintage: str | None = None


class RowError(ValueError):
    """Raised while one row is read; becomes a `Refused` with the row's line and text."""


def refused_row(line: int, text: str, sentence: str) -> Refused:
    """A refusal whose text is short and names no person: mail addresses keep their domain only."""
    shown = _LOCAL_PART.sub("…@", text) if "@" in text else text
    if len(shown) > LONGEST_QUOTE:
        shown = shown[:LONGEST_QUOTE] + "…"
    return Refused(line, shown, sentence)
