"""What somebody new in an office does first: thirty days, from what the office has promised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Due:
    """Something promised, with the day by which it matters, if it has one."""

    title: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What to do by a day."""

    day: date
    text: str


def first_thirty_days(begins: date, promised: Iterable[Due]) -> tuple[Step, ...]:
    """Steps in order: those everybody takes, and what falls due within the time or soon after.

    What is overdue, or due at once, stands on the first day; what comes due later is prepared in
    the last week.
    """
    last = begins + timedelta(days=DAYS - 1)
    steps = [
        Step(begins, "Sign in, and check the telephone and the mail address of your office."),
        Step(begins, "Read what the office has promised, below; nothing of it ended."),
        Step(begins + timedelta(days=1), "Call the hub's desk and one neighbor; say who you are."),
        Step(begins + timedelta(days=6), "Read the agreements your organization is bound by."),
        Step(begins + timedelta(days=13), "See who is on call at night, and who could help."),
        Step(last, "Say to your organization what you found missing."),
    ]
    for due in promised:
        if due.day is None:
            steps.append(Step(begins + timedelta(days=2), f"Look at: {due.title}."))
        elif due.day <= last:
            steps.append(Step(max(begins, due.day), f"Due: {due.title}."))
        elif due.day <= last + timedelta(days=180):
            text = f"Prepare: {due.title}, by {due.day:%B} {due.day.day}, {due.day.year}."
            steps.append(Step(last - timedelta(days=6), text))
    return tuple(sorted(dict.fromkeys(steps), key=lambda one: one.day))
