"""Carrying a path out: who takes whom, and which groups are full afterwards. Compiled."""

from __future__ import annotations

from numba import njit

from muster.domain.matching.flow.arrays import Plan, Supply, Trail

CLOSED = -2


@njit(cache=True)
def first_full(supply: Supply, plan: Plan, group: int) -> int:
    """The innermost full group from this one outwards; -1 when all have room.

    CLOSED when one of them has no places at all.
    """
    full = -1
    while group >= 0:
        if supply.limit[group] <= 0:
            return CLOSED
        if full < 0 and plan.full[group]:
            full = group
        group = supply.parent[group]
    return full


@njit(cache=True)
def move_along(supply: Supply, plan: Plan, trail: Trail, steps: int) -> None:
    """Each position of the path takes its agent, from the source on.

    In this order a group that stays full never looks as if it had room in between, so the price
    of a place is set exactly when a group fills up.
    """
    for step in range(steps):
        position = trail.position[step]
        if plan.agent[position] >= 0:
            release(supply, plan, position)
        if trail.agent[step] >= 0:
            take(supply, plan, position, trail.agent[step], trail.major[step], trail.minor[step])


@njit(cache=True)
def release(supply: Supply, plan: Plan, position: int) -> None:
    """The position lets its agent go."""
    agent = plan.agent[position]
    plan.agent[position] = -1
    plan.cost_major[position] = 0
    plan.cost_minor[position] = 0
    if plan.holder[agent] == position + 1:
        plan.holder[agent] = 0
    group = supply.group_of[agent]
    if group < 0:
        return
    before, after = plan.previous[position], plan.next[position]
    if before > 0:
        plan.next[before - 1] = after
    else:
        plan.first[group] = after
    if after > 0:
        plan.previous[after - 1] = before
    while group >= 0:
        plan.used[group] -= 1
        if plan.used[group] < supply.limit[group]:
            plan.full[group] = False
        group = supply.parent[group]


@njit(cache=True)
def take(supply: Supply, plan: Plan, position: int, agent: int, major: int, minor: int) -> None:
    """The position gets the agent at this cost; groups that fill up get their first price."""
    plan.agent[position] = agent
    plan.cost_major[position] = major
    plan.cost_minor[position] = minor
    if not supply.shared[agent]:
        plan.holder[agent] = position + 1
    group = supply.group_of[agent]
    if group < 0:
        return
    head = plan.first[group]
    plan.first[group] = position + 1
    plan.next[position] = head
    plan.previous[position] = 0
    if head > 0:
        plan.previous[head - 1] = position + 1
    while group >= 0:
        plan.used[group] += 1
        if not plan.full[group] and plan.used[group] >= supply.limit[group]:
            around = first_full(supply, plan, supply.parent[group])
            plan.price_major[group] = plan.price_major[around] if around >= 0 else 0
            plan.price_minor[group] = plan.price_minor[around] if around >= 0 else 0
            plan.full[group] = True
        group = supply.parent[group]
