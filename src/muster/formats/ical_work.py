"""How much work a repeating rule of a calendar would be, counted before anything is worked out.

dateutil walks a rule from its beginning, one day, week, month or year at a time, and a rule that
never hits anything up to the year 9999. A step takes some microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from math import prod
from typing import Any, Final

MOST_STEPS: Final = 400_000
"""For one file: one to two seconds."""

MOST_ZONE_RULES: Final = 100

_DAYS: Final = {"YEARLY": 365.0, "MONTHLY": 28.0, "WEEKLY": 7.0, "DAILY": 1.0, "HOURLY": 1 / 24}
_LAST = datetime.max.replace(tzinfo=UTC)
_HEAVY = 50
"""What an occurrence costs beside a step, where there are several on a day."""

_SELDOM = ("BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYEASTER")
_ZONE_PARTS = frozenset({"VTIMEZONE", "STANDARD", "DAYLIGHT"})


class TooMuchWork(Exception):  # noqa: N818 (a refusal that is expected is no error)
    """The message is a sentence for the reader."""


def steps_of(events: Iterable[Any], *, until: datetime, most: int) -> int:
    """Steps needed to work out these events up to a moment. Raises TooMuchWork above `most`."""
    steps = 0
    for event in events:
        rules = event.get("RRULE")
        for rule in [] if rules is None else rules if isinstance(rules, list) else [rules]:
            steps += _steps(rule, _start(event), until)
            if steps > most:
                raise TooMuchWork(
                    "It repeats so often, so seldom or since so long that reading it would take "
                    "too long. Let it repeat by day, week, month or year, and begin this year."
                )
    return steps


def require_short_zones(text: str) -> None:
    """Raises TooMuchWork for a file whose own time zones would take long to work out."""
    rules = list(_zone_rules(text))
    if len(rules) > MOST_ZONE_RULES or not all(map(_is_yearly, rules)):
        raise TooMuchWork(
            "This file describes time zones in a way that cannot be read. Export it with a time "
            "zone such as America/Chicago."
        )


def _zone_rules(text: str) -> Iterator[str]:
    """The rules inside time zones; as in the library, any END closes what was begun last."""
    within: list[str] = []
    for line in re.sub(r"\r?\n[ \t]", "", text).upper().splitlines():
        if line.startswith("BEGIN:"):
            within.append(line[6:].strip())
        elif line.startswith("END:"):
            del within[-1:]
        elif line.startswith("RRULE") and _ZONE_PARTS.intersection(within):
            yield line


def _is_yearly(rule: str) -> bool:
    """Whether it hits something every few years: a rule that never does runs to the year 9999."""
    if "FREQ=YEARLY" not in rule or any(name in rule for name in _SELDOM):
        return False
    days = [int(day) for days in re.findall(r"BYMONTHDAY=([-0-9,]+)", rule) for day in _ints(days)]
    week = re.findall(r"(-?\d+)(?:SU|MO|TU|WE|TH|FR|SA)", rule)
    possible = not days or any(1 <= abs(day) <= 28 for day in days)
    return possible and all(1 <= abs(int(number)) <= 4 for number in week)


def _ints(text: str) -> list[str]:
    return re.findall(r"-?\d+", text)


def _steps(rule: Any, start: datetime, until: datetime) -> int:
    frequency = str(_first(rule, "FREQ", "")).upper()
    if frequency not in _DAYS:
        # By the minute or second, or a word nobody knows.
        raise TooMuchWork("It repeats in a way that is no duty. Repeat it by day, week or month.")
    interval = max(1, int(_first(rule, "INTERVAL", 1)))
    a_day = prod(max(1, len(_list(rule, name))) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    last = until if _is_frequent(rule, frequency, interval) else _LAST
    days = max(0.0, (last - start).total_seconds() / 86_400)
    heavy = _HEAVY if frequency == "HOURLY" or a_day > 1 else 1
    return int(days / (_DAYS[frequency] * interval) + 1) * a_day * heavy


def _is_frequent(rule: Any, frequency: str, interval: int) -> bool:
    """Whether it surely hits something again within a few years, however it is read."""
    if any(name in rule for name in _SELDOM):
        return False
    days, months = _list(rule, "BYMONTHDAY"), _list(rule, "BYMONTH")
    week = [re.sub(r"[A-Z]", "", str(day).upper()) for day in _list(rule, "BYDAY")]
    if any(number and abs(int(number)) > 4 for number in week):
        # A fifth Monday comes about every third month, if nothing else has to fit too.
        return interval == 1 and not months and not days and all(abs(int(n or 0)) < 6 for n in week)
    if days:
        return interval == 1 and not week and all(1 <= abs(int(day)) <= 28 for day in days)
    if interval == 1 or frequency == "WEEKLY":
        return not months or interval == 1
    return not week and not months


def _start(event: Any) -> datetime:
    value = event["DTSTART"].dt
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(), tzinfo=UTC) if isinstance(value, date) else _LAST
    return value.replace(tzinfo=UTC)


def _list(rule: Any, name: str) -> list[Any]:
    value = rule.get(name, [])
    return value if isinstance(value, list) else [value]


def _first(rule: Any, name: str, otherwise: Any) -> Any:
    return next(iter(_list(rule, name)), otherwise)
