"""Whether one person can take one need, under what, and at what cost. Compiled.

These take the few arrays they read, not the whole pool: handing over a pool costs more than
looking at a person.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from muster.domain.geo import EARTH_RADIUS_KM, ROAD_FACTOR, ROAD_SPEED_KMH
from muster.domain.matching.flow.arrays import Ints, Small
from muster.domain.matching.pool.arrays import EITHER, Rows
from muster.domain.matching.pool.money import price

MINUTES_PER_RADIAN = EARTH_RADIUS_KM * ROAD_FACTOR / ROAD_SPEED_KMH * 60
KM_PER_RADIAN = EARTH_RADIUS_KM * ROAD_FACTOR

Row = Any
"""One PERSON, ASK, NODE or RULE; a compiled record has no Python type."""


@njit(cache=True)
def angle(here: Row, there: Row) -> float:
    """Radians between two places, exact also for near ones."""
    return 2.0 * np.arcsin(min(1.0, chord(here, there) / 2.0))


@njit(cache=True)
def chord(here: Row, there: Row) -> float:
    return np.sqrt((here.x - there.x) ** 2 + (here.y - there.y) ** 2 + (here.z - there.z) ** 2)


@njit(cache=True)
def able(person: Row, number: int, ask: Row, busy: Ints, barred: Small) -> bool:
    """Cleared for what is asked, free for the whole window, and not barred."""
    if person.clearances & ask.clearances != ask.clearances:
        return False
    for at in range(person.busy_first, person.busy_last, 2):
        if busy[at] < ask.until and ask.since < busy[at + 1]:
            return False
    return not _among(number, barred, ask.barred_first, ask.barred_last)


@njit(cache=True)
def _among(number: int, numbers: Small, first: int, last: int) -> bool:
    found = False
    for at in range(first, last):
        found |= numbers[at] == number
    return found


@njit(cache=True)
def instrument_for(
    person: Row, ask: Row, at: Ints, instruments: Small, rules: Rows, usable: Small
) -> int:
    """The lightest instrument under which the person's organization may send them, or -1."""
    if person.organization == ask.organization:
        return -1
    for slot in range(at[person.organization], at[person.organization + 1]):
        instrument = instruments[slot]
        if not (rules[instrument].standings >> person.standing) & 1:
            continue
        for mine in range(ask.usable_first, ask.usable_last):
            if usable[mine] == instrument:
                return int(instrument)
    return -1


@njit(cache=True)
def works_from_home(person: Row, ask: Row, road_km: float) -> bool:
    """Of a need that can be served either way: whether this person would not be there in time."""
    if ask.mode != EITHER or person.remote == 0:
        return False
    drive = int(np.rint(road_km / ROAD_SPEED_KMH * 60))
    in_time = drive == 0 or person.ready + drive <= ask.begins
    return road_km > person.reach_km or not in_time


@njit(cache=True)
def cents(person: Row, ask: Row, rule: Row, road_km: float, remote: bool) -> int:
    return price(rule.basis, rule.free_hours, ask.minutes, person.hourly_cents, road_km, remote)
