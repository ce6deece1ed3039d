"""Who is called at night: shifts from a weekly pattern, the gaps between them, numbers and names.

Clocks change in the middle of nights. A time on the wall that comes twice means the first of the
two; one that is skipped means an hour later, as with every other time typed into Muster.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from muster.domain.windows import Window, WindowError, without

LONGEST_SHIFT: Final = timedelta(days=31)
CALLS: Final = {1: "First call", 2: "Second call", 3: "Third call"}
MOST_WEEKS: Final = 53
MOST_REACH: Final = 106
MOST_DAYS_LATER: Final = 7
LONGEST_PHONE: Final = 40
LONGEST_NAME: Final = 120
LONGEST_UID: Final = 300
FEWEST_DIGITS, MOST_DIGITS = 7, 20

_NOT_A_NUMBER = (
    "Give a telephone number with area code, such as +1 940 555 0100; an extension may follow."
)
_PHONE = re.compile(
    r"\+?[0-9 ().\-/]+(?:(?:[;,]\s*)?(?:ext\.?|extension|x|#)[ .=]*[0-9]{1,6})?", re.I
)
_ON_CALL = re.compile(
    r"^\W*on[\s-]?(?:call|duty)\b(?:\s+(?:for|is))?[\s:–—-]*"
    r"|^\W*(?:duty|rota|shift)\s*[:–—-]+\s*"
    r"|[\s:–—-]*\(?\b(?:is\s+)?on[\s-]?(?:call|duty)\b\W*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class WeeklyPattern:
    """The same turn in several weeks, on the wall clock of one place.

    `weekdays` count from Monday, 0. Each turn begins at `begins` on such a day and ends at `ends`
    `days_later` days after. The first week is the one `first` lies in, and nothing begins before
    `first`; then every `every`-th week, `weeks` turns of a week in all.
    """

    first: date
    weekdays: frozenset[int]
    begins: time
    ends: time
    days_later: int
    weeks: int
    every: int = 1

    def faults(self) -> dict[str, str]:
        """What is wrong, by field; empty when shifts can be made of it."""
        wrong: dict[str, str] = {}
        if not self.weekdays or not self.weekdays <= set(range(7)):
            wrong["weekdays"] = "Choose at least one day."
        if not 0 <= self.days_later <= MOST_DAYS_LATER:
            wrong["days_later"] = f"A turn ends at most {MOST_DAYS_LATER} days later."
        elif self.days_later == 0 and self.ends <= self.begins:
            wrong["ends"] = "This is not after it begins. Choose the next day if it ends then."
        if not 1 <= self.weeks <= MOST_WEEKS:
            wrong["weeks"] = f"Give between 1 and {MOST_WEEKS} weeks."
        if not 1 <= self.every <= MOST_WEEKS:
            wrong["every"] = f"Give between 1 and {MOST_WEEKS} weeks."
        if not 2001 <= self.first.year <= 2190:
            wrong["first"] = "Check the year."
        if not wrong and self.weeks * self.every > MOST_REACH:
            wrong["weeks"] = f"This reaches more than {MOST_REACH} weeks ahead. Give fewer."
        if not wrong and self._overlaps_itself():
            wrong["days_later"] = "One turn would begin before the one before it has ended."
        return wrong

    @property
    def _monday(self) -> date:
        return self.first - timedelta(days=self.first.weekday())

    def _overlaps_itself(self) -> bool:
        length = timedelta(days=self.days_later) + _since_midnight(self.ends)
        length -= _since_midnight(self.begins)
        days = sorted(self.weekdays)
        again = [*days, days[0] + 7 * self.every] if self.weeks > 1 else days
        steps = [timedelta(days=b - a) for a, b in itertools.pairwise(again)]
        return any(length > step for step in steps)

    def shifts(self, zone: ZoneInfo) -> list[Window]:
        """Every turn as the moments it begins and ends, in order, in UTC.

        Where a change of the clocks runs two turns into each other, the later one begins on time
        and the earlier one ends then; one that is left without a moment is left out. Call only
        without `faults`.
        """
        found: list[Window] = []
        for week in range(self.weeks):
            monday = self._monday + timedelta(weeks=week * self.every)
            for weekday in sorted(self.weekdays):
                day = monday + timedelta(days=weekday)
                if day < self.first:
                    continue
                start = moment_on(day, self.begins, zone)
                end = moment_on(day + timedelta(days=self.days_later), self.ends, zone)
                if end > start:
                    found.append(Window(start, end))
        return _relieved(sorted(found))


def _relieved(turns: Sequence[Window]) -> list[Window]:
    found: list[Window] = []
    for turn in turns:
        if found and found[-1].end > turn.start:
            last = found.pop()
            if turn.start > last.start:
                found.append(Window(last.start, turn.start))
        found.append(turn)
    return found


def moment_on(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """That time on the wall, in UTC; see the module on clocks that change."""
    return datetime.combine(day, clock.replace(fold=0), tzinfo=zone).astimezone(UTC)


def gaps(shifts: Iterable[Window], over: Window) -> tuple[Window, ...]:
    """When nobody is on call inside a span."""
    return without([over], shifts)


def shift_fault(start: datetime, end: datetime) -> str:
    """Why a shift cannot be that long, or an empty text."""
    try:
        window = Window(start, end)
    except WindowError as error:
        return str(error)
    if not 2000 <= window.start.year <= window.end.year <= 2199:
        return "Check the year."
    if window.end - window.start > LONGEST_SHIFT:
        return f"A shift lasts at most {LONGEST_SHIFT.days} days. Enter several."
    return ""


def phone_fault(text: str) -> str:
    """Why this is no number one could call, or an empty text. An empty number has no fault."""
    if not text.strip():
        return ""
    number = re.split(r"(?:ext|x|#)", text, maxsplit=1, flags=re.I)[0]
    digits = sum(character.isdigit() for character in number)
    known = _PHONE.fullmatch(text.strip())
    if not known or not FEWEST_DIGITS <= digits <= MOST_DIGITS or len(text) > LONGEST_PHONE:
        return _NOT_A_NUMBER
    return ""


def dialed(phone: str) -> str:
    """What stands behind `tel:` for a number as people write it."""
    number, *extension = re.split(r"(?:[;,]\s*)?(?:extension|ext\.?|x|#)[ .=]*", phone, flags=re.I)
    plain = re.sub(r"[^0-9+]", "", number)
    return f"{plain};ext={extension[0].strip()}" if extension and extension[0].strip() else plain


def person_of(summary: str, attendees: Sequence[str]) -> str:
    """Whom an entry of a calendar puts on call: its one attendee, else its title without
    words such as "On call:". Empty when it names nobody."""
    named = {name.strip() for name in attendees if name.strip()}
    if len(named) == 1:
        return " ".join(named.pop().split())[:LONGEST_NAME]
    before, text = "", " ".join(summary.split())
    while before != text:
        before, text = text, _ON_CALL.sub("", text).strip()
    return text[:LONGEST_NAME].strip()


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
