"""The best who can drive to a need: nearest groups first, until nobody left can be better.

Compiled. A group is opened only while the soonest anybody in it could be there is no later than
the last of the best found so far (branch and bound on a tree of neighbors).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from muster.domain.matching.flow.arrays import Flags, Heap, Ints, Small
from muster.domain.matching.flow.heap import drop_first, push
from muster.domain.matching.pool.arrays import FROM_AFAR, Cover, Pool, Rows, Wanted
from muster.domain.matching.pool.best import Best, keep, too_late
from muster.domain.matching.pool.fitness import (
    KM_PER_RADIAN,
    MINUTES_PER_RADIAN,
    Row,
    able,
    angle,
    cents,
    chord,
    free_for_the_way,
    path_for,
    works_from_home,
)


@njit(cache=True)
def look_nearby(
    pool: Pool,
    wanted: Wanted,
    need: int,
    kind: int,
    best: Best,
    heap: Heap,
    scale: int,
) -> None:
    """Keep the best who could serve the need on site. `heap` has room for all nodes."""
    ask, nodes, rules = wanted.asks[need], pool.tree.nodes, pool.cover.rules
    usable, reach_km, root = wanted.usable, pool.widest.reach_km, pool.tree.root[kind]
    if root < 0 or ask.usable_first == ask.usable_last or ask.mode == FROM_AFAR:
        return
    size = push(heap, 0, 0, 0, root)
    while size > 0:
        if too_late(best, heap.major[0]):
            best.more[0] = 1
            return
        node = nodes[heap.node[0]]
        size = drop_first(heap, size)
        if node.leaf:
            _look_in(
                node, ask, pool.tree.people, pool.tree.prompt, pool.people.rows, pool.people.busy,
                pool.muted, pool.cover, wanted, best, scale,
            )  # fmt: skip
            continue
        for child in range(node.first, node.last):
            late = _soonest(nodes[child], ask, rules, usable, reach_km)
            if late >= 0:
                size = push(heap, size, late, 0, child)


@njit(cache=True)
def _look_in(
    leaf: Row,
    ask: Row,
    people: Small,
    prompt: Small,
    rows: Rows,
    busy: Ints,
    muted: Flags,
    cover: Cover,
    wanted: Wanted,
    best: Best,
    scale: int,
) -> None:
    """Everybody of one leaf, the most prompt first."""
    rules, barred = cover.rules, wanted.barred
    for slot in range(leaf.first, leaf.last):
        if too_late(best, max(0, prompt[slot] - ask.begins)):
            best.more[0] = 1
            return
        number = people[slot]
        person = rows[number]
        if not able(person, number, ask, busy, barred, muted):
            continue
        apart = angle(person, ask)
        road_km = apart * KM_PER_RADIAN
        drive = int(np.rint(apart * MINUTES_PER_RADIAN))
        there = person.ready + drive
        if road_km > person.reach_km or there >= ask.ends:
            continue
        late = max(0, there - ask.begins)
        if too_late(best, late):
            best.more[0] = 1
            continue
        if works_from_home(person, ask, road_km) or not free_for_the_way(person, ask, busy, drive):
            continue
        instrument, _acts = path_for(person, ask, cover, wanted, 0)
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
