"""A table for a spreadsheet runs nothing and loses nothing."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.web.spreadsheets import csv_lines, defused

CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_begins_like_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


def test_numbers_and_plain_words_stay() -> None:
    assert [defused(cell) for cell in (-5, 3.5, "Keene = hit", None)] == [
        "-5",
        "3.5",
        "Keene = hit",
        "",
    ]


@given(st.lists(st.tuples(CELLS, CELLS)))
def test_every_cell_comes_back_and_none_is_a_formula(rows: list[tuple[str, str]]) -> None:
    text = "".join(csv_lines(["one", "two"], rows))

    _, *read = csv.reader(io.StringIO(text, newline=""))

    assert read == [[defused(cell) for cell in row] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in read for cell in row)
