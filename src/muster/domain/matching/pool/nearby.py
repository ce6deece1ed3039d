"""The best who can drive to a need: nearest groups first, until nobody left can be better.

Compiled. A group is opened only while the soonest anybody in it could be there is no later than
the last of the best found so far (branch and bound on a tree of neighbors).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from muster.domain.matching.flow.arrays import Heap, Small
from muster.domain.matching.flow.heap import drop_first, push
from muster.domain.matching.pool.arrays import FROM_AFAR, Pool, Rows, Wanted
from muster.domain.matching.pool.best import Best, keep, too_late
from muster.domain.matching.pool.fitness import (
    KM_PER_RADIAN,
    MINUTES_PER_RADIAN,
    Row,
    able,
    angle,
    cents,
    chord,
    instrument_for,
    works_from_home,
)


@njit(cache=True)
def look_nearby(
    pool: Pool, wanted: Wanted, need: int, kind: int, best: Best, heap: Heap, scale: int
) -> None:
    """Keep the best who could serve the need on site. `heap` has room for all nodes."""
    ask, nodes, rules, usable = wanted.asks[need], pool.tree.nodes, pool.cover.rules, wanted.usable
    people, prompt, rows, busy = (
        pool.tree.people,
        pool.tree.prompt,
        pool.people.rows,
        pool.people.busy,
    )
    at, instruments, barred = pool.cover.at, pool.cover.instruments, wanted.barred
    reach_km, root = pool.widest.reach_km, pool.tree.root[kind]
    if root < 0 or ask.usable_first == ask.usable_last or ask.mode == FROM_AFAR:
        return
    size = push(heap, 0, 0, 0, root)
    while size > 0:
        if too_late(best, heap.major[0]):
            best.more[0] = 1
            return
        node = nodes[heap.node[0]]
        size = drop_first(heap, size)
        if not node.leaf:
            for child in range(node.first, node.last):
                late = _soonest(nodes[child], ask, rules, usable, reach_km)
                if late >= 0:
                    size = push(heap, size, late, 0, child)
            continue
        for slot in range(node.first, node.last):
            if too_late(best, max(0, prompt[slot] - ask.begins)):
                # Sorted by this, so it holds for the rest of the leaf.
                best.more[0] = 1
                break
            number = people[slot]
            person = rows[number]
            if not able(person, number, ask, busy, barred):
                continue
            apart = angle(person, ask)
            road_km, there = (
                apart * KM_PER_RADIAN,
                person.ready + int(np.rint(apart * MINUTES_PER_RADIAN)),
            )
            if road_km > person.reach_km or there >= ask.ends:
                continue
            late = max(0, there - ask.begins)
            if too_late(best, late):
                best.more[0] = 1
                continue
            if works_from_home(person, ask, road_km):
                continue
            instrument = instrument_for(person, ask, at, instruments, rules, usable)
            if instrument >= 0:
                cost = cents(person, ask, rules[instrument], road_km, False)
                keep(best, late, cost * scale + person.burden, number)


@njit(cache=True)
def _soonest(node: Row, ask: Row, rules: Rows, usable: Small, reach_km: int) -> int:
    """Minutes after the wanted start before which nobody of the group is there; -1: none comes."""
    # A chord is never longer than its arc, and needs no arcsine.
    least = max(0.0, chord(node, ask) - node.radius)
    there = node.ready + int(least * MINUTES_PER_RADIAN)
    if least * KM_PER_RADIAN > reach_km or there > ask.ends:
        return -1
    for mine in range(ask.usable_first, ask.usable_last):
        rule = rules[usable[mine]]
        reach = node.radius + rule.radius
        if (
            reach >= 3.0
            or (node.x - rule.x) ** 2 + (node.y - rule.y) ** 2 + (node.z - rule.z) ** 2
            <= reach * reach
        ):
            return max(0, there - ask.begins)
    return -1
