"""iCalendar (RFC 5545): who is on call when, from any calendar program, and back to one.

Repeating events are worked out by recurring-ical-events. Before that, `formats.ical_work` counts
how many steps a rule would take, so that no file keeps the hub busy.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from threading import Lock
from typing import Any, Final
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from icalendar.timezone import tzp

from muster.domain.rota import LONGEST_UID, moment_on, phone_fault, shift_fault
from muster.domain.windows import Window
from muster.formats.ical_work import MOST_STEPS, TooMuchWork, require_short_zones, steps_of

MOST_CHARACTERS: Final = 500_000
MOST_EVENTS: Final = 2_000
MOST_OCCURRENCES: Final = 2_000

_TEL = re.compile(r"tel:\s*(\+?[0-9(][0-9 ().\-/]{4,30}[0-9])", re.I)
_TEXTS = ("CONTACT", "ATTENDEE", "DESCRIPTION", "LOCATION", "URL", "COMMENT", "ORGANIZER")
_NEEDED = frozenset(
    "DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID STATUS UID".split()  # noqa: SIM905
)
_BROKEN = (
    ValueError,
    OverflowError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
)
"""What the libraries raise on files that are not what the standard says."""

_parsing = Lock()


class UnreadableCalendar(ValueError):  # noqa: N818 (a refusal that is expected is no error)
    """The whole file cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One occurrence. `recurrence` tells it from the others of the same UID, empty for an event
    that does not repeat; moving an occurrence changes neither."""

    uid: str
    recurrence: str
    start: datetime
    end: datetime
    summary: str
    attendees: tuple[str, ...]
    phone: str


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that cannot be used, and why."""

    summary: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReadCalendar:
    """What a file says of a span of time. `name` is empty where it has none."""

    name: str
    entries: tuple[Entry, ...]
    refused: tuple[Refused, ...]
    cancelled: int


@dataclass(frozen=True, slots=True)
class Written:
    """One event to write; `uid` has to stay the same for the same shift."""

    uid: str
    start: datetime
    end: datetime
    summary: str
    description: str = ""


def read_calendar(text: str, *, zone: ZoneInfo, start: datetime, end: datetime) -> ReadCalendar:
    """The occurrences between two moments, in order, in UTC.

    Times without a zone and whole days are on the clock of `zone`. Cancelled ones are left out.
    Raises UnreadableCalendar for a file that is none, or is too large or too much work.
    """
    calendars = _parsed(text)
    groups = [group for calendar in calendars for group in _by_uid(calendar)]
    if sum(len(events) for _, events in groups) > MOST_EVENTS:
        raise UnreadableCalendar(
            f"This calendar holds more than {MOST_EVENTS:,} events. Export a shorter time."
        )
    entries: list[Entry] = []
    refused: list[Refused] = []
    cancelled, budget = 0, MOST_STEPS
    for calendar, events in groups:
        try:
            budget -= steps_of(events, until=end, most=budget)
            found, void = _occurrences(calendar, events, zone, start, end)
        except TooMuchWork as error:
            refused.append(Refused(_text(events[0], "SUMMARY"), str(error)))
            continue
        except _BROKEN:
            refused.append(Refused(_text(events[0], "SUMMARY"), _UNREADABLE_EVENT))
            continue
        cancelled += void
        refused += [one for one in found if isinstance(one, Refused)]
        entries += [one for one in found if isinstance(one, Entry)]
        if len(entries) > MOST_OCCURRENCES:
            raise UnreadableCalendar(
                f"This calendar holds more than {MOST_OCCURRENCES:,} shifts in that time. "
                "Read fewer weeks at once."
            )
    return ReadCalendar(
        name=_name(calendars),
        entries=tuple(sorted(entries, key=lambda one: (one.start, one.end, one.uid))),
        refused=tuple(refused),
        cancelled=cancelled,
    )


def write_calendar(name: str, events: Iterable[Written], *, stamp: datetime) -> bytes:
    """A calendar with these events in UTC. `stamp` is when it was written."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Muster//On-call rota//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for one in events:
        event = icalendar.Event()
        event.add("uid", one.uid)
        event.add("dtstamp", stamp.astimezone(UTC))
        event.add("dtstart", one.start.astimezone(UTC))
        event.add("dtend", one.end.astimezone(UTC))
        event.add("summary", one.summary)
        if one.description:
            event.add("description", one.description)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


_NO_CALENDAR = (
    "This is no iCalendar file. Export the rota from your calendar program as .ics; it begins "
    "with BEGIN:VCALENDAR."
)
_DAMAGED = "This iCalendar file is damaged or cut short. Export it again."
_UNREADABLE_EVENT = "It cannot be read. Open it in your calendar program and save it again."


def _parsed(text: str) -> list[icalendar.Calendar]:
    if len(text) > MOST_CHARACTERS:
        raise UnreadableCalendar(
            f"This file is longer than {MOST_CHARACTERS:,} characters. Export a shorter time."
        )
    if "BEGIN:VCALENDAR" not in text.upper():
        raise UnreadableCalendar(_NO_CALENDAR)
    try:
        require_short_zones(text)
        with _parsing:
            # Zones that a file brings along are kept for the whole process under the name the
            # file gives them; another file may mean another zone by it.
            tzp.use_default()
            try:
                found = icalendar.Calendar.from_ical(text.lstrip("\ufeff \r\n\t"), multiple=True)
            finally:
                tzp.use_default()
    except TooMuchWork as error:
        raise UnreadableCalendar(str(error)) from error
    except _BROKEN as error:
        raise UnreadableCalendar(_DAMAGED) from error
    calendars = [one for one in found if isinstance(one, icalendar.Calendar)]
    if not calendars:
        raise UnreadableCalendar(_DAMAGED)
    if any(str(one.get("CALSCALE", "GREGORIAN")).upper() != "GREGORIAN" for one in calendars):
        raise UnreadableCalendar("Only Gregorian calendars can be read.")
    return calendars


def _by_uid(calendar: icalendar.Calendar) -> list[tuple[icalendar.Calendar, list[Any]]]:
    """The events of one UID belong together: a series and what was changed in it."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for number, event in enumerate(calendar.walk("VEVENT")):
        groups[_text(event, "UID") or f"\x00{number}"].append(event)
    return [(calendar, events) for events in groups.values()]


