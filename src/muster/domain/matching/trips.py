"""The way to the work and back, and how long it ties people up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from muster.domain.geo import minutes_for, road_km
from muster.domain.matching.problem import Helper, HelperKind, Mode, Need
from muster.domain.windows import Window

_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Trip:
    """How a helper would reach the work. `too_far` and `wrong_way` are sentences or empty."""

    remote: bool
    road_km: float
    drive_minutes: int
    too_far: str = ""
    wrong_way: str = ""


def trip(now: datetime, need: Need, helper: Helper) -> Trip:
    """By road where that is possible in time or asked for, else from home."""
    remote = helper.remote_capable and helper.kind is not HelperKind.KIT
    if need.mode is Mode.REMOTE:
        kit = helper.kind is HelperKind.KIT
        why = "Kit has to be on site." if kit else "Cannot work remotely; the need is remote."
        return Trip(True, 0.0, 0, wrong_way="" if remote else why)
    length = road_km(need.place, helper.place)
    drive = minutes_for(length)
    too_far = length > helper.travel_limit_km
    if need.mode is Mode.EITHER and remote:
        ready = now + timedelta(minutes=helper.mobilization_minutes)
        late = drive > 0 and ready + timedelta(minutes=drive) > need.window.start
        if too_far or late:
            return Trip(True, 0.0, 0)
    if not too_far:
        return Trip(False, length, drive)
    sentence = f"{length:.0f} km by road; travels up to {helper.travel_limit_km:.0f} km."
    return Trip(False, length, drive, too_far=sentence)


def under_way(now: datetime, need: Need, drive: int) -> Window:
    """From setting out to being home again. Nobody sets out before now, or after the start."""
    on_the_road = timedelta(minutes=drive)
    start = max(need.window.start - on_the_road, min(need.window.start, now))
    return Window(start, need.window.end + on_the_road)


def tied_up(need: Need, drive: int, rest_minutes: int) -> Window:
    """The way out, the work, the way home and the rest: nothing else can begin in it.

    Two trips of one person are possible exactly when these do not overlap.
    """
    on_the_road = timedelta(minutes=drive)
    rest = timedelta(minutes=rest_minutes)
    return Window(need.window.start - on_the_road, need.window.end + on_the_road + rest)


def rested(committed: tuple[Window, ...], rest_minutes: int) -> tuple[Window, ...]:
    """Commitments with the rest that has to lie before and after each."""
    if not rest_minutes:
        return committed
    return tuple(
        Window(_moved(one.start, -rest_minutes), _moved(one.end, rest_minutes)) for one in committed
    )


def _moved(moment: datetime, minutes: int) -> datetime:
    """As far as the calendar goes: a commitment may be without end."""
    try:
        return moment + timedelta(minutes=minutes)
    except OverflowError:
        return _LAST if minutes > 0 else _FIRST
