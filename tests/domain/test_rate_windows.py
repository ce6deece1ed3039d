"""Windows of time for counting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from muster.domain.rate_windows import Limit

moments = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
lengths = st.integers(1, 86_400).map(lambda seconds: timedelta(seconds=seconds))


def test_a_window_worked_by_hand() -> None:
    limit = Limit(3, timedelta(minutes=5))
    at = datetime(2026, 3, 1, 2, 33, 20, tzinfo=UTC)

    assert limit.window(at) == datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
    assert limit.seconds_left(at) == 100
    assert [limit.allows(count) for count in (1, 3, 4)] == [True, True, False]
    assert [limit.left_after(count) for count in (1, 3, 4)] == [2, 0, 0]


@given(moments, lengths)
def test_every_moment_lies_in_its_window_and_waiting_leads_to_the_next(
    at: datetime, per: timedelta
) -> None:
    limit = Limit(1, per)
    began = limit.window(at)

    assert began <= at < began + per
    assert limit.window(at + timedelta(seconds=limit.seconds_left(at))) > began
