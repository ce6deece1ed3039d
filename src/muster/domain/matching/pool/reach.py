"""Which covered organizations lie within so many minutes of a request. Compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from muster.domain.geo import EARTH_RADIUS_KM, ROAD_FACTOR, ROAD_SPEED_KMH
from muster.domain.matching.flow.arrays import Ints, Small
from muster.domain.matching.pool.arrays import Pool, Reals, Wanted
from muster.domain.matching.pool.spreading import spread

MINUTES_PER_RADIAN = EARTH_RADIUS_KM * ROAD_FACTOR / ROAD_SPEED_KMH * 60
KM_PER_RADIAN = EARTH_RADIUS_KM * ROAD_FACTOR
SLACK = 1e-9
"""Radians, six millimeters: more than rounding can make of a distance."""


class Reached(NamedTuple):
    """Covered organizations row by row, with road, drive and the lightest instrument."""

    start: Ints
    end: Ints
    organization: Small
    road_km: Reals
    minutes: Small
    instrument: Small


def reach(pool: Pool, wanted: Wanted, requests: Ints, minutes: Ints) -> Reached:
    """Per request every covered organization at most so many minutes away by road."""
    most = np.zeros(len(requests), np.int64)
    spread(lambda a, b: _most(pool, wanted, requests, minutes, a, b, most), len(requests))
    ends = np.cumsum(most)
    total = int(ends[-1]) if len(ends) else 0
    found = Reached(
        start=ends - most,
        end=np.zeros(len(requests), np.int64),
        organization=np.empty(total, np.int32),
        road_km=np.empty(total, np.float64),
        minutes=np.empty(total, np.int32),
        instrument=np.empty(total, np.int32),
    )
    spread(lambda a, b: _fill(pool, wanted, requests, minutes, a, b, found), len(requests))
    return found


def first_radius(pool: Pool, wanted: Wanted, requests: Ints, organizations: int) -> Ints:
    """Minutes around each request within which about so many organizations lie, at least 5."""
    minutes = np.zeros(len(requests), np.int64)
    spread(
        lambda a, b: _first_radius(pool, wanted, requests, organizations, a, b, minutes),
        len(requests),
    )
    return minutes


@njit(cache=True, nogil=True)
def _first_radius(
    pool: Pool,
    wanted: Wanted,
    requests: Ints,
    organizations: int,
    begin: int,
    end: int,
    minutes: Ints,
) -> None:
    blocks, places = pool.blocks, pool.organizations
    for row in range(begin, end):
        asking, radius, found = wanted.organization[requests[row]], 5, 0
        while radius < 320:
            found, chord = 0, radius / MINUTES_PER_RADIAN
            for block in range(len(blocks.x)):
                apart = (
                    (places.x[asking] - blocks.x[block]) ** 2
                    + (places.y[asking] - blocks.y[block]) ** 2
                    + (places.z[asking] - blocks.z[block]) ** 2
                )
                if apart <= chord * chord:
                    found += blocks.start[block + 1] - blocks.start[block]
            if found >= organizations:
                break
            radius *= 2
        minutes[row] = radius


@njit(cache=True)
def _is_near(pool: Pool, asking: int, block: int, minutes: int) -> bool:
    """Whether any organization of the block can be within these minutes."""
    places, blocks = pool.organizations, pool.blocks
    widest = (minutes + 0.5) / MINUTES_PER_RADIAN + blocks.radius[block] + SLACK
    if widest >= np.pi:
        return True
    chord = 2.0 * np.sin(widest / 2.0)
    return (
        (places.x[asking] - blocks.x[block]) ** 2
        + (places.y[asking] - blocks.y[block]) ** 2
        + (places.z[asking] - blocks.z[block]) ** 2
    ) <= chord * chord


@njit(cache=True, nogil=True)
def _most(
    pool: Pool, wanted: Wanted, requests: Ints, minutes: Ints, begin: int, end: int, most: Ints
) -> None:
    blocks = pool.blocks
    for row in range(begin, end):
        asking = wanted.organization[requests[row]]
        for block in range(len(blocks.x)):
            if _is_near(pool, asking, block, minutes[row]):
                most[row] += blocks.start[block + 1] - blocks.start[block]


@njit(cache=True, nogil=True)
def _fill(
    pool: Pool, wanted: Wanted, requests: Ints, minutes: Ints, begin: int, end: int, found: Reached
) -> None:
    places, blocks = pool.organizations, pool.blocks
    for row in range(begin, end):
        asking, to = wanted.organization[requests[row]], found.start[row]
        x, y, z = places.x[asking], places.y[asking], places.z[asking]
        for block in range(len(blocks.x)):
            if not _is_near(pool, asking, block, minutes[row]):
                continue
            for slot in range(blocks.start[block], blocks.start[block + 1]):
                other = blocks.organizations[slot]
                apart = angle(x, y, z, places.x[other], places.y[other], places.z[other])
                drive = int(np.rint(apart * MINUTES_PER_RADIAN))
                if other == asking or drive > minutes[row]:
                    continue
                instrument = best_instrument(pool, wanted, requests[row], other)
                if instrument < 0:
                    continue
                found.organization[to], found.instrument[to] = other, instrument
                found.road_km[to], found.minutes[to] = apart * KM_PER_RADIAN, drive
                to += 1
        found.end[row] = to


@njit(cache=True)
def best_instrument(pool: Pool, wanted: Wanted, request: int, organization: int) -> int:
    """The lightest instrument of the organization under which this request can be helped, or -1."""
    for at in range(pool.cover.at[organization], pool.cover.at[organization + 1]):
        instrument = pool.cover.instruments[at]
        for mine in range(wanted.usable_at[request], wanted.usable_at[request + 1]):
            if wanted.usable[mine] == instrument:
                return instrument
    return -1


@njit(cache=True)
def angle(x: float, y: float, z: float, u: float, v: float, w: float) -> float:
    """Radians between two unit vectors, exact also for near ones."""
    chord = np.sqrt((x - u) ** 2 + (y - v) ** 2 + (z - w) ** 2)
    return 2.0 * np.arcsin(min(1.0, chord / 2.0))
