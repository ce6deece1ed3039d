"""What is known about the real event of August 2019, with who said so.

Times are Texas time (CDT). Where a source gives a part of the day or only a limit, `precision`
says so and `at` is the latest moment it can mean, so that nothing looks more exact than it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

CENTRAL = ZoneInfo("America/Chicago")


class Precision(StrEnum):
    """How closely a source fixes the time."""

    STATED = "stated"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One fact; `at` has a timezone."""

    at: datetime
    precision: Precision
    what: str
    source: str


_DIR_17 = "Texas Department of Information Resources, update of 17 August 2019 (dir.texas.gov)"
_DIR_20 = "Texas Department of Information Resources, update of 20 August 2019 (dir.texas.gov)"
_STATETECH = "statetechmagazine, October 2019"
_AFTER_ACTION = "dir.texas.gov; statetechmagazine; meritalkslg"


def _august(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2019, 8, day, hour, minute, tzinfo=CENTRAL)


FIRST_REPORT_AT = _august(16, 2, 30)

TIMELINE: tuple[TimelineEntry, ...] = (
    TimelineEntry(
        FIRST_REPORT_AT,
        Precision.STATED,
        "The first town reports that its systems are encrypted.",
        _AFTER_ACTION,
    ),
    TimelineEntry(
        _august(16, 10, 30),
        Precision.AT_MOST,
        "The State Operations Center is active at Level II, within eight hours.",
        _AFTER_ACTION,
    ),
    TimelineEntry(
        _august(16, 12),
        Precision.PART_OF_DAY,
        "Ten victims are known by the morning; they share one managed service provider.",
        _AFTER_ACTION,
    ),
    TimelineEntry(
        _august(17, 2, 30),
        Precision.AT_MOST,
        "All victims but one are identified within 24 hours.",
        _AFTER_ACTION,
    ),
    TimelineEntry(
        _august(17, 17),
        Precision.STATED,
        "Twenty-three entities are confirmed; all that may be affected have been told.",
        _DIR_17,
    ),
    TimelineEntry(
        _august(19, 2, 30),
        Precision.AT_MOST,
        "The malware is eradicated within 72 hours.",
        _AFTER_ACTION,
    ),
    TimelineEntry(
        _august(20, 15),
        Precision.STATED,
        "The count goes down to twenty-two; responders have engaged with every one, and more than "
        "a quarter are in remediation and recovery.",
        _DIR_20,
    ),
    TimelineEntry(
        _august(23, 19),
        Precision.STATED,
        "Every entity is in remediation, seven days after the first report. No ransom is paid.",
        _AFTER_ACTION,
    ),
)

UNDATED: tuple[tuple[str, str], ...] = (
    (
        "The governor declares a disaster, the first statewide one for a cyber attack; without it "
        "the Guard could not be sent.",
        _STATETECH,
    ),
    (
        "Guard teams of six drive to the sites in vans.",
        _AFTER_ACTION,
    ),
    (
        "The attack locks the controls of one small city's water supply, which is run by hand.",
        "Associated Press, 26 July 2021",
    ),
)
"""Facts whose hour none of the sources states, with who said so."""
