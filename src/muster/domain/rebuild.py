"""How many people or days a rebuild takes: wiping and re-imaging computers, one town at a time."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, isfinite

HANDS_ON_MINUTES = 45.0
COMPUTERS_AT_ONCE = 4
PRODUCTIVE_HOURS = 10.0


@dataclass(frozen=True, slots=True)
class Rebuild:
    """The plan: whole people for whole days, and how many computers one of them does in a day."""

    computers: int
    people: int
    days: int
    per_person_day: int


def rebuild(
    computers: int,
    *,
    people: int | None = None,
    days: int | None = None,
    hands_on_minutes: float = HANDS_ON_MINUTES,
    at_once: int = COMPUTERS_AT_ONCE,
    productive_hours: float = PRODUCTIVE_HOURS,
) -> Rebuild:
    """The people needed for the given days, or the days the given people need; rounded up.

    A planning figure. It assumes that one computer takes `hands_on_minutes` from first touch to
    sign-off when worked on alone, that one technician keeps `at_once` of them going side by side
    without waiting, and that `productive_hours` of a 12-hour shift are left after briefing,
    meals and fetching. A computer begun is finished the same day. The defaults are assumptions
    to be replaced by the first morning's count, not measurements.

    Raises ValueError with a sentence unless exactly one of `people` and `days` is given and all
    figures are above 0 (computers may be 0).
    """
    if (people is None) == (days is None):
        raise ValueError("Give either the people or the days; the other one is worked out.")
    if computers < 0:
        raise ValueError("Give the number of computers as 0 or more.")
    for name, figure in (
        ("people", people),
        ("days", days),
        ("hands-on minutes", hands_on_minutes),
        ("computers at once", at_once),
        ("productive hours", productive_hours),
    ):
        if figure is not None and not (isfinite(figure) and figure > 0):
            raise ValueError(f"Give the {name} as a number above 0.")
    if productive_hours > 24:
        raise ValueError("A day has 24 hours; give the productive hours of one shift.")
    # Whole rounds: a technician's batch of computers is finished before the next one starts.
    per_day = int(productive_hours * 60 // hands_on_minutes) * at_once
    if per_day == 0:
        raise ValueError(
            "One computer takes longer than a shift; lengthen the shift or shorten the work."
        )
    if people is not None:
        return Rebuild(computers, people, ceil(computers / (per_day * people)), per_day)
    if days is None:
        raise AssertionError("one of people and days is given")
    return Rebuild(computers, ceil(computers / (per_day * days)), days, per_day)
