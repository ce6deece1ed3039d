"""One more position at a time, along the cheapest path: successive shortest augmenting paths.

The network is position → agent → group → … → out; an agent and a group are used at most as often
as they may. Dijkstra runs on costs reduced by the prices, which stay non-negative, so that after
every step the plan is optimal for the positions placed so far (Ahuja, Magnanti and Orlin, Network
Flows, §9.7). Compiled.
"""

from __future__ import annotations

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
from muster.domain.matching.flow.heap import drop_first, less, push
from muster.domain.matching.flow.moves import CLOSED, first_full, move_along

NOTHING = -1
ROOM_IN_THE_HEAP = -2


@njit(cache=True)
def augment(
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
) -> tuple[int, int]:
    """Place the positions order[begin:]; answers how far it got and what it wants to go on.

    It wants NOTHING, ROOM_IN_THE_HEAP, or a longer list for the need of that number. Of the
    position it stopped at nothing is changed, and the call is repeated from there.
    """
    for turn in range(begin, len(order)):
        source = order[turn]
        wanted = _search(source, demand, supply, arcs, plan, labels, heap, found)
        if wanted != NOTHING:
            return turn, wanted
        _raise_prices(demand, plan, labels, found)
        move_along(supply, plan, trail, _trace(source, demand, labels, trail, found))
    return len(order), NOTHING


@njit(cache=True)
def _search(
    source: int,
    demand: Demand,
    supply: Supply,
    arcs: Arcs,
    plan: Plan,
    labels: Labels,
    heap: Heap,
    found: Found,
) -> int:
    """Find the cheapest way to place `source`; answers what is wanted to go on."""
    positions = len(demand.need_of)
    found.search[0] += 1
    found.settled[0] = 0
    found.major[0], found.minor[0] = ENDLESS, 0
    found.end[0] = found.agent[0] = -1
    labels.major[source], labels.minor[source] = 0, 0
    labels.came_from[source], labels.search[source] = -1, found.search[0]
    found.size[0] = push(heap, 0, 0, 0, source)
    while found.size[0] > 0:
        major, minor, node = heap.major[0], heap.minor[0], heap.node[0]
        if not less(major, minor, found.major[0], found.minor[0]):
            break
        found.size[0] = drop_first(heap, found.size[0])
        if less(labels.major[node], labels.minor[node], major, minor):
            continue
        labels.settled[found.settled[0]] = node
        found.settled[0] += 1
        if node < positions:
            wanted = _from_position(node, demand, supply, arcs, plan, labels, heap, found)
        else:
            wanted = _from_group(node, positions, supply, plan, labels, heap, found)
        if wanted != NOTHING:
            return wanted
    return NOTHING


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
) -> int:
    """Leave this position open, or let it take each agent that is cheap enough."""
    need, positions = demand.need_of[node], len(demand.need_of)
    b_major = labels.major[node] - plan.worth_major[node]
    b_minor = labels.minor[node] - plan.worth_minor[node]
    major, minor = b_major + demand.penalty_major[need], b_minor + demand.penalty_minor[need]
    _end(found, node, -1, 0, 0, major, minor)
    for at in range(arcs.start[need], arcs.end[need]):
        a_major, a_minor, agent = arcs.major[at], arcs.minor[at], arcs.agent[at]
        major, minor = b_major + a_major, b_minor + a_minor
        if not less(major, minor, found.major[0], found.minor[0]):
            # A list may go on beyond its bound, so the bound is still to be looked at.
            break
        if agent == plan.agent[node]:
            continue
        other = plan.holder[agent] - 1
        if other >= 0:
            major += plan.worth_major[other] - plan.cost_major[other]
            minor += plan.worth_minor[other] - plan.cost_minor[other]
            reached = other
        else:
            group = first_full(supply, plan, supply.group_of[agent])
            if group == CLOSED:
                continue
            if group < 0:
                _end(found, node, agent, a_major, a_minor, major, minor)
                continue
            major += plan.price_major[group]
            minor += plan.price_minor[group]
            reached = positions + group
        if not _reach(labels, heap, found, reached, node, major, minor, agent, a_major, a_minor):
            return ROOM_IN_THE_HEAP
    major, minor = b_major + arcs.bound_major[need], b_minor + arcs.bound_minor[need]
    return need if less(major, minor, found.major[0], found.minor[0]) else NOTHING


