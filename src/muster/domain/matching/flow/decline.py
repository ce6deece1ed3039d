"""Takes one pair out of a proven plan and restores the proof. Compiled.

The position whose agent declines stands in for the place that gets free, until somebody who is
better off there takes it over: one search backwards in the sense of flows, from everything that
could give something up to that place. It goes no farther than the place is worth. Then the
position is placed anew like any other (Ahuja, Magnanti and Orlin, Network Flows, §9.10).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from muster.domain.matching.flow.arrays import (
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
from muster.domain.matching.flow.augment import from_group, label_node
from muster.domain.matching.flow.engine import Flow, Workspace, place, workspace
from muster.domain.matching.flow.heap import drop_first, less, push
from muster.domain.matching.flow.moves import CLOSED, first_full, move_along, release

Row = Any
"""One POSITION; a compiled record has no Python type."""


def decline(flow: Flow, position: int, work: Workspace | None = None) -> None:
    """The agent of this position will not serve its need, neither here nor in another position.

    The plan is optimal again afterwards.
    `work` may be kept between calls. Raises ValueError when the position stands open.
    """
    agent, need = int(flow.plan.agent[position]), int(flow.demand.need_of[position])
    if agent < 0:
        raise ValueError(f"Position {position} has nobody who could decline.")
    work = work or workspace(flow)
    if len(work.heap.node) < _room(flow):
        work.heap = Heap(*(np.zeros(_room(flow), np.int64) for _ in Heap._fields))
    _strike(flow.arcs, need, agent)
    leaving = np.flatnonzero((flow.plan.agent == agent) & (flow.demand.need_of == need))
    for one in leaving:
        _free(
            int(one), flow.demand, flow.supply, flow.arcs, flow.plan,
            work.labels, work.trail, work.heap, work.found,
        )  # fmt: skip
    place(flow, leaving.astype(np.int64), work=work)


def _room(flow: Flow) -> int:
    """Every position once at the start, and what is found cheaper later."""
    return 8 * flow.positions + 1024


def _strike(arcs: Arcs, need: int, agent: int) -> None:
    """Take the agent off the need's list."""
    begin, end = int(arcs.start[need]), int(arcs.end[need])
    at = begin + int(np.flatnonzero(arcs.agent[begin:end] == agent)[0])
    for column in (arcs.agent, arcs.major, arcs.minor):
        column[at : end - 1] = column[at + 1 : end]
    arcs.end[need] = end - 1


@njit(cache=True)
def _free(
    position: int,
    demand: Demand,
    supply: Supply,
    arcs: Arcs,
    plan: Plan,
    labels: Labels,
    trail: Trail,
    heap: Heap,
    found: Found,
) -> None:
    """Hand the place of this position to whoever is better off there, or let it stay empty."""
    reached = _search(position, demand, supply, arcs, plan, labels, heap, found)
    _lower_prices(position, plan, labels, found)
    if reached:
        steps = _trace(position, len(demand.need_of), plan, labels, trail)
        move_along(supply, plan, trail, steps)
    release(supply, plan, position)
    plan.positions[position].worth_major = 0
    plan.positions[position].worth_minor = 0


@njit(cache=True)
def _search(
    target: int,
    demand: Demand,
    supply: Supply,
    arcs: Arcs,
    plan: Plan,
    labels: Labels,
    heap: Heap,
    found: Found,
) -> bool:
    """The cheapest way from anything that could be given up to the target's place.

    Cheaper than the place is worth, or there is none. Nothing outside the lists can be part of
    it: each list's bound is no less than what its need's positions are worth.
    """
    positions, marks = len(demand.need_of), labels.nodes
    found.search[0] += 1
    found.size[0] = 0
    own = plan.positions[target]
    found.major[0] = own.worth_major - own.cost_major
    found.minor[0] = own.worth_minor - own.cost_minor
    for node in range(positions):
        place = plan.positions[node]
        if node == target or (
            place.agent < 0 and place.worth_major == 0 and place.worth_minor == 0
        ):
            continue
        mark = marks[node]
        mark.search, mark.came_from = found.search[0], -1
        mark.major, mark.minor = 0, 0
        if place.agent >= 0:
            mark.major = place.worth_major - place.cost_major
            mark.minor = place.worth_minor - place.cost_minor
        if less(mark.major, mark.minor, found.major[0], found.minor[0]):
            found.size[0] = push(heap, found.size[0], mark.major, mark.minor, node)
    for group in range(len(plan.groups)):
        if plan.groups[group].full:
            mark = marks[positions + group]
            mark.search, mark.came_from = found.search[0], -1
            mark.major = plan.groups[group].price_major
            mark.minor = plan.groups[group].price_minor
    while found.size[0] > 0:
        major, minor, node = heap.major[0], heap.minor[0], heap.node[0]
        if not less(major, minor, found.major[0], found.minor[0]):
            return False
        found.size[0] = drop_first(heap, found.size[0])
        if less(marks[node].major, marks[node].minor, major, minor):
            continue
        if node == target:
            found.major[0], found.minor[0] = major, minor
            return True
        if node < positions:
            _from_position(node, demand, supply, arcs, plan, labels, heap, found)
        else:
            from_group(node, positions, supply, plan, labels, heap, found)
    return False


