"""Small random instances with everything the flow knows, and their optimum by trying all plans."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from muster.domain.matching.flow import ENDLESS, Arcs, Demand, Listing, Supply

Pair = tuple[int, int, int]
"""Major cost, minor cost, agent."""


def ints(values: list[int]) -> np.ndarray:
    return np.array(values, np.int64)


@dataclass
class Small:
    """One instance. `pairs[need]` lists its feasible agents, best first."""

    demand: Demand
    supply: Supply
    pairs: list[list[Pair]]
    shown: list[int]

    def arcs(self) -> Arcs:
        """Only the first `shown` candidates of each need, with an honest bound on the rest."""
        lists = [self.listing(need) for need in range(len(self.pairs))]
        ends = np.cumsum([len(one[0]) for one in lists])
        return Arcs(
            start=np.concatenate([[0], ends[:-1]]).astype(np.int64),
            end=ends.astype(np.int64),
            agent=np.concatenate([one[0] for one in lists]),
            major=np.concatenate([one[1] for one in lists]),
            minor=np.concatenate([one[2] for one in lists]),
            bound_major=ints([one[3] for one in lists]),
            bound_minor=ints([one[4] for one in lists]),
        )

    def longer(self, need: int) -> Listing:
        before = len(self.listing(need)[0])
        while len(self.listing(need)[0]) == before < len(self.pairs[need]):
            self.shown[need] += 1
        return self.listing(need)

    def listing(self, need: int) -> Listing:
        row, known = self.pairs[need], self.shown[need]
        # A list may hold dearer candidates than the cheapest it leaves out.
        shown = [pair for at, pair in enumerate(row) if at < known or pair[2] % 2]
        rest = [pair for pair in row if pair not in shown]
        agents, major, minor = (ints([pair[at] for pair in shown]) for at in (2, 0, 1))
        bound = rest[0][:2] if rest else (ENDLESS, 0)
        return agents, major, minor, bound[0], bound[1]

    def every_pair(self) -> list[tuple[int, np.ndarray, np.ndarray, np.ndarray]]:
        return [
            (need, ints([p[2] for p in row]), ints([p[0] for p in row]), ints([p[1] for p in row]))
            for need, row in enumerate(self.pairs)
        ]

    def optimum(self) -> tuple[int, int]:
        """The least cost over all plans, by depth-first search through every one of them."""
        return min(self._costs(0, frozenset(), [0] * len(self.supply.parent)))

    def _costs(
        self, position: int, used: frozenset[int], counts: list[int]
    ) -> list[tuple[int, int]]:
        if position == len(self.demand.need_of):
            return [(0, 0)]
        need = int(self.demand.need_of[position])
        left = (int(self.demand.penalty_major[need]), int(self.demand.penalty_minor[need]))
        found = [_sum(left, rest) for rest in self._costs(position + 1, used, counts)]
        for major, minor, agent in self.pairs[need]:
            groups = self._groups(agent)
            over = any(counts[group] >= self.supply.limit[group] for group in groups)
            if over or (agent in used and not self.supply.shared[agent]):
                continue
            for group in groups:
                counts[group] += 1
            rests = self._costs(position + 1, used | {agent}, counts)
            found.extend(_sum((major, minor), rest) for rest in rests)
            for group in groups:
                counts[group] -= 1
        return [min(found)]

    def _groups(self, agent: int) -> list[int]:
        found, group = [], int(self.supply.group_of[agent])
        while group >= 0:
            found.append(group)
            group = int(self.supply.parent[group])
        return found


def small(seed: int, *, largest_cost: int = 6) -> Small:
    """Up to four needs, six agents and four nested groups; some lists are cut short."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    needs, agents, groups = rng.randint(1, 4), rng.randint(1, 6), rng.randint(0, 4)
    need_of = [need for need in range(needs) for _ in range(rng.randint(1, 2))]
    parent = [rng.choice([-1, *range(group)]) for group in range(groups)]
    children = [[c for c in range(groups) if parent[c] == group] for group in range(groups)]
    group_of = [rng.choice([-1, *range(groups)]) for _ in range(agents)]
    pairs = [
        sorted(
            (rng.randint(0, largest_cost), rng.randint(0, 5), agent)
            for agent in range(agents)
            if rng.random() < 0.7
        )
        for _ in range(needs)
    ]
    return Small(
        demand=Demand(
            need_of=ints(need_of),
            penalty_major=ints([rng.choice([20, 40, 60]) for _ in range(needs)]),
            penalty_minor=ints([0] * needs),
        ),
        supply=Supply(
            group_of=np.array(group_of, np.int32),
            shared=np.array([g >= 0 and rng.random() < 0.2 for g in group_of], np.bool_),
            parent=np.array(parent, np.int32),
            limit=ints([rng.randint(0, 3) for _ in range(groups)]),
            child_start=ints([0, *np.cumsum([len(one) for one in children]).tolist()]),
            children=np.array([c for one in children for c in one], np.int32),
        ),
        pairs=pairs,
        shown=[rng.choice([1, 2, 100])] * needs,
    )


def _sum(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]
