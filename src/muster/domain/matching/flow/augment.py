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
    begin = labels.nodes[source]
    begin.major, begin.minor = 0, 0
    begin.came_from, begin.search = -1, found.search[0]
    found.size[0] = push(heap, 0, 0, 0, source)
    while found.size[0] > 0:
        major, minor, node = heap.major[0], heap.minor[0], heap.node[0]
        if not less(major, minor, found.major[0], found.minor[0]):
            break
        found.size[0] = drop_first(heap, found.size[0])
        if less(labels.nodes[node].major, labels.nodes[node].minor, major, minor):
            continue
        labels.settled[found.settled[0]] = node
        found.settled[0] += 1
        if node < positions:
            wanted = _from_position(node, demand, supply, arcs, plan, labels, heap, found)
        else:
            wanted = from_group(node, positions, supply, plan, labels, heap, found)
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
    # Taking an array out of its tuple costs more than reading it, so each is taken out once.
    agents, majors, minors = arcs.agent, arcs.major, arcs.minor
    holder, places, groups, marks = plan.holder, plan.positions, plan.groups, labels.nodes
    group_of, limit, parent = supply.group_of, supply.limit, supply.parent
    need, positions, this = demand.need_of[node], len(demand.need_of), found.search[0]
    mine = places[node].agent
    b_major = marks[node].major - places[node].worth_major
    b_minor = marks[node].minor - places[node].worth_minor
    major, minor = b_major + demand.penalty_major[need], b_minor + demand.penalty_minor[need]
    _end(found, node, -1, 0, 0, major, minor)
    for at in range(arcs.start[need], arcs.end[need]):
        a_major, a_minor, agent = majors[at], minors[at], agents[at]
        major, minor = b_major + a_major, b_minor + a_minor
        if not less(major, minor, found.major[0], found.minor[0]):
            # A list may go on beyond its bound, so the bound is still to be looked at.
            break
        if agent == mine:
            continue
        reached = holder[agent] - 1
        if reached >= 0:
            other = places[reached]
            major += other.worth_major - other.cost_major
            minor += other.worth_minor - other.cost_minor
        else:
            group = first_full(group_of[agent], limit, parent, groups)
            if group == CLOSED:
                continue
            if group < 0:
                _end(found, node, agent, a_major, a_minor, major, minor)
                continue
            major += groups[group].price_major
            minor += groups[group].price_minor
            reached = positions + group
        mark = marks[reached]
        if mark.search == this and not less(major, minor, mark.major, mark.minor):
            continue
        if not label_node(
            labels, heap, found, reached, node, major, minor, agent, a_major, a_minor
        ):
            return ROOM_IN_THE_HEAP
    major, minor = b_major + arcs.bound_major[need], b_minor + arcs.bound_minor[need]
    return need if less(major, minor, found.major[0], found.minor[0]) else NOTHING


@njit(cache=True)
def from_group(
    node: int,
    positions: int,
    supply: Supply,
    plan: Plan,
    labels: Labels,
    heap: Heap,
    found: Found,
) -> int:
    """Somebody in this group gives up the place: one of its own, or one further inside."""
    group, groups = node - positions, plan.groups
    around = first_full(group, supply.limit, supply.parent, groups)
    own_major, own_minor = labels.nodes[node].major, labels.nodes[node].minor
    b_major, b_minor = own_major, own_minor
    if around >= 0:
        b_major -= groups[around].price_major
        b_minor -= groups[around].price_minor
    other = groups[group].first - 1
    while other >= 0:
        place = plan.positions[other]
        major = b_major + place.worth_major - place.cost_major
        minor = b_minor + place.worth_minor - place.cost_minor
        if not label_node(labels, heap, found, other, node, major, minor, -1, 0, 0):
            return ROOM_IN_THE_HEAP
        other = place.next - 1
    for at in range(supply.child_start[group], supply.child_start[group + 1]):
        child = groups[supply.children[at]]
        if child.used == 0:
            continue
        major, minor = own_major, own_minor
        if child.full:
            major = b_major + child.price_major
            minor = b_minor + child.price_minor
        reached = positions + supply.children[at]
        if not label_node(labels, heap, found, reached, node, major, minor, -1, 0, 0):
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
def label_node(
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
    mark = labels.nodes[node]
    if mark.search == found.search[0] and not less(major, minor, mark.major, mark.minor):
        return True
    if found.size[0] >= len(heap.node):
        return False
    mark.search = found.search[0]
    mark.major, mark.minor = major, minor
    mark.came_from, mark.agent = came_from, agent
    mark.agent_major, mark.agent_minor = a_major, a_minor
    found.size[0] = push(heap, found.size[0], major, minor, node)
    return True


@njit(cache=True)
def _raise_prices(demand: Demand, plan: Plan, labels: Labels, found: Found) -> None:
    """Keep every reduced cost non-negative and those along the path at zero."""
    positions = len(demand.need_of)
    for at in range(found.settled[0]):
        node = labels.settled[at]
        major = found.major[0] - labels.nodes[node].major
        minor = found.minor[0] - labels.nodes[node].minor
        if node < positions:
            plan.positions[node].worth_major += major
            plan.positions[node].worth_minor += minor
        elif plan.groups[node - positions].full:
            plan.groups[node - positions].price_major += major
            plan.groups[node - positions].price_minor += minor


@njit(cache=True)
def _trace(source: int, demand: Demand, labels: Labels, trail: Trail, found: Found) -> int:
    """Write the path as moves from its source on; answers how many."""
    positions = len(demand.need_of)
    steps, position = 1, found.end[0]
    while position != source:
        position = labels.nodes[position].came_from
        if position < positions:
            steps += 1
    position = found.end[0]
    agent, major, minor = found.agent[0], found.agent_major[0], found.agent_minor[0]
    for step in range(steps - 1, -1, -1):
        trail.position[step], trail.agent[step] = position, agent
        trail.major[step], trail.minor[step] = major, minor
        if position == source:
            break
        reached, before = position, labels.nodes[position].came_from
        while before >= positions:
            reached, before = before, labels.nodes[before].came_from
        agent = labels.nodes[reached].agent
        major, minor = labels.nodes[reached].agent_major, labels.nodes[reached].agent_minor
        position = before
    return steps