@njit(cache=True)
def _is_unplaced(place: Row) -> bool:
    return place.agent < 0 and place.worth_major == 0 and place.worth_minor == 0


@njit(cache=True)
def _from_position(
    node: int,
    demand: Demand,
    supply: Supply,
    arcs: Arcs,
    plan: Plan,
    labels: Labels,
    heap: Heap,
    found: Found,
) -> None:
    """Let this position take each agent that is cheap enough and not free anyway."""
    need, positions = demand.need_of[node], len(demand.need_of)
    place, mark = plan.positions[node], labels.nodes[node]
    b_major, b_minor = mark.major - place.worth_major, mark.minor - place.worth_minor
    for at in range(arcs.start[need], arcs.end[need]):
        a_major, a_minor, agent = arcs.major[at], arcs.minor[at], arcs.agent[at]
        major, minor = b_major + a_major, b_minor + a_minor
        if not less(major, minor, found.major[0], found.minor[0]):
            break
        if agent == place.agent:
            continue
        reached = plan.holder[agent] - 1
        if reached >= 0:
            other = plan.positions[reached]
            major += other.worth_major - other.cost_major
            minor += other.worth_minor - other.cost_minor
        else:
            group = first_full(supply.group_of[agent], supply.limit, supply.parent, plan.groups)
            if group == CLOSED or group < 0:
                continue
            major += plan.groups[group].price_major
            minor += plan.groups[group].price_minor
            reached = positions + group
        label_node(labels, heap, found, reached, node, major, minor, agent, a_major, a_minor)


@njit(cache=True)
def _lower_prices(target: int, plan: Plan, labels: Labels, found: Found) -> None:
    """Take from every price what its node was found for, at most what the target was."""
    marks, this, positions = labels.nodes, found.search[0], len(plan.positions)
    for node in range(positions + len(plan.groups)):
        mark = marks[node]
        if mark.search != this or node == target:
            continue
        major, minor = mark.major, mark.minor
        if less(found.major[0], found.minor[0], major, minor):
            major, minor = found.major[0], found.minor[0]
        if node < positions:
            plan.positions[node].worth_major -= major
            plan.positions[node].worth_minor -= minor
        elif plan.groups[node - positions].full:
            plan.groups[node - positions].price_major -= major
            plan.groups[node - positions].price_minor -= minor


@njit(cache=True)
def _trace(target: int, positions: int, plan: Plan, labels: Labels, trail: Trail) -> int:
    """Write the moves from the one who gives something up on; answers how many."""
    marks, steps, node = labels.nodes, 0, target
    while True:
        reached, before = node, marks[node].came_from
        while before >= positions:
            reached, before = before, marks[before].came_from
        if before < 0:
            break
        mark = marks[reached]
        trail.position[steps], trail.agent[steps] = before, mark.agent
        trail.major[steps], trail.minor[steps] = mark.agent_major, mark.agent_minor
        steps, node = steps + 1, before
    _turn(trail.position, steps)
    _turn(trail.agent, steps)
    _turn(trail.major, steps)
    _turn(trail.minor, steps)
    return steps


@njit(cache=True)
def _turn(column: Ints, size: int) -> None:
    for at in range(size // 2):
        column[at], column[size - 1 - at] = column[size - 1 - at], column[at]
