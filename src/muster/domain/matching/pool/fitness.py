"""Whether one person can take one need, under what, and at what cost. Compiled.

These take the few arrays they read, not the whole pool: handing over a pool costs more than
looking at a person.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from muster.domain.geo import EARTH_RADIUS_KM, ROAD_FACTOR, ROAD_SPEED_KMH
from muster.domain.matching.flow.arrays import Flags, Ints, Small
from muster.domain.matching.pool.arrays import EITHER, Cover, Wanted
from muster.domain.matching.pool.money import price

MINUTES_PER_RADIAN = EARTH_RADIUS_KM * ROAD_FACTOR / ROAD_SPEED_KMH * 60
KM_PER_RADIAN = EARTH_RADIUS_KM * ROAD_FACTOR

MOMENTS_PER_MINUTE = 60_000_000

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
def able(person: Row, number: int, ask: Row, busy: Ints, barred: Small, muted: Flags) -> bool:
    """Cleared for what is asked, free for the whole window but for the way, and not barred."""
    if person.clearances & ask.clearances != ask.clearances or muted[person.organization]:
        return False
    for at in range(person.busy_first, person.busy_last, 2):
        if busy[at] < ask.until and ask.since < busy[at + 1]:
            return False
    return not among(number, barred, ask.barred_first, ask.barred_last)


@njit(cache=True)
def free_for_the_way(person: Row, ask: Row, busy: Ints, drive: int) -> bool:
    """Free from setting out to being home again, for somebody `able`."""
    road = drive * MOMENTS_PER_MINUTE
    leaves, back = max(ask.since - road, ask.earliest), ask.until + road
    for at in range(person.busy_first, person.busy_last, 2):
        if busy[at] < back and leaves < busy[at + 1]:
            return False
    return True


@njit(cache=True)
def among(number: int, numbers: Small, first: int, last: int) -> bool:
    """Whether a number is in an ascending part of the numbers."""
    while first < last:
        middle = (first + last) >> 1
        if numbers[middle] < number:
            first = middle + 1
        elif numbers[middle] > number:
            last = middle
        else:
            return True
    return False


@njit(cache=True)
def path_for(person: Row, ask: Row, cover: Cover, wanted: Wanted, most: int) -> tuple[int, int]:
    """The instrument with the fewest acts missing, at most `most`, and how many; or -1.

    Of equals the lightest for the requester, which comes first in the organization's list.
    """
    best, fewest = -1, most + 1
    if person.organization == ask.organization:
        return best, fewest
    at, instruments, lacks, rules = cover.at, cover.instruments, cover.lacks, cover.rules
    usable, usable_lacks = wanted.usable, wanted.lacks
    for slot in range(at[person.organization], at[person.organization + 1]):
        instrument = instruments[slot]
        if lacks[slot] >= fewest or not (rules[instrument].standings >> person.standing) & 1:
            continue
        for mine in range(ask.usable_first, ask.usable_last):
            if usable[mine] == instrument and lacks[slot] + usable_lacks[mine] < fewest:
                best, fewest = instrument, lacks[slot] + usable_lacks[mine]
                if fewest == 0:
                    return best, fewest
    return best, fewest


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
