"""Spans of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.windows import Window, WindowError, merged, without

DAY = datetime(2026, 3, 1, tzinfo=UTC)


def span(first: float, last: float) -> Window:
    return Window(DAY + timedelta(hours=first), DAY + timedelta(hours=last))


spans = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 8)).map(lambda x: span(x[0], x[0] + x[1])),
    max_size=6,
)


def hours_in(windows: object) -> set[int]:
    """The whole hours the windows contain, counted one by one."""
    moments = {hour: DAY + timedelta(hours=hour) for hour in range(40)}
    return {h for h, moment in moments.items() if any(w.contains(moment) for w in windows)}  # type: ignore[attr-defined]


def test_a_window_contains_its_start_and_not_its_end() -> None:
    assert span(1, 2).contains(DAY + timedelta(hours=1))
    assert not span(1, 2).contains(DAY + timedelta(hours=2))


def test_windows_that_touch_do_not_overlap() -> None:
    assert not span(1, 2).overlaps(span(2, 3))
    assert span(1, 2.5).overlaps(span(2, 3))


def test_a_window_covers_itself_and_nothing_longer() -> None:
    assert span(1, 3).covers(span(1, 3))
    assert not span(1, 3).covers(span(1, 3.1))


@pytest.mark.parametrize("last", [1, 0])
def test_an_empty_or_reversed_window_is_refused(last: int) -> None:
    with pytest.raises(WindowError, match="after the start"):
        span(1, last)


def test_times_without_a_zone_are_refused() -> None:
    naive = DAY.replace(tzinfo=None)
    with pytest.raises(WindowError, match="timezone"):
        Window(naive, DAY)
    with pytest.raises(WindowError, match="timezone"):
        Window.lasting(naive, hours=1)


def test_the_night_the_clocks_go_forward_has_an_hour_less() -> None:
    # In Chicago 2026-03-08 has no 02:00 to 03:00: noon to noon is 23 hours that pass.
    chicago = ZoneInfo("America/Chicago")
    noon = datetime(2026, 3, 7, 12, tzinfo=chicago)
    assert Window(noon, datetime(2026, 3, 8, 12, tzinfo=chicago)).hours == 23


def test_a_window_that_lasts_a_day_lasts_24_hours_over_a_clock_change() -> None:
    noon = datetime(2026, 3, 7, 12, tzinfo=ZoneInfo("America/Chicago"))
    assert Window.lasting(noon, hours=24).end == noon.astimezone(UTC) + timedelta(hours=24)


def test_without_cuts_a_hole() -> None:
    assert without([span(0, 10)], [span(3, 4)]) == (span(0, 3), span(4, 10))


@given(spans)
def test_merging_keeps_every_moment_and_leaves_gaps_between(windows: list[Window]) -> None:
    result = merged(windows)
    assert hours_in(result) == hours_in(windows)
    assert all(a.end < b.start for a, b in pairwise(result))


@given(spans, spans)
def test_without_is_set_difference(free: list[Window], busy: list[Window]) -> None:
    left = without(free, busy)
    assert hours_in(left) == hours_in(free) - hours_in(busy)
    assert not any(one.overlaps(other) for one in left for other in busy)
