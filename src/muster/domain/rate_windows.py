"""So many times in so long: fixed windows of time, the same for everybody."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` times in each window of length `per` (a whole number of seconds)."""

    most: int
    per: timedelta

    def window(self, at: datetime) -> datetime:
        """When the window that holds this moment began."""
        seconds = int(self.per.total_seconds())
        return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)

    def seconds_left(self, at: datetime) -> int:
        """Whole seconds, at least one, until the next window begins."""
        return max(1, math.ceil((self.window(at) + self.per - at).total_seconds()))

    def left_after(self, count: int) -> int:
        return max(0, self.most - count)

    def allows(self, count: int) -> bool:
        """Whether the `count`th time in a window is still within it."""
        return count <= self.most
