"""Identifiers, reasons and positions."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.failures import Invalid
from muster.domain.ids import uuid7
from muster.domain.positions import BY_CODE, POSITIONS
from muster.domain.reasons import LONGEST_REASON, required_reason


def test_an_id_says_when_it_was_made_and_which_version_it_is() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    after = time.time_ns() // 1_000_000

    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert before <= made.int >> 80 <= after


def test_ids_of_different_milliseconds_sort_by_time_and_never_repeat() -> None:
    first = uuid7()
    time.sleep(0.002)
    assert first < uuid7()
    assert len({uuid7() for _ in range(10_000)}) == 10_000


@given(st.text(max_size=LONGEST_REASON * 2))
def test_a_reason_is_kept_trimmed_or_refused(text: str) -> None:
    try:
        kept = required_reason(text)
    except Invalid as refusal:
        assert refusal.fields["reason"] == refusal.sentence
        assert not text.strip() or len(text.strip()) > LONGEST_REASON
    else:
        assert kept == text.strip()
        assert 0 < len(kept) <= LONGEST_REASON


def test_a_long_reason_is_told_its_length() -> None:
    with pytest.raises(Invalid, match="2,001"):
        required_reason("x" * (LONGEST_REASON + 1))


def test_positions_have_codes_of_their_own_and_known_roles() -> None:
    assert len(BY_CODE) == len(POSITIONS)
    for position in POSITIONS:
        assert all(role[2:7] == "-WRL-" for role in position.nice_ids)
    assert {p.code for p in POSITIONS if p.is_kit} == {"laptop", "network-switch"}
