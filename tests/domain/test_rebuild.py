"""People and days for a rebuild."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.rebuild import rebuild

# 10 hours are 600 minutes: 13 rounds of 45 minutes (585), 4 computers a round, 52 a day.


def test_four_thousand_computers_in_five_days_take_sixteen_people() -> None:
    # 52 x 5 = 260 each; 4000 / 260 = 15.4.
    plan = rebuild(4000, days=5)
    assert (plan.per_person_day, plan.people) == (52, 16)


def test_four_thousand_computers_by_ten_people_take_eight_days() -> None:
    # 52 x 10 = 520 a day; 4000 / 520 = 7.7.
    assert rebuild(4000, people=10).days == 8


def test_an_exact_fit_needs_nobody_more() -> None:
    assert rebuild(520, days=1).people == 10
    assert rebuild(521, days=1).people == 11


def test_no_computers_need_nobody() -> None:
    assert rebuild(0, days=3).people == 0


@pytest.mark.parametrize(
    ("computers", "given_", "sentence"),
    [
        (10, {}, "either the people or the days"),
        (10, {"people": 1, "days": 1}, "either the people or the days"),
        (-1, {"days": 1}, "number of computers"),
        (10, {"days": 0}, "days as a number above 0"),
        (10, {"people": -2}, "people as a number above 0"),
        (10, {"days": 1, "hands_on_minutes": 0}, "hands-on minutes"),
        (10, {"days": 1, "hands_on_minutes": float("nan")}, "hands-on minutes"),
        (10, {"days": 1, "at_once": 0}, "computers at once"),
        (10, {"days": 1, "productive_hours": 25}, "24 hours"),
        (10, {"days": 1, "hands_on_minutes": 601}, "longer than a shift"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(
    computers: int, given_: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        rebuild(computers, **given_)


@given(st.integers(1, 100_000), st.integers(1, 60))
def test_the_people_found_are_enough_and_one_fewer_is_not(computers: int, days: int) -> None:
    plan = rebuild(computers, days=days)
    capacity = plan.per_person_day * days
    assert plan.people * capacity >= computers > (plan.people - 1) * capacity
    assert rebuild(computers, people=plan.people).days <= days
