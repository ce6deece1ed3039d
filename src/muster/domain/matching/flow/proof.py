"""Checks a plan against its prices in exact whole numbers, independently of how it was found.

A plan is optimal when the prices are feasible (no candidate anywhere is cheaper than what it
would be worth) and tight where the plan uses something (complementary slackness). Both are
checked here with numpy only; nothing is taken from the kernels but the plan and the prices.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from muster.domain.matching.flow.arrays import Demand, Flags, Ints, Plan, Small, Supply

Pairs = tuple[int, Ints, Ints, Ints]
"""A need with all its feasible agents, in any order, and their major and minor costs."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was checked. `faults` are sentences; none means that the plan is optimal."""

    pairs: int
    value: tuple[int, int]
    bound: tuple[int, int]
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.faults and self.value == self.bound


def prove(demand: Demand, supply: Supply, plan: Plan, pairs: Iterable[Pairs]) -> Proof:
    """Check the plan against every feasible pair there is."""
    prices = _Prices(supply, plan)
    faults = [*_limits(demand, supply, plan), *prices.faults, *_open_positions(demand, plan)]
    count, seen = 0, np.zeros(len(plan.agent), np.bool_)
    worth = _highest_worth(demand, plan)
    by_need = _positions_by_need(demand)
    for need, agents, major, minor in pairs:
        count += len(agents)
        p_major, p_minor = prices.of(agents)
        reduced_major = major + p_major - worth[0][need]
        reduced_minor = minor + p_minor - worth[1][need]
        below = (reduced_major < 0) | ((reduced_major == 0) & (reduced_minor < 0))
        if below.any():
            faults.append(f"need {need}: agent {agents[below][0]} would improve the plan")
        for position in by_need[need]:
            at = np.flatnonzero(agents == plan.agent[position])
            if plan.agent[position] >= 0 and len(at):
                cost = (major[at[0]], minor[at[0]])
                seen[position] = cost == (plan.cost[0][position], plan.cost[1][position])
    if not seen[plan.agent >= 0].all():
        faults.append("a position has an agent that is not feasible, or at another cost")
    return Proof(count, value_of(demand, plan), prices.bound(), tuple(faults))


def value_of(demand: Demand, plan: Plan) -> tuple[int, int]:
    """What the plan costs, open positions with their penalty."""
    open_needs = demand.need_of[plan.agent < 0]
    return (
        int(plan.cost[0].sum()) + int(demand.penalty_major[open_needs].sum()),
        int(plan.cost[1].sum()) + int(demand.penalty_minor[open_needs].sum()),
    )


