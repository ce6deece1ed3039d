"""Whole cents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.money import Cents, cents_for


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "$0.00"), (5, "$0.05"), (-5, "-$0.05"), (123_456_789, "$1,234,567.89")],
)
def test_an_amount_is_written_in_dollars(amount: int, text: str) -> None:
    assert str(Cents(amount)) == text


def test_half_a_cent_is_rounded_up() -> None:
    assert cents_for(0.5, 1) == Cents(1)
    assert cents_for(1.5, 3333) == Cents(5000)  # 4999.5
    assert cents_for(2.5, 1) == Cents(3)  # Rounding to even would give 2.


def test_a_tenth_of_an_hour_is_a_tenth_and_not_its_binary_neighbour() -> None:
    assert cents_for(0.1, 10_005) == Cents(1001)  # 1000.5


@given(st.integers(), st.integers())
def test_adding_amounts_adds_cents(a: int, b: int) -> None:
    assert Cents(a) + Cents(b) == Cents(a + b)
