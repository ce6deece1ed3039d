"""Codes survive being read aloud, written down and typed by tired hands."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from muster.domain.spoken_codes import ALPHABET, BITS, GROUP, GROUPS, new_code, read_code

spacing = st.text(alphabet=" -.\t", max_size=3)


def test_a_code_has_four_groups_of_letters_that_are_not_taken_for_each_other() -> None:
    for _ in range(200):
        assert re.fullmatch(r"[A-HJKMNP-Z2-9]{4}(-[A-HJKMNP-Z2-9]{4}){3}", new_code())


def test_nobody_guesses_one() -> None:
    assert BITS > 79
    assert len({new_code() for _ in range(2000)}) == 2000


def test_no_letter_looks_like_another() -> None:
    assert not set("ILO01") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET)


@given(st.lists(spacing, min_size=GROUPS * GROUP, max_size=GROUPS * GROUP), st.booleans())
def test_however_it_is_typed_it_reads_the_same(between: list[str], small: bool) -> None:
    letters = new_code().replace("-", "")
    typed = "".join(letter + gap for letter, gap in zip(letters, between, strict=True))

    assert read_code(typed.lower() if small else typed) == letters


@given(st.text())
def test_reading_anything_never_fails_and_reading_twice_changes_nothing(typed: str) -> None:
    assert read_code(read_code(typed)) == read_code(typed)