class _Prices:
    """Prices of agents and groups, with what is wrong about them."""

    def __init__(self, supply: Supply, plan: Plan) -> None:
        self._supply, self._plan = supply, plan
        self._holder = np.full(len(supply.group_of), -1, np.int64)
        placed = np.flatnonzero(plan.agent >= 0)
        single = placed[~supply.shared[plan.agent[placed]]]
        self._holder[plan.agent[single]] = single
        groups = len(supply.parent)
        self._major, self._minor = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
        self.faults: list[str] = []
        # Parents first, so that a group with room costs what the groups around it cost.
        for group in _outside_in(supply.parent):
            around = supply.parent[group]
            outer = (self._major[around], self._minor[around]) if around >= 0 else (0, 0)
            own = (int(plan.price[0][group]), int(plan.price[1][group]))
            full = plan.used[group] >= supply.limit[group]
            closed = supply.limit[group] <= 0
            self._major[group], self._minor[group] = own if full and not closed else outer
            if full and not closed and own < tuple(map(int, outer)):
                self.faults.append(f"group {group} is priced below the group around it")

    def of(self, agents: Ints) -> tuple[Ints, Ints]:
        """The price of using each agent once more; of one that is closed, beyond all."""
        group = self._supply.group_of[agents].astype(np.int64)
        inside = group >= 0
        major, minor = np.zeros(len(agents), np.int64), np.zeros(len(agents), np.int64)
        major[inside] = self._major[group[inside]]
        minor[inside] = self._minor[group[inside]]
        held = self._holder[agents] >= 0
        position = self._holder[agents[held]]
        major[held] = self._plan.worth[0][position] - self._plan.cost[0][position]
        minor[held] = self._plan.worth[1][position] - self._plan.cost[1][position]
        major[self._closed(group)] = 1 << 60
        return major, minor

    def bound(self) -> tuple[int, int]:
        """The dual value: what all positions are worth, less what all scarce places cost."""
        plan, supply = self._plan, self._supply
        major, minor = int(plan.worth[0].sum()), int(plan.worth[1].sum())
        for group in np.flatnonzero(plan.used > 0):
            around = supply.parent[group]
            outer = (self._major[around], self._minor[around]) if around >= 0 else (0, 0)
            major -= int(self._major[group] - outer[0]) * int(supply.limit[group])
            minor -= int(self._minor[group] - outer[1]) * int(supply.limit[group])
        for position in np.flatnonzero(plan.agent >= 0):
            agent = plan.agent[position]
            if supply.shared[agent]:
                continue
            group = supply.group_of[agent]
            outer = (self._major[group], self._minor[group]) if group >= 0 else (0, 0)
            own = (
                int(plan.worth[0][position] - plan.cost[0][position]) - int(outer[0]),
                int(plan.worth[1][position] - plan.cost[1][position]) - int(outer[1]),
            )
            if own < (0, 0):
                self.faults.append(f"position {position} is worth less than its agent costs")
            major, minor = major - own[0], minor - own[1]
        return major, minor

    def _closed(self, group: Ints) -> Flags:
        closed, group = np.zeros(len(group), np.bool_), group.copy()
        inside = np.flatnonzero(group >= 0)
        while len(inside):
            closed[inside] |= self._supply.limit[group[inside]] <= 0
            group[inside] = self._supply.parent[group[inside]]
            inside = inside[group[inside] >= 0]
        return closed


def _limits(demand: Demand, supply: Supply, plan: Plan) -> list[str]:
    faults = []
    agents = plan.agent[plan.agent >= 0]
    single = agents[~supply.shared[agents]]
    if len(np.unique(single)) != len(single):
        faults.append("an agent is in two positions")
    used = np.zeros(len(supply.parent), np.int64)
    group = supply.group_of[agents].astype(np.int64)
    group = group[group >= 0]
    while len(group):
        np.add.at(used, group, 1)
        group = supply.parent[group].astype(np.int64)
        group = group[group >= 0]
    if (used != plan.used).any():
        faults.append("a group is counted wrongly")
    if (used > np.maximum(supply.limit, 0)).any():
        faults.append("a group is over its limit")
    return faults


def _open_positions(demand: Demand, plan: Plan) -> list[str]:
    faults = []
    need = demand.need_of
    over = (plan.worth[0] > demand.penalty_major[need]) | (
        (plan.worth[0] == demand.penalty_major[need]) & (plan.worth[1] > demand.penalty_minor[need])
    )
    if over.any():
        faults.append("a position is worth more than leaving it open costs")
    left = plan.agent < 0
    exact = (plan.worth[0] == demand.penalty_major[need]) & (
        plan.worth[1] == demand.penalty_minor[need]
    )
    if (left & ~exact).any():
        faults.append("an open position is worth less than leaving it open costs")
    return faults


def _highest_worth(demand: Demand, plan: Plan) -> tuple[Ints, Ints]:
    """Per need the worth of its dearest position, as major and minor."""
    order = np.lexsort((plan.worth[1], plan.worth[0]))
    needs = len(demand.penalty_major)
    major, minor = np.zeros(needs, np.int64), np.zeros(needs, np.int64)
    major[demand.need_of[order]] = plan.worth[0][order]
    minor[demand.need_of[order]] = plan.worth[1][order]
    return major, minor


def _positions_by_need(demand: Demand) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in demand.penalty_major]
    for position, need in enumerate(demand.need_of):
        found[need].append(position)
    return found


def _outside_in(parent: Small) -> list[int]:
    depth, above = np.zeros(len(parent), np.int64), parent.astype(np.int64)
    inside = np.flatnonzero(above >= 0)
    while len(inside):
        depth[inside] += 1
        above[inside] = parent[above[inside]]
        inside = inside[above[inside] >= 0]
    return [int(group) for group in np.argsort(depth, kind="stable")]
