"""Each need's candidates from the organizations reached, best first, with a bound. Compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from muster.domain.matching.flow.arrays import ENDLESS, Ints
from muster.domain.matching.pool.arrays import (
    BURDEN,
    CLEARANCES,
    FOREVER,
    FREE_FROM,
    FREE_UNTIL,
    HOURLY_CENTS,
    REACH_KM,
    READY,
    Pool,
    Wanted,
)
from muster.domain.matching.pool.money import price
from muster.domain.matching.pool.reach import Reached
from muster.domain.matching.pool.spreading import spread

KEY = 1 << 44
"""Minor costs below this sort together with the major ones in one number."""


class Lists(NamedTuple):
    """The lists of some needs. Between the end of one and the start of the next lies nothing."""

    start: Ints
    end: Ints
    agent: Ints
    major: Ints
    minor: Ints
    bound_major: Ints
    bound_minor: Ints


def room_for(most: Ints) -> Lists:
    """Empty lists with room for so many candidates each."""
    ends = np.cumsum(most)
    total = int(ends[-1]) if len(ends) else 0
    return Lists(
        start=ends - most,
        end=np.zeros(len(most), np.int64),
        agent=np.empty(total, np.int64),
        major=np.empty(total, np.int64),
        minor=np.empty(total, np.int64),
        bound_major=np.full(len(most), ENDLESS),
        bound_minor=np.zeros(len(most), np.int64),
    )


class Near(NamedTuple):
    """On-site needs, each with the row its request has in what was reached, and its own radius."""

    needs: Ints
    rows: Ints
    minutes: Ints


def on_site(pool: Pool, wanted: Wanted, reached: Reached, near: Near, *, scale: int) -> Lists:
    """The lists of on-site needs. `scale` is what a cent weighs against a shift already given.

    Whoever is farther than a need's radius comes later than its bound.
    """
    most = np.zeros(len(near.needs), np.int64)
    spread(lambda a, b: _most(pool, wanted, reached, near, a, b, most), len(near.needs))
    lists = room_for(most)
    spread(lambda a, b: _fill(pool, wanted, reached, near, a, b, lists, scale), len(near.needs))
    return lists


@njit(cache=True)
def able(pool: Pool, wanted: Wanted, need: int, person: int) -> bool:
    """Free for the whole window and cleared for what is asked."""
    facts, clearances = pool.people.facts, wanted.clearances[need]
    return (
        facts[person, FREE_FROM] <= wanted.begins[need]
        and facts[person, FREE_UNTIL] >= wanted.ends[need]
        and facts[person, CLEARANCES] & clearances == clearances
    )


@njit(cache=True, nogil=True)
def _most(
    pool: Pool, wanted: Wanted, reached: Reached, near: Near, begin: int, end: int, most: Ints
) -> None:
    for index in range(begin, end):
        at, row = pool.postings.at[wanted.kind[near.needs[index]]], near.rows[index]
        for slot in range(reached.start[row], reached.end[row]):
            if reached.minutes[slot] <= near.minutes[index]:
                organization = reached.organization[slot]
                most[index] += at[organization + 1] - at[organization]


@njit(cache=True, nogil=True)
def _fill(
    pool: Pool,
    wanted: Wanted,
    reached: Reached,
    near: Near,
    begin: int,
    end: int,
    lists: Lists,
    scale: int,
) -> None:
    facts = pool.people.facts
    for index in range(begin, end):
        need, row, to = near.needs[index], near.rows[index], lists.start[index]
        at, minutes = pool.postings.at[wanted.kind[need]], wanted.ends[need] - wanted.begins[need]
        for slot in range(reached.start[row], reached.end[row]):
            drive, organization = reached.minutes[slot], reached.organization[slot]
            if drive > near.minutes[index]:
                continue
            instrument, road_km = reached.instrument[slot], reached.road_km[slot]
            for posting in range(at[organization], at[organization + 1]):
                person = pool.postings.people[posting]
                there = facts[person, READY] + drive
                if (
                    road_km > facts[person, REACH_KM]
                    or there >= wanted.ends[need]
                    or not able(pool, wanted, need, person)
                ):
                    continue
                cents = price(
                    pool.cover.basis[instrument], pool.cover.free_hours[instrument], minutes,
                    facts[person, HOURLY_CENTS], road_km, False,
                )  # fmt: skip
                lists.agent[to] = person
                lists.major[to] = max(0, there - wanted.begins[need])
                lists.minor[to] = cents * scale + facts[person, BURDEN]
                to += 1
        lists.end[index] = to
        sort(lists.agent, lists.major, lists.minor, lists.start[index], to)
        if near.minutes[index] < FOREVER:
            lists.bound_major[index] = max(0, near.minutes[index] + 1 - wanted.begins[need])


@njit(cache=True)
def sort(agent: Ints, major: Ints, minor: Ints, begin: int, end: int) -> None:
    """Order a part of the lists by cost; equals keep the order of the pool."""
    if end - begin < 2:
        return
    if minor[begin:end].max() < KEY and major[begin:end].max() < (1 << 18):
        order = np.argsort(major[begin:end] * KEY + minor[begin:end], kind="mergesort")
    else:
        by_minor = np.argsort(minor[begin:end], kind="mergesort")
        order = by_minor[np.argsort(major[begin:end][by_minor], kind="mergesort")]
    agent[begin:end] = agent[begin:end][order]
    minor[begin:end] = minor[begin:end][order]
    major[begin:end] = major[begin:end][order]
