"""When a term ends or renews itself, and when to say so beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

DISTANCES: Final = (180, 90, 30)
"""Days before the last day at which everybody concerned is reminded."""

LEAP_DAY: Final = (2, 29)


@dataclass(frozen=True, slots=True)
class Turn:
    """The next moment at which a term ends, or goes on by itself.

    Whoever wants out gives notice before `last_day`; for a fixed term both moments are the same.
    """

    turns_at: datetime
    last_day: datetime
    renews: bool


def years_later(moment: datetime, years: int) -> datetime:
    """The same day that many years on; February 29 becomes March 1 where there is none."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)


def next_turn(
    begins: datetime, *, years: int, evergreen: bool, notice_days: int, now: datetime
) -> Turn | None:
    """The turn ahead of `now`; None when a fixed term is over."""
    if not evergreen:
        ends = years_later(begins, years)
        return Turn(ends, ends, renews=False) if ends > now else None
    passed = max(0, (now.year - begins.year) // years - 1)
    while True:
        turns_at = years_later(begins, years * (passed + 1))
        last_day = turns_at - timedelta(days=notice_days)
        if last_day > now:
            return Turn(turns_at, last_day, renews=True)
        passed += 1


def reminder_due(last_day: datetime, now: datetime) -> int | None:
    """The distance in days of the reminder that is due now; of several missed the nearest only."""
    if last_day <= now:
        return None
    left = (last_day - now) / timedelta(days=1)
    return min((days for days in DISTANCES if left <= days), default=None)
