"""Each remote need's candidates: distance does not matter, the soonest ready come first.

Compiled.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from muster.domain.matching.flow.arrays import Ints
from muster.domain.matching.pool.arrays import (
    BURDEN,
    HOURLY_CENTS,
    READY,
    REMOTE,
    Pool,
    Wanted,
)
from muster.domain.matching.pool.lists import Lists, able, room_for, sort
from muster.domain.matching.pool.money import price
from muster.domain.matching.pool.reach import best_instrument
from muster.domain.matching.pool.spreading import spread


def from_afar(pool: Pool, wanted: Wanted, needs: Ints, *, people: int, scale: int) -> Lists:
    """The lists of remote needs, with at least so many people per large instrument if there are."""
    most = np.zeros(len(needs), np.int64)
    spread(lambda a, b: _most(pool, wanted, needs, a, b, people, most), len(needs))
    lists = room_for(most)
    spread(lambda a, b: _fill(pool, wanted, needs, a, b, people, scale, lists), len(needs))
    return lists


@njit(cache=True, nogil=True)
def _most(
    pool: Pool, wanted: Wanted, needs: Ints, begin: int, end: int, people: int, most: Ints
) -> None:
    afar, kinds = pool.afar, len(pool.postings.at)
    for index in range(begin, end):
        need = needs[index]
        at, request = pool.postings.at[wanted.kind[need]], wanted.request[need]
        for mine in range(wanted.usable_at[request], wanted.usable_at[request + 1]):
            instrument = wanted.usable[mine]
            if afar.large[instrument] >= 0:
                cell = afar.large[instrument] * kinds + wanted.kind[need]
                most[index] += min(people, afar.start[cell + 1] - afar.start[cell])
                continue
            for slot in range(afar.member_at[instrument], afar.member_at[instrument + 1]):
                most[index] += at[afar.members[slot] + 1] - at[afar.members[slot]]


@njit(cache=True, nogil=True)
def _fill(
    pool: Pool,
    wanted: Wanted,
    needs: Ints,
    begin: int,
    end: int,
    people: int,
    scale: int,
    lists: Lists,
) -> None:
    for index in range(begin, end):
        need, to = needs[index], lists.start[index]
        request = wanted.request[need]
        for mine in range(wanted.usable_at[request], wanted.usable_at[request + 1]):
            instrument = wanted.usable[mine]
            if pool.afar.large[instrument] >= 0:
                to = _ready(pool, wanted, need, instrument, people, scale, lists, index, to)
            else:
                to = _members(pool, wanted, need, instrument, scale, lists, to)
        lists.end[index] = to
        sort(lists.agent, lists.major, lists.minor, lists.start[index], to)


@njit(cache=True)
def _ready(
    pool: Pool,
    wanted: Wanted,
    need: int,
    instrument: int,
    people: int,
    scale: int,
    lists: Lists,
    index: int,
    to: int,
) -> int:
    """The first of a large instrument's ready list; what comes after it bounds the rest."""
    afar = pool.afar
    cell = afar.large[instrument] * len(pool.postings.at) + wanted.kind[need]
    taken = 0
    for slot in range(afar.start[cell], afar.start[cell + 1]):
        person = afar.people[slot]
        if taken >= people:
            major, cents = _cost(pool, wanted, need, instrument, person)
            # Among those who are there in time anyway the cheapest may come last.
            minor = 0 if wanted.begins[need] > 0 and major == 0 else cents * scale
            if major < lists.bound_major[index] or (
                major == lists.bound_major[index] and minor < lists.bound_minor[index]
            ):
                lists.bound_major[index], lists.bound_minor[index] = major, minor
            break
        if _takes(pool, wanted, need, instrument, person):
            _write(pool, wanted, need, instrument, person, scale, lists, to)
            to, taken = to + 1, taken + 1
    return to


@njit(cache=True)
def _members(
    pool: Pool, wanted: Wanted, need: int, instrument: int, scale: int, lists: Lists, to: int
) -> int:
    """Everybody of a small instrument's members."""
    at = pool.postings.at[wanted.kind[need]]
    for slot in range(pool.afar.member_at[instrument], pool.afar.member_at[instrument + 1]):
        organization = pool.afar.members[slot]
        for posting in range(at[organization], at[organization + 1]):
            person = pool.postings.people[posting]
            if pool.people.facts[person, REMOTE] and _takes(pool, wanted, need, instrument, person):
                _write(pool, wanted, need, instrument, person, scale, lists, to)
                to += 1
    return to


@njit(cache=True)
def _takes(pool: Pool, wanted: Wanted, need: int, instrument: int, person: int) -> bool:
    """Whether this person can take the need, and this instrument is the one to go under."""
    organization = pool.people.organization[person]
    request = wanted.request[need]
    return (
        able(pool, wanted, need, person)
        and organization != wanted.organization[request]
        and pool.people.facts[person, READY] < wanted.ends[need]
        and best_instrument(pool, wanted, request, organization) == instrument
    )


@njit(cache=True)
def _cost(pool: Pool, wanted: Wanted, need: int, instrument: int, person: int) -> tuple[int, int]:
    """Minutes after the wanted start, and cents."""
    cents = price(
        pool.cover.basis[instrument], pool.cover.free_hours[instrument],
        wanted.ends[need] - wanted.begins[need], pool.people.facts[person, HOURLY_CENTS], 0.0, True,
    )  # fmt: skip
    return max(0, pool.people.facts[person, READY] - wanted.begins[need]), cents


@njit(cache=True)
def _write(
    pool: Pool,
    wanted: Wanted,
    need: int,
    instrument: int,
    person: int,
    scale: int,
    lists: Lists,
    to: int,
) -> None:
    major, cents = _cost(pool, wanted, need, instrument, person)
    lists.agent[to], lists.major[to] = person, major
    lists.minor[to] = cents * scale + pool.people.facts[person, BURDEN]
