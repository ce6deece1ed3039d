"""What reaches the page is what a reader can see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.documents.glyphs import ascii_only, drawable_only, without_controls


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\u00ad", "\x00", "\x1b", "\r"])
def test_invisible_characters_are_dropped(hidden: str) -> None:
    assert without_controls(f"a{hidden}b") == "ab"


def test_line_breaks_of_every_system_become_one_kind() -> None:
    assert without_controls("a\r\nb\nc\td") == "a\nb\nc\td"


def test_the_joiners_that_spelling_needs_are_kept() -> None:
    assert without_controls("می\u200cخواهم") == "می\u200cخواهم"


def test_half_a_surrogate_is_printed_by_number() -> None:
    assert without_controls("\ud800") == "[U+D800]"


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_ascii_is_always_drawable(text: str) -> None:
    assert drawable_only(text) == text


@given(st.text(alphabet=st.characters(categories=["L", "M", "N", "P", "S", "Z"])))
def test_cleaning_a_second_time_changes_nothing(text: str) -> None:
    assert without_controls(without_controls(text)) == without_controls(text)


@given(st.text())
def test_the_last_resort_is_ascii(text: str) -> None:
    assert ascii_only(text).isascii()


def test_only_the_characters_that_cannot_be_drawn_are_numbered() -> None:
    assert drawable_only("é王") == "é[U+738B]"