@njit(cache=True)
def _from_group(
    node: int,
    positions: int,
    supply: Supply,
    plan: Plan,
    labels: Labels,
    heap: Heap,
    found: Found,
) -> int:
    """Somebody in this group gives up the place: one of its own, or one further inside."""
    group = node - positions
    around = first_full(supply, plan, group)
    b_major, b_minor = labels.major[node], labels.minor[node]
    if around >= 0:
        b_major -= plan.price_major[around]
        b_minor -= plan.price_minor[around]
    other = plan.first[group] - 1
    while other >= 0:
        major = b_major + plan.worth_major[other] - plan.cost_major[other]
        minor = b_minor + plan.worth_minor[other] - plan.cost_minor[other]
        if not _reach(labels, heap, found, other, node, major, minor, -1, 0, 0):
            return ROOM_IN_THE_HEAP
        other = plan.next[other] - 1
    for at in range(supply.child_start[group], supply.child_start[group + 1]):
        child = supply.children[at]
        if plan.used[child] == 0:
            continue
        major, minor = labels.major[node], labels.minor[node]
        if plan.full[child]:
            major = b_major + plan.price_major[child]
            minor = b_minor + plan.price_minor[child]
        if not _reach(labels, heap, found, positions + child, node, major, minor, -1, 0, 0):
            return ROOM_IN_THE_HEAP
    return NOTHING


@njit(cache=True)
def _end(
    found: Found, node: int, agent: int, a_major: int, a_minor: int, major: int, minor: int
) -> None:
    """The path could end here; keep it when it is the cheapest so far."""
    if less(major, minor, found.major[0], found.minor[0]):
        found.major[0], found.minor[0] = major, minor
        found.end[0], found.agent[0] = node, agent
        found.agent_major[0], found.agent_minor[0] = a_major, a_minor


@njit(cache=True)
def _reach(
    labels: Labels,
    heap: Heap,
    found: Found,
    node: int,
    came_from: int,
    major: int,
    minor: int,
    agent: int,
    a_major: int,
    a_minor: int,
) -> bool:
    """Label the node when this way is cheaper than any before; False when the heap is too small."""
    if not less(major, minor, found.major[0], found.minor[0]):
        return True
    if labels.search[node] == found.search[0] and not less(
        major, minor, labels.major[node], labels.minor[node]
    ):
        return True
    if found.size[0] >= len(heap.node):
        return False
    labels.search[node] = found.search[0]
    labels.major[node], labels.minor[node] = major, minor
    labels.came_from[node], labels.agent[node] = came_from, agent
    labels.agent_major[node], labels.agent_minor[node] = a_major, a_minor
    found.size[0] = push(heap, found.size[0], major, minor, node)
    return True


@njit(cache=True)
def _raise_prices(demand: Demand, plan: Plan, labels: Labels, found: Found) -> None:
    """Keep every reduced cost non-negative and those along the path at zero."""
    positions = len(demand.need_of)
    for at in range(found.settled[0]):
        node = labels.settled[at]
        major = found.major[0] - labels.major[node]
        minor = found.minor[0] - labels.minor[node]
        if node < positions:
            plan.worth_major[node] += major
            plan.worth_minor[node] += minor
        elif plan.full[node - positions]:
            plan.price_major[node - positions] += major
            plan.price_minor[node - positions] += minor


@njit(cache=True)
def _trace(source: int, demand: Demand, labels: Labels, trail: Trail, found: Found) -> int:
    """Write the path as moves from its source on; answers how many."""
    positions = len(demand.need_of)
    steps, position = 1, found.end[0]
    while position != source:
        position = labels.came_from[position]
        if position < positions:
            steps += 1
    position = found.end[0]
    agent, major, minor = found.agent[0], found.agent_major[0], found.agent_minor[0]
    for step in range(steps - 1, -1, -1):
        trail.position[step], trail.agent[step] = position, agent
        trail.major[step], trail.minor[step] = major, minor
        if position == source:
            break
        reached, before = position, labels.came_from[position]
        while before >= positions:
            reached, before = before, labels.came_from[before]
        agent = labels.agent[reached]
        major, minor = labels.agent_major[reached], labels.agent_minor[reached]
        position = before
    return steps
