"""Each need's list of candidates, best first, with a bound on everybody it leaves out. Compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from muster.domain.matching.flow.arrays import (
    ENDLESS,
    Arcs,
    Demand,
    Found,
    Heap,
    Ints,
    Labels,
    Plan,
    Supply,
    Trail,
)
from muster.domain.matching.flow.augment import augment
from muster.domain.matching.pool.arrays import LEVELS, Pool, Wanted
from muster.domain.matching.pool.best import nobody_yet, write_sorted
from muster.domain.matching.pool.nearby import look_nearby
from muster.domain.matching.pool.remote import look_afar
from muster.domain.matching.pool.spreading import Ahead

ROOM_IN_THE_LISTS = -3
LONGER = 4
"""How many times as long a list gets when it is not long enough."""


def first_lists(pool: Pool, wanted: Wanted, most: Ints, scale: int) -> Arcs:
    """The `most[need]` best (one at least) for each need."""
    arcs, ahead = lists_ahead(pool, wanted, most, scale, np.arange(len(most)))
    ahead.until(len(most))
    return arcs


def lists_ahead(
    pool: Pool, wanted: Wanted, most: Ints, scale: int, order: Ints, *, spare: int = 0
) -> tuple[Arcs, Ahead]:
    """`first_lists` in the making: `until(n)` waits for those of the first n needs in the order.

    Behind the lists there is room for `spare` more candidates.
    """
    ends = np.cumsum(most)
    total, needs = (int(ends[-1]) if len(ends) else 0) + spare, len(most)
    arcs = Arcs(
        start=ends - most,
        end=np.zeros(needs, np.int64),
        agent=np.empty(total, np.int64),
        major=np.empty(total, np.int64),
        minor=np.empty(total, np.int64),
        bound_major=np.full(needs, ENDLESS),
        bound_minor=np.zeros(needs, np.int64),
    )
    return arcs, Ahead(lambda a, b: _fill(pool, wanted, most, order[a:b], arcs, scale), needs)


def everybody_for(
    pool: Pool, wanted: Wanted, need: int, scale: int, most: int | None = None
) -> tuple[Ints, Ints, Ints, bool]:
    """The best for one need, all of them unless `most` is given: agents, major and minor costs.

    And whether that is everybody.
    """
    room = np.array([len(pool.people.rows) if most is None else most], np.int64)
    arcs = first_lists(pool, wanted._replace(asks=wanted.asks[need : need + 1]), room, scale)
    part = slice(0, int(arcs.end[0]))
    whole = bool(arcs.bound_major[0] == ENDLESS)
    return arcs.agent[part].copy(), arcs.major[part].copy(), arcs.minor[part].copy(), whole


@njit(cache=True, nogil=True)
def _fill(
    pool: Pool,
    wanted: Wanted,
    most: Ints,
    needs: Ints,
    arcs: Arcs,
    scale: int,
) -> None:
    heap = _room_for_all(pool)
    for need in needs:
        _list(pool, wanted, need, most[need], arcs, arcs.start[need], heap, scale)


@njit(cache=True)
def _room_for_all(pool: Pool) -> Heap:
    nodes = len(pool.tree.nodes) + 1
    return Heap(np.empty(nodes, np.int64), np.empty(nodes, np.int64), np.empty(nodes, np.int64))


@njit(cache=True)
def _list(
    pool: Pool,
    wanted: Wanted,
    need: int,
    most: int,
    arcs: Arcs,
    begin: int,
    heap: Heap,
    scale: int,
) -> int:
    """Write one list from `begin` on; answers where it ends."""
    best = nobody_yet(most)
    ask = wanted.asks[need]
    kind = ask.position * LEVELS + ask.worst_level - 1
    look_nearby(pool, wanted, need, kind, best, heap, scale)
    look_afar(pool, wanted, need, kind, best, scale)
    size = best.size[0]
    write_sorted(best, arcs.agent, arcs.major, arcs.minor, begin)
    arcs.start[need], arcs.end[need] = begin, begin + size
    if best.more[0] and size:
        last = begin + size - 1
        arcs.bound_major[need], arcs.bound_minor[need] = arcs.major[last], arcs.minor[last]
    else:
        arcs.bound_major[need], arcs.bound_minor[need] = ENDLESS, 0
    return begin + size


@njit(cache=True, nogil=True)
def augment_over_pool(
    order: Ints,
    begin: int,
    demand: Demand,
    supply: Supply,
    arcs: Arcs,
    plan: Plan,
    labels: Labels,
    trail: Trail,
    heap: Heap,
    found: Found,
    pool: Pool,
    wanted: Wanted,
    most: Ints,
    listed: Ints,
    scale: int,
) -> tuple[int, int]:
    """`augment`, making lists longer without leaving the kernel.

    Besides what `augment` wants it may want ROOM_IN_THE_LISTS. `listed[0]` is where the free part
    of the lists begins, `listed[1]` counts the extensions.
    """
    nodes = _room_for_all(pool)
    done = begin
    while True:
        done, need = augment(order, done, demand, supply, arcs, plan, labels, trail, heap, found)
        if need < 0:
            return done, need
        longer = most[need] * LONGER
        if listed[0] + longer > len(arcs.agent):
            return done, ROOM_IN_THE_LISTS
        most[need] = longer
        listed[0] = _list(pool, wanted, need, longer, arcs, listed[0], nodes, scale)
        listed[1] += 1
