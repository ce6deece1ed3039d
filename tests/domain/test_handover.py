"""Thirty days for somebody new, from what the office promised."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from muster.domain.handover import DAYS, Due, first_thirty_days

BEGINS = date(2026, 3, 2)
DUES = st.lists(
    st.builds(
        Due,
        title=st.text(alphabet="abc", min_size=1),
        day=st.none() | st.integers(-90, 400).map(lambda days: BEGINS + timedelta(days=days)),
    ),
    max_size=6,
)


def test_what_is_overdue_stands_on_the_first_day_and_what_comes_later_is_prepared() -> None:
    steps = first_thirty_days(
        BEGINS,
        [
            Due("an offer", BEGINS - timedelta(days=3)),
            Due("a contract", BEGINS + timedelta(days=90)),
            Due("a term", BEGINS + timedelta(days=400)),
        ],
    )
    texts = {step.text: step.day for step in steps}
    assert texts["Due: an offer."] == BEGINS
    assert texts["Prepare: a contract, by May 31, 2026."] == BEGINS + timedelta(days=23)
    assert not any("a term" in text for text in texts)


@given(DUES)
def test_every_step_lies_within_the_thirty_days_in_order(promised: list[Due]) -> None:
    days = [step.day for step in first_thirty_days(BEGINS, promised)]
    assert days == sorted(days)
    assert days[0] >= BEGINS
    assert days[-1] < BEGINS + timedelta(days=DAYS)


@given(DUES)
def test_nothing_due_within_half_a_year_is_left_out(promised: list[Due]) -> None:
    texts = " ".join(step.text for step in first_thirty_days(BEGINS, promised))
    for due in promised:
        if due.day is None or due.day <= BEGINS + timedelta(days=DAYS - 1 + 180):
            assert due.title in texts