def _occurrences(
    calendar: icalendar.Calendar,
    events: list[Any],
    zone: ZoneInfo,
    start: datetime,
    end: datetime,
) -> tuple[list[Entry | Refused], int]:
    summary = _text(events[0], "SUMMARY")
    if fault := _fault(events):
        return [Refused(summary, fault)], 0
    alone = icalendar.Calendar()
    for name in ("VERSION", "PRODID", "X-WR-TIMEZONE"):
        if name in calendar:
            alone[name] = calendar[name]
    for event in events:
        alone.add_component(event)
    # Days and times without a zone are compared as if in UTC: a day more on each side, then cut.
    day = timedelta(days=1)
    found = recurring_ical_events.of(alone).between(start - day, end + day)
    repeats = any(name in event for event in events for name in ("RRULE", "RDATE"))
    called_off = str(calendar.get("METHOD", "")).upper() == "CANCEL"
    entries: list[Entry | Refused] = []
    cancelled = 0
    for one in found:
        window = _window(one, zone)
        if isinstance(window, str):
            entries.append(Refused(summary, window))
            break
        if window.end <= start or window.start >= end:
            continue
        if called_off or _text(one, "STATUS").upper() == "CANCELLED":
            cancelled += 1
            continue
        entries.append(_entry(one, window, zone, repeats=repeats))
    return entries, cancelled


def _fault(events: list[Any]) -> str:
    uid = _text(events[0], "UID")
    if not uid:
        return "It has no UID, so it would not be known again. Export it from a calendar program."
    if len(uid) > LONGEST_UID:
        return f"Its UID is longer than {LONGEST_UID} characters."
    for event in events:
        if any(name in _NEEDED for name, _ in event.errors):
            return _UNREADABLE_EVENT
        for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
            value = event.get(name)
            zone = getattr(value, "params", {}).get("TZID")
            moment = getattr(value, "dt", None)
            if zone and isinstance(moment, datetime) and moment.tzinfo is None:
                return f"It names the time zone {str(zone)[:60]}, which is not known here."
        if "DTSTART" not in event:
            return "It has no beginning."
        if "EXRULE" in event:
            return "It leaves days out by a rule (EXRULE). Leave them out one by one instead."
        if "DTEND" not in event and "DURATION" not in event and not _is_day(event["DTSTART"].dt):
            return "It has no end."
        if _ends_before(event):
            return "It ends before it begins."
    return ""


def _ends_before(event: Any) -> bool:
    """The library would turn such an event around."""
    start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None
    if end is None or _is_day(start) != _is_day(end):
        return False
    return bool(end < start)


def _window(event: Any, zone: ZoneInfo) -> Window | str:
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    first, last = _moment(start, zone), _moment(end, zone)
    if first == last and _is_day(start):
        last = _moment(start + timedelta(days=1), zone)
    return shift_fault(first, last) or Window(first, last)


def _moment(value: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        return moment_on(value, time(), zone)
    if value.tzinfo is None:
        return moment_on(value.date(), value.time(), zone)
    return value.astimezone(UTC)


def _entry(event: Any, window: Window, zone: ZoneInfo, *, repeats: bool) -> Entry:
    recurrence = ""
    if repeats:
        recurrence = _moment(event["RECURRENCE-ID"].dt, zone).strftime("%Y%m%dT%H%M%SZ")
    return Entry(
        uid=_text(event, "UID"),
        recurrence=recurrence,
        start=window.start,
        end=window.end,
        summary=_text(event, "SUMMARY"),
        attendees=tuple(
            name
            for attendee in _all(event, "ATTENDEE")
            if (name := _clean(str(getattr(attendee, "params", {}).get("CN", ""))))
        ),
        phone=_phone(event),
    )


def _phone(event: Any) -> str:
    """The first number behind `tel:`; the texts as they stand and as an address writes them."""
    for name in _TEXTS:
        for value in _all(event, name):
            for text in (str(value), unquote(str(value))):
                for number in _TEL.findall(text):
                    if not phone_fault(number):
                        return _clean(str(number))
    return ""


def _all(event: Any, name: str) -> Iterator[Any]:
    value = event.get(name)
    if value is not None:
        yield from value if isinstance(value, list) else [value]


def _text(event: Any, name: str) -> str:
    return _clean(str(next(_all(event, name), "")))


def _clean(text: str) -> str:
    """In one line, without what the database or a reader could not take."""
    readable = "".join(c for c in text if c.isprintable() or c.isspace())
    return " ".join(readable.encode("utf-8", "ignore").decode().split())


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _name(calendars: Iterable[Any]) -> str:
    for calendar in calendars:
        for name in ("X-WR-CALNAME", "NAME"):
            if found := _text(calendar, name):
                # Names that begin with X are handed over as they stand in the file.
                return re.sub(r"\\([\\,;])", r"\1", found)[:100]
    return ""
