"""Weekly patterns on a wall clock, gaps, numbers and names; nights of a clock change by hand."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.rota import (
    WeeklyPattern,
    dialed,
    gaps,
    moment_on,
    person_of,
    phone_fault,
    shift_fault,
)
from muster.domain.time_zones import CHOICES, COUNTIES, STATES, usual_zone
from muster.domain.windows import Window, merged

CHICAGO = ZoneInfo("America/Chicago")
PHOENIX = ZoneInfo("America/Phoenix")


def pattern(**changes: object) -> WeeklyPattern:
    said = {
        "first": date(2026, 10, 26),
        "weekdays": frozenset({0}),
        "begins": time(17),
        "ends": time(8),
        "days_later": 1,
        "weeks": 2,
    }
    return WeeklyPattern(**{**said, **changes})  # type: ignore[arg-type]


def hours_of(windows: list[Window]) -> list[float]:
    return [one.hours for one in windows]


def test_every_monday_night_on_the_wall_clock_across_the_end_of_summer_time() -> None:
    # Oct 26 is in daylight time (17:00 is 22:00 UTC), Nov 2 in standard time (23:00 UTC).
    first, second = pattern().shifts(CHICAGO)
    assert first.start == datetime(2026, 10, 26, 22, tzinfo=UTC)
    assert second.start == datetime(2026, 11, 2, 23, tzinfo=UTC)
    assert hours_of([first, second]) == [15, 15]


@pytest.mark.parametrize(
    ("night", "hours"),
    [
        (date(2026, 10, 31), 16),  # Nov 1, 2026, 02:00: an hour comes twice
        (date(2026, 3, 7), 14),  # Mar 8, 2026, 02:00: an hour is skipped
        (date(2026, 6, 6), 15),
    ],
)
def test_the_night_of_the_change_is_an_hour_longer_or_shorter(night: date, hours: int) -> None:
    turn = pattern(first=night, weekdays=frozenset({night.weekday()}), weeks=1)
    assert hours_of(turn.shifts(CHICAGO)) == [hours]
    assert hours_of(turn.shifts(PHOENIX)) == [15]


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        # 01:30 comes twice on Nov 1: the first one is daylight time, five hours behind.
        (date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
        # 02:30 does not come on Mar 8: it is an hour later, 03:30 daylight time.
        (date(2026, 3, 8), time(2, 30), datetime(2026, 3, 8, 8, 30, tzinfo=UTC)),
        (date(2026, 3, 8), time(3), datetime(2026, 3, 8, 8, tzinfo=UTC)),
        (date(2026, 11, 1), time(2), datetime(2026, 11, 1, 8, tzinfo=UTC)),
    ],
)
def test_a_time_that_comes_twice_or_never_is_one_moment(
    day: date, clock: time, moment: datetime
) -> None:
    assert moment_on(day, clock, CHICAGO) == moment
    assert moment_on(day, clock.replace(fold=1), CHICAGO) == moment


def test_turns_that_meet_in_the_hour_that_comes_twice_leave_no_gap() -> None:
    every_day = {"weekdays": frozenset(range(7)), "begins": time(1, 30), "ends": time(1, 30)}
    turns = pattern(**every_day, weeks=2).shifts(CHICAGO)
    assert len(merged(turns)) == 1
    assert sorted(set(hours_of(turns))) == [24, 25]


def test_a_turn_that_would_run_into_the_next_on_the_night_of_the_change_ends_there() -> None:
    # 02:30 on Mar 8 is 03:30, but the next turn began at 03:00.
    turns = pattern(
        first=date(2026, 3, 6),
        weekdays=frozenset(range(7)),
        begins=time(3),
        ends=time(2, 30),
        weeks=1,
    ).shifts(CHICAGO)
    saturday = turns[1]
    assert saturday.end == datetime(2026, 3, 8, 8, tzinfo=UTC) == turns[2].start


def test_a_turn_inside_the_skipped_hour_is_left_out() -> None:
    turn = pattern(
        first=date(2026, 3, 8),
        weekdays=frozenset({6}),
        begins=time(2),
        ends=time(3),
        days_later=0,
        weeks=1,
    )
    assert turn.shifts(CHICAGO) == []
    assert hours_of(turn.shifts(PHOENIX)) == [1]


def test_nothing_begins_before_the_first_day_and_people_take_turns() -> None:
    midweek = pattern(first=date(2026, 10, 28), weekdays=frozenset({0, 2}), weeks=1)
    assert [one.start.date() for one in midweek.shifts(CHICAGO)] == [date(2026, 10, 28)]
    third = pattern(weeks=3, every=3).shifts(CHICAGO)
    assert [(b.start - a.start).days for a, b in itertools.pairwise(third)] == [21, 21]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"weekdays": frozenset()}, "weekdays"),
        ({"weekdays": frozenset({7})}, "weekdays"),
        ({"days_later": 8}, "days_later"),
        ({"days_later": 0}, "ends"),
        ({"days_later": 0, "ends": time(17)}, "ends"),
        ({"weeks": 0}, "weeks"),
        ({"weeks": 54}, "weeks"),
        ({"every": 0}, "every"),
        ({"weeks": 53, "every": 3}, "weeks"),
        ({"first": date(9999, 12, 31)}, "first"),
        ({"days_later": 3, "weekdays": frozenset({0, 2})}, "days_later"),
        ({"days_later": 7, "ends": time(18)}, "days_later"),
        ({"days_later": 2, "weekdays": frozenset({0, 6})}, "days_later"),
    ],
)
def test_a_pattern_that_makes_no_rota_says_which_answer_is_wrong(
    changes: dict[str, object], field: str
) -> None:
    assert field in pattern(**changes).faults()


def test_a_whole_week_hands_over_to_the_next_without_a_fault() -> None:
    week = pattern(days_later=7, begins=time(8), ends=time(8), weeks=4)
    assert week.faults() == {}
    assert len(merged(week.shifts(CHICAGO))) == 1


clocks = st.times().map(lambda t: t.replace(microsecond=0))
patterns = st.builds(
    WeeklyPattern,
    first=st.dates(date(2001, 1, 1), date(2190, 1, 1)),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    begins=clocks,
    ends=clocks,
    days_later=st.integers(0, 7),
    weeks=st.integers(1, 20),
    every=st.integers(1, 4),
)


@given(turns=patterns, zone=st.sampled_from(CHOICES).map(ZoneInfo))
def test_turns_come_in_order_never_overlap_and_begin_as_said(
    turns: WeeklyPattern, zone: ZoneInfo
) -> None:
    if turns.faults():
        return
    shifts = turns.shifts(zone)
    assert len(shifts) <= len(turns.weekdays) * turns.weeks
    for before, after in itertools.pairwise(shifts):
        assert before.end <= after.start
    for one in shifts:
        local = one.start.astimezone(zone)
        assert local.date() >= turns.first
        on_time = local.time() == turns.begins
        moved = moment_on(local.date(), turns.begins, zone) == one.start
        assert on_time or moved
        assert local.weekday() in turns.weekdays
        asked = timedelta(days=turns.days_later + 1)
        assert one.end - one.start <= asked + timedelta(hours=1)


@given(turns=patterns)
def test_shifts_and_gaps_together_are_the_whole_span(turns: WeeklyPattern) -> None:
    if turns.faults():
        return
    span = Window(
        moment_on(turns.first, time(), CHICAGO),
        moment_on(turns.first + timedelta(weeks=90), time(), CHICAGO),
    )
    shifts = turns.shifts(CHICAGO)
    holes = gaps(shifts, span)
    assert merged([*shifts, *holes]) == (span,)
    assert not any(hole.overlaps(shift) for hole in holes for shift in shifts)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "+1 940 555 0100",
        "(940) 555-0100",
        "940.555.0100",
        "+1 940 555 0100 ext. 12",
        "9405550100x7",
    ],
)
def test_a_number_somebody_can_dial_is_taken(number: str) -> None:
    assert phone_fault(number) == ""


@pytest.mark.parametrize(
    "number", ["555", "call", "+", "1" * 30, "+1 940 555 0100 or 0101", "٣" * 8]
)
def test_any_other_is_refused(number: str) -> None:
    assert "area code" in phone_fault(number)


def test_what_is_dialed_is_digits_and_the_extension() -> None:
    assert dialed("(940) 555-0100") == "9405550100"
    assert dialed("+1 940 555 0100 ext. 12") == "+19405550100;ext=12"


@pytest.mark.parametrize(
    ("summary", "attendees", "name"),
    [
        ("On call: Keene Night", [], "Keene Night"),
        ("On-Call - Keene Night", [], "Keene Night"),
        ("Keene Night (on call)", [], "Keene Night"),
        ("Keene Night is on call", [], "Keene Night"),
        ("ON CALL", [], ""),
        ("  Keene   Night ", [], "Keene Night"),
        ("On call", ["Keene Night"], "Keene Night"),
        ("On call: Keene Night", ["One", "Two"], "Keene Night"),
        ("Duty officer", [], "Duty officer"),
        ("Duty: Keene Night", [], "Keene Night"),
    ],
)
def test_the_name_is_the_one_attendee_or_what_the_title_says(
    summary: str, attendees: list[str], name: str
) -> None:
    assert person_of(summary, attendees) == name


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=3))
def test_any_title_ends_in_some_name(summary: str, attendees: list[str]) -> None:
    assert len(person_of(summary, attendees)) <= 120


def test_a_shift_is_at_most_31_days_and_in_readable_years() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert shift_fault(start, start + timedelta(days=31)) == ""
    assert "31 days" in shift_fault(start, start + timedelta(days=31, seconds=1))
    assert "after the start" in shift_fault(start, start)
    assert "year" in shift_fault(datetime(1999, 1, 1, tzinfo=UTC), start)


def test_every_state_and_territory_has_a_clock_that_exists() -> None:
    assert len(STATES) == 56
    for name in (*STATES.values(), *COUNTIES.values()):
        assert ZoneInfo(name)
    assert usual_zone("tx") == "America/Chicago"
    assert usual_zone("TX", "48141") == "America/Denver"
    assert usual_zone("ZZ", otherwise="UTC") == "UTC"
