"""Carrying a path out: who takes whom, and which groups are full afterwards. Compiled."""

from __future__ import annotations

from numba import njit

from muster.domain.matching.flow.arrays import Ints, Plan, Rows, Small, Supply, Trail

CLOSED = -2


@njit(cache=True)
def first_full(group: int, limit: Ints, parent: Small, groups: Rows) -> int:
    """The innermost full group from this one outwards; -1 when all have room.

    CLOSED when one of them has no places at all.
    """
    found = -1
    while group >= 0:
        if limit[group] <= 0:
            return CLOSED
        if found < 0 and groups[group].full:
            found = group
        group = parent[group]
    return found


@njit(cache=True)
def move_along(supply: Supply, plan: Plan, trail: Trail, steps: int) -> None:
    """Each position of the path takes its agent, from the source on.

    In this order a group that stays full never looks as if it had room in between, so the price
    of a place is set exactly when a group fills up.
    """
    for step in range(steps):
        position = trail.position[step]
        if plan.positions[position].agent >= 0:
            release(supply, plan, position)
        if trail.agent[step] >= 0:
            take(supply, plan, position, trail.agent[step], trail.major[step], trail.minor[step])


@njit(cache=True)
def release(supply: Supply, plan: Plan, position: int) -> None:
    """The position lets its agent go."""
    mine = plan.positions[position]
    agent = mine.agent
    mine.agent = -1
    mine.cost_major = 0
    mine.cost_minor = 0
    if plan.holder[agent] == position + 1:
        plan.holder[agent] = 0
    group = supply.group_of[agent]
    if group < 0:
        return
    if mine.previous > 0:
        plan.positions[mine.previous - 1].next = mine.next
    else:
        plan.groups[group].first = mine.next
    if mine.next > 0:
        plan.positions[mine.next - 1].previous = mine.previous
    while group >= 0:
        around = plan.groups[group]
        around.used -= 1
        if around.used < supply.limit[group]:
            around.full = 0
        group = supply.parent[group]


@njit(cache=True)
def take(supply: Supply, plan: Plan, position: int, agent: int, major: int, minor: int) -> None:
    """The position gets the agent at this cost; groups that fill up get their first price."""
    mine = plan.positions[position]
    mine.agent = agent
    mine.cost_major = major
    mine.cost_minor = minor
    if not supply.shared[agent]:
        plan.holder[agent] = position + 1
    group = supply.group_of[agent]
    if group < 0:
        return
    head = plan.groups[group].first
    plan.groups[group].first = position + 1
    mine.next = head
    mine.previous = 0
    if head > 0:
        plan.positions[head - 1].previous = position + 1
    while group >= 0:
        this = plan.groups[group]
        this.used += 1
        if not this.full and this.used >= supply.limit[group]:
            around = first_full(supply.parent[group], supply.limit, supply.parent, plan.groups)
            this.price_major = plan.groups[around].price_major if around >= 0 else 0
            this.price_minor = plan.groups[around].price_minor if around >= 0 else 0
            this.full = 1
        group = supply.parent[group]
