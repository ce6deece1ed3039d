"""Terms end or go on by themselves, and are announced 180, 90 and 30 days before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.renewal import DISTANCES, next_turn, reminder_due, years_later

SIGNED = datetime(2024, 2, 29, 9, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(days=1), timedelta(days=24_000)).map(lambda by: SIGNED + by)


def test_a_year_from_a_leap_day_ends_on_the_first_of_march() -> None:
    assert years_later(SIGNED, 1) == datetime(2025, 3, 1, 9, tzinfo=UTC)
    assert years_later(SIGNED, 4) == datetime(2028, 2, 29, 9, tzinfo=UTC)


def test_a_fixed_term_has_one_end_and_none_after_it() -> None:
    now = SIGNED + timedelta(days=10)
    turn = next_turn(SIGNED, years=2, evergreen=False, notice_days=60, now=now)
    assert turn is not None
    assert turn.turns_at == turn.last_day == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert not turn.renews
    over = datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert next_turn(SIGNED, years=2, evergreen=False, notice_days=60, now=over) is None


def test_an_evergreen_term_turns_again_once_the_last_day_for_notice_has_passed() -> None:
    begins = datetime(2024, 1, 1, tzinfo=UTC)
    late = datetime(2024, 11, 15, tzinfo=UTC)
    turn = next_turn(begins, years=1, evergreen=True, notice_days=60, now=late)
    assert turn is not None
    assert turn.turns_at == datetime(2026, 1, 1, tzinfo=UTC)


@given(MOMENTS, st.integers(1, 20), st.integers(0, 365))
def test_the_next_turn_is_the_first_one_whose_last_day_is_ahead(
    now: datetime, years: int, notice: int
) -> None:
    turn = next_turn(SIGNED, years=years, evergreen=True, notice_days=notice, now=now)
    assert turn is not None
    assert turn.last_day > now
    assert turn.turns_at - turn.last_day == timedelta(days=notice)
    every = [years_later(SIGNED, years * count) for count in range(1, 120)]
    assert turn.turns_at == next(one for one in every if one - timedelta(days=notice) > now)


@pytest.mark.parametrize(
    ("days", "due"),
    [(181, None), (180, 180), (91, 180), (90, 90), (30, 30), (1, 30), (0, None), (-1, None)],
)
def test_the_nearest_reminder_alone_is_due(days: int, due: int | None) -> None:
    assert reminder_due(SIGNED + timedelta(days=days), SIGNED) == due
    assert due is None or due in DISTANCES
