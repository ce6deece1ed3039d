"""Half-open spans of time, always timezone-aware and held in UTC: `[start, end)`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


class WindowError(ValueError):
    """The span is empty, reversed or has no timezone."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A span that contains its start and not its end.

    Raises WindowError when the end is not after the start or either has no timezone.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise WindowError("Give both times with a timezone.")
        if self.start.tzinfo is UTC and self.end.tzinfo is UTC:
            if self.end <= self.start:
                raise WindowError("The end has to be after the start.")
            return
        # Python compares and subtracts two times of one zone by the wall clock, which is an hour
        # off across a clock change.
        try:
            object.__setattr__(self, "start", self.start.astimezone(UTC))
            object.__setattr__(self, "end", self.end.astimezone(UTC))
        except OverflowError as error:
            raise WindowError("Check the year of these times.") from error
        if self.end <= self.start:
            raise WindowError("The end has to be after the start.")

    @classmethod
    def lasting(cls, start: datetime, *, hours: float) -> Window:
        """So many hours that pass, whatever the clocks do meanwhile."""
        if start.tzinfo is None:
            raise WindowError("Give the start with a timezone.")
        start = start.astimezone(UTC)
        return cls(start, start + timedelta(hours=hours))

    @property
    def hours(self) -> float:
        return (self.end - self.start).total_seconds() / 3600

    def contains(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def covers(self, other: Window) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Window) -> bool:
        return self.start < other.end and other.start < self.end


def merged(windows: Iterable[Window]) -> tuple[Window, ...]:
    """The same moments as disjoint, non-touching windows in order."""
    result: list[Window] = []
    for window in sorted(windows):
        if result and window.start <= result[-1].end:
            last = result.pop()
            result.append(Window(last.start, max(last.end, window.end)))
        else:
            result.append(window)
    return tuple(result)


def without(free: Iterable[Window], busy: Iterable[Window]) -> tuple[Window, ...]:
    """What is left of `free` once every moment of `busy` is taken out."""
    left = list(merged(free))
    for taken in merged(busy):
        remaining: list[Window] = []
        for window in left:
            if not window.overlaps(taken):
                remaining.append(window)
                continue
            if window.start < taken.start:
                remaining.append(Window(window.start, taken.start))
            if taken.end < window.end:
                remaining.append(Window(taken.end, window.end))
        left = remaining
    return tuple(left)
