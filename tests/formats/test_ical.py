"""Calendars of many programs: zones, floating times, whole days, rules, changes, limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muster.formats.ical import (
    MOST_CHARACTERS,
    ReadCalendar,
    UnreadableCalendar,
    Written,
    read_calendar,
    write_calendar,
)

CHICAGO = ZoneInfo("America/Chicago")
START = datetime(2026, 10, 26, 5, tzinfo=UTC)
PATIENCE = 5.0


def text_of(*events: str, head: str = "") -> str:
    body = (
        f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n{head}{''.join(events)}END:VCALENDAR\n"
    )
    return body.replace("\n", "\r\n")


def event(lines: str, uid: str = "night", summary: str = "On call: Keene Night") -> str:
    return f"BEGIN:VEVENT\nUID:{uid}\nSUMMARY:{summary}\n{lines}\nEND:VEVENT\n"


def read(*events: str, head: str = "", weeks: int = 3) -> ReadCalendar:
    return read_calendar(
        text_of(*events, head=head), zone=CHICAGO, start=START, end=START + timedelta(weeks=weeks)
    )


def times(*events: str, head: str = "", weeks: int = 3) -> list[tuple[str, str]]:
    """Begin and end in UTC, as day and hour."""
    found = read(*events, head=head, weeks=weeks).entries
    return [(f"{one.start:%m-%d %H:%M}", f"{one.end:%m-%d %H:%M}") for one in found]


def why(*events: str, head: str = "") -> str:
    return " ".join(one.sentence for one in read(*events, head=head).refused)


def test_a_weekly_night_in_its_zone_follows_the_clock_over_the_change() -> None:
    weekly = event(
        "DTSTART;TZID=America/Chicago:20261026T170000\nDTEND;TZID=America/Chicago:20261027T080000\n"
        "RRULE:FREQ=WEEKLY;COUNT=3"
    )
    assert times(weekly) == [
        ("10-26 22:00", "10-27 13:00"),
        ("11-02 23:00", "11-03 14:00"),
        ("11-09 23:00", "11-10 14:00"),
    ]


def test_the_night_of_the_change_lasts_an_hour_more() -> None:
    night = event(
        "DTSTART;TZID=America/Chicago:20261031T200000\nDTEND;TZID=America/Chicago:20261101T080000"
    )
    assert times(night) == [("11-01 01:00", "11-01 14:00")]


def test_times_without_a_zone_are_on_the_clock_of_the_organization() -> None:
    floating = event("DTSTART:20261105T170000\nDTEND:20261106T080000")
    assert times(floating) == [("11-05 23:00", "11-06 14:00")]


def test_whole_days_run_from_midnight_to_midnight_there() -> None:
    assert times(event("DTSTART;VALUE=DATE:20261031")) == [("10-31 05:00", "11-01 05:00")]
    days = event("DTSTART;VALUE=DATE:20261101\nDTEND;VALUE=DATE:20261103")
    assert times(days) == [("11-01 05:00", "11-03 06:00")]
    repeated = event("DTSTART;VALUE=DATE:20261101\nRRULE:FREQ=DAILY;COUNT=2")
    assert times(repeated) == [("11-01 05:00", "11-02 06:00"), ("11-02 06:00", "11-03 06:00")]


def test_utc_and_the_zone_that_google_writes_beside_it() -> None:
    utc = event("DTSTART:20261026T220000Z\nDTEND:20261027T130000Z\nRRULE:FREQ=WEEKLY;COUNT=2")
    assert times(utc)[1] == ("11-02 22:00", "11-03 13:00")
    assert times(utc, head="X-WR-TIMEZONE:America/Chicago\n")[1] == ("11-02 23:00", "11-03 14:00")


def test_names_of_zones_as_outlook_writes_them() -> None:
    outlook = event(
        "DTSTART;TZID=Central Standard Time:20261105T170000\n"
        "DTEND;TZID=Central Standard Time:20261106T080000"
    )
    assert times(outlook) == [("11-05 23:00", "11-06 14:00")]


def test_exceptions_moves_and_cancellations_in_a_series() -> None:
    series = event(
        "DTSTART;TZID=America/Chicago:20261026T170000\nDTEND;TZID=America/Chicago:20261027T080000\n"
        "RRULE:FREQ=DAILY;COUNT=5\nEXDATE;TZID=America/Chicago:20261027T170000"
    )
    moved = event(
        "RECURRENCE-ID;TZID=America/Chicago:20261028T170000\n"
        "DTSTART;TZID=America/Chicago:20261028T190000\nDTEND;TZID=America/Chicago:20261029T080000",
        summary="On call: Keene Other",
    )
    off = event(
        "RECURRENCE-ID;TZID=America/Chicago:20261029T170000\nSTATUS:CANCELLED\n"
        "DTSTART;TZID=America/Chicago:20261029T170000\nDTEND;TZID=America/Chicago:20261030T080000"
    )
    found = read(series, moved, off)
    assert [(f"{one.start:%m-%d %H}", one.recurrence, one.summary) for one in found.entries] == [
        ("10-26 22", "20261026T220000Z", "On call: Keene Night"),
        ("10-29 00", "20261028T220000Z", "On call: Keene Other"),
        ("10-30 22", "20261030T220000Z", "On call: Keene Night"),
    ]
    assert found.cancelled == 1


def test_a_change_of_this_and_all_later_ones_moves_all_later_ones() -> None:
    series = event("DTSTART:20261026T220000Z\nDTEND:20261027T080000Z\nRRULE:FREQ=DAILY;COUNT=4")
    later = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261028T220000Z\n"
        "DTSTART:20261028T230000Z\nDTEND:20261029T080000Z"
    )
    assert [start for start, _ in times(series, later)] == [
        "10-26 22:00",
        "10-27 22:00",
        "10-28 23:00",
        "10-29 23:00",
    ]


def test_a_single_event_is_known_by_its_uid_alone_so_that_moving_it_is_a_change() -> None:
    [one] = read(event("DTSTART:20261105T170000\nDTEND:20261106T080000")).entries
    assert (one.uid, one.recurrence) == ("night", "")


def test_a_file_that_calls_everything_off_leaves_nothing() -> None:
    found = read(event("DTSTART:20261105T170000\nDTEND:20261106T080000"), head="METHOD:CANCEL\n")
    assert (found.entries, found.cancelled) == ((), 1)


def test_only_what_lies_in_the_asked_time_is_read_and_what_runs_counts() -> None:
    running = event("DTSTART:20261026T050000Z\nDTEND:20261026T050001Z", uid="a")
    over = event("DTSTART:20261025T050000Z\nDTEND:20261026T050000Z", uid="b")
    began = event("DTSTART:20261025T050000Z\nDTEND:20261026T060000Z", uid="c")
    later = event("DTSTART:20261116T060000Z\nDTEND:20261116T070000Z", uid="d")
    assert sorted(one.uid for one in read(running, over, began, later).entries) == ["a", "c"]


@pytest.mark.parametrize(
    "line",
    [
        "DESCRIPTION:Call me.\\ntel:+1 940 555 0100\\nThanks",
        "CONTACT:Keene Night\\, tel:+1 940 555 0100",
        "ATTENDEE;CN=Keene Night:tel:+1 940 555 0100",
        "URL:tel:+1%20940%20555%200100",
        "DESCRIPTION:TEL:555\\nTel: +1 940 555 0100",
    ],
)
def test_a_number_behind_tel_is_found_wherever_programs_put_it(line: str) -> None:
    [one] = read(event(f"DTSTART:20261105T170000\nDTEND:20261106T080000\n{line}")).entries
    assert one.phone == "+1 940 555 0100"


def test_names_of_attendees_and_of_the_calendar_are_read_in_one_line() -> None:
    found = read(
        event(
            "DTSTART:20261105T170000\nDTEND:20261106T080000\n"
            'ATTENDEE;CN="Keene\tNight":mailto:a@people.synthetic.example'
        ),
        head="X-WR-CALNAME:Nights\\, first\n",
    )
    assert found.entries[0].attendees == ("Keene Night",)
    assert found.name == "Nights, first"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("DTSTART:20261105T170000", "no end"),
        ("DTEND:20261105T170000", "no beginning"),
        ("DTSTART:20261105T170000\nDTEND:20261104T170000", "ends before it begins"),
        ("DTSTART:20261105T170000\nDTEND:20261105T170000", "after the start"),
        ("DTSTART:20261105T170000\nDTEND:20261208T170000", "at most 31 days"),
        ("DTSTART;TZID=Else/Where:20261105T170000\nDURATION:PT1H", "Else/Where"),
        ("DTSTART:tomorrow\nDTEND:20261105T170000", "cannot be read"),
        ("DTSTART:20261105T170000\nDURATION:PT1H\nRRULE:FREQ=OFTEN", "cannot be read"),
        ("DTSTART:20261105T170000\nDURATION:PT1H\nRRULE:nonsense", "no duty"),
        ("DTSTART:20261105T170000\nDURATION:PT1H\nEXDATE:soon", "cannot be read"),
        (
            "DTSTART:20261105T170000\nDURATION:PT1H\nRRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY",
            "one by one",
        ),
        ("DTSTART:20261105T170000\nDURATION:PT1H\nRRULE:FREQ=SECONDLY", "no duty"),
        ("DTSTART:20261105T170000\nDURATION:PT1H\nRRULE:FREQ=MINUTELY;COUNT=3", "no duty"),
        (
            "DTSTART:20200101T170000\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
            "too long",
        ),
        (
            "DTSTART:20200101T170000\nDURATION:PT1H\nRRULE:FREQ=DAILY;INTERVAL=7;BYDAY=MO",
            "too long",
        ),
        ("DTSTART:00010101T170000\nDURATION:PT1H\nRRULE:FREQ=DAILY", "too long"),
        (
            "DTSTART:20261026T170000\nDURATION:PT1S\nRRULE:FREQ=DAILY;BYHOUR="
            + ",".join(map(str, range(24)))
            + ";BYMINUTE="
            + ",".join(map(str, range(60))),
            "too long",
        ),
    ],
)
def test_an_event_that_is_no_shift_is_refused_with_a_sentence_and_the_rest_is_read(
    lines: str, sentence: str
) -> None:
    good = event("DTSTART:20261105T170000\nDTEND:20261106T080000", uid="good")
    before = perf_counter()
    found = read(event(lines, uid="bad"), good)
    assert perf_counter() - before < PATIENCE
    assert [one.uid for one in found.entries] == ["good"]
    assert sentence in " ".join(one.sentence for one in found.refused)


def test_an_event_without_a_uid_would_not_be_known_again() -> None:
    nameless = "BEGIN:VEVENT\nDTSTART:20261105T170000\nDTEND:20261106T080000\nEND:VEVENT\n"
    assert "no UID" in why(nameless)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no iCalendar file"),
        ("hello", "no iCalendar file"),
        ("BEGIN:VCALENDAR", "damaged or cut short"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID", "damaged or cut short"),
        ("x" * (MOST_CHARACTERS + 1), "longer than 500,000"),
        (text_of(head="CALSCALE:ISLAMIC\n"), "Gregorian"),
        (text_of(event("DTSTART:20261026T170000\nDURATION:PT1H\nRRULE:FREQ=HOURLY")), "Read fewer"),
        (
            text_of(*(event("DTSTART:20261105T17\n", uid=str(n)) for n in range(2001))),
            "more than 2,000 events",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_as_a_whole(text: str, sentence: str) -> None:
    with pytest.raises(UnreadableCalendar, match=sentence):
        read_calendar(text, zone=CHICAGO, start=START, end=START + timedelta(weeks=26))


ZONE = (
    "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
    "TZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\n{rule}END:STANDARD\nEND:VTIMEZONE\n"
)
IN_OURS = event("DTSTART;TZID=Ours:20261105T170000\nDURATION:PT1H")


def test_a_zone_a_file_brings_along_counts_in_that_file_only() -> None:
    assert times(IN_OURS, head=ZONE.format(offset="-0300", rule=""))[0][0] == "11-05 20:00"
    assert times(IN_OURS, head=ZONE.format(offset="+0500", rule=""))[0][0] == "11-05 12:00"
    assert "Ours" in why(IN_OURS)


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=SECONDLY\n",
        "RRULE:FREQ=\n SECONDLY\n",
        "rrule;x=y:freq=daily\n",
        "BEGIN:X\nEND:Y\nRRULE:FREQ=SECONDLY\n",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=6SU\n",
    ],
)
def test_a_zone_that_would_take_for_ever_is_refused(rule: str) -> None:
    before = perf_counter()
    with pytest.raises(UnreadableCalendar, match="describes time zones"):
        times(IN_OURS, head=ZONE.format(offset="-0300", rule=rule))
    assert perf_counter() - before < PATIENCE


def test_zones_as_programs_describe_them_are_read() -> None:
    central = (
        "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\n"
        "TZOFFSETFROM:-0600\nTZOFFSETTO:-0500\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\n"
        "END:DAYLIGHT\nBEGIN:STANDARD\nDTSTART:20071104T020000\nTZOFFSETFROM:-0500\n"
        "TZOFFSETTO:-0600\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    assert times(IN_OURS, head=central)[0][0] == "11-05 23:00"


def test_many_ordinary_rules_are_read_in_a_moment() -> None:
    events = [
        event(
            f"DTSTART:20240101T170000\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY={n}{day}",
            uid=f"{n}{day}",
        )
        for n in (1, 2, 3, 4, -1)
        for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    ]
    before = perf_counter()
    found = read(*events, weeks=26)
    assert found.refused == ()
    assert perf_counter() - before < PATIENCE


def test_what_is_written_is_read_again_whatever_the_names() -> None:
    events = [
        Written(
            "a",
            START,
            START + timedelta(hours=12),
            "On call: Keene; Night, \\n",
            "tel:+1 940 555 0100",
        ),
        Written("b", START + timedelta(hours=12), START + timedelta(hours=30), "Ñandú " * 30),
    ]
    text = write_calendar("Nights, first", events, stamp=START).decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    found = read_calendar(text, zone=CHICAGO, start=START, end=START + timedelta(days=9))
    assert [(one.uid, one.start, one.end) for one in found.entries] == [
        (one.uid, one.start, one.end) for one in events
    ]
    assert found.entries[0].phone == "+1 940 555 0100"
    assert found.entries[1].summary == ("Ñandú " * 30).strip()
    assert found.name == "Nights, first"


lines = st.sampled_from(
    [
        "BEGIN:VEVENT", "END:VEVENT", "UID:1", "DTSTART:20261105T170000", "DTEND:20261106T080000Z",
        "DTSTART;VALUE=DATE:20261105", "DURATION:PT1H", "DURATION:-P1W", "RRULE:FREQ=DAILY",
        "RRULE:FREQ=WEEKLY;UNTIL=20261201", "EXDATE:20261106T170000", "RDATE;VALUE=PERIOD:x/y",
        "RECURRENCE-ID:20261106T170000", "STATUS:CANCELLED", "BEGIN:VTIMEZONE", "END:VTIMEZONE",
        "TZID:America/Chicago", "BEGIN:VALARM", "END:VALARM", "SUMMARY:x",
        "RRULE:FREQ=YEARLY;COUNT=-1",
        "DTSTART;TZID=\"\":20261105T170000", "DTEND;VALUE=DATE:99991231", "RDATE:20261109",
        "X-WR-TIMEZONE:Mars/Olympus", "ATTENDEE:tel:1", ":", ";;", "DTSTART;TZID=/:20261105T170000",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(lines | st.text(max_size=30), max_size=25))
def test_whatever_stands_in_a_file_it_is_read_or_refused(body: list[str]) -> None:
    text = "\r\n".join(["BEGIN:VCALENDAR", *body, "END:VCALENDAR"])
    try:
        found = read_calendar(text, zone=CHICAGO, start=START, end=START + timedelta(weeks=8))
    except UnreadableCalendar as error:
        assert str(error).endswith(".")
    else:
        for one in found.entries:
            assert one.end > START
            assert one.start < START + timedelta(weeks=8)
            assert one.uid
