"""From a pool and what is wanted to a flow that reads only as much of the pool as it has to."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from muster.domain.costs import LODGING_AND_MEALS_CENTS, MILEAGE_CENTS
from muster.domain.matching.flow import (
    Demand,
    Flow,
    Supply,
    place,
    start,
)
from muster.domain.matching.flow.arrays import Ints
from muster.domain.matching.flow.decline import decline
from muster.domain.matching.flow.engine import Workspace, roomier, workspace
from muster.domain.matching.pool.arrays import Pool, Wanted
from muster.domain.matching.pool.listing import (
    LONGER,
    ROOM_IN_THE_LISTS,
    augment_over_pool,
    lists_ahead,
)
from muster.domain.matching.pool.money import DAY
from muster.domain.matching.pool.neighbors import along_the_curve
from muster.domain.matching.pool.spreading import Ahead

SPARE = 3
"""Candidates a first list holds beyond what its need asks for, so that rivals seldom ask again."""

MOST_SPARE = 16
CROWD = 4_000
"""Positions for which a first list holds one more: where many ask, more of the best are taken."""

ROOM_FOR_LONGER = 1
"""Longer lists find as much room behind the first ones; memory is touched only where it is used."""

WIDEST = 1 << 58
"""No sum of costs may come near what a word holds."""


@dataclass(slots=True)
class PoolFlow:
    """A flow over a pool. `scale` is what a cent weighs against a shift already given."""

    pool: Pool
    wanted: Wanted
    scale: int
    most: Ints
    """need → how many its list holds by now, if there are so many"""
    rank: Ints
    """need → its place in the order in which first lists are made"""
    ahead: Ahead
    flow: Flow = field(init=False)
    listed: Ints = field(default_factory=lambda: np.zeros(2, np.int64))
    seconds: dict[str, float] = field(default_factory=dict)
    work: Workspace | None = None

    @property
    def extensions(self) -> int:
        return int(self.listed[1])

    def advance(self, flow: Flow, order: Ints, begin: int, work: Workspace) -> tuple[int, int]:
        """One round of placing; makes room for longer lists where it is wanted."""
        needs = flow.demand.need_of[order[begin:]]
        self.ahead.until(int(self.rank[needs].max(initial=-1)) + 1)
        done, wants = augment_over_pool(
            order, begin, flow.demand, flow.supply, flow.arcs, flow.plan,
            work.labels, work.trail, work.heap, work.found,
            self.pool, self.wanted, self.most, self.listed, self.scale,
        )  # fmt: skip
        if wants == ROOM_IN_THE_LISTS:
            self.ahead.until(len(self.most))
            longest = int(self.most.max(initial=1)) * LONGER
            flow.arcs = roomier(flow.arcs, int(self.listed[0]) + 2 * longest)
        return done, wants

    def decline(self, position: int) -> None:
        """The one in this position will not serve its need; the plan is the best of the rest."""
        need, agent = int(self.flow.demand.need_of[position]), int(self.flow.plan.agent[position])
        ask, barred = self.wanted.asks[need], self.wanted.barred
        mine = np.sort([*barred[ask["barred_first"] : ask["barred_last"]], agent])
        ask["barred_first"], ask["barred_last"] = len(barred), len(barred) + len(mine)
        self.wanted = self.wanted._replace(barred=np.append(barred, mine).astype(np.int32))
        if self.work is None:
            self.work = workspace(self.flow)
        decline(self.flow, position, self.work)


def match(
    pool: Pool,
    supply: Supply,
    wanted: Wanted,
    *,
    count: Ints,
    priority: Ints,
    until: float | None = None,
) -> PoolFlow:
    """The best plan: most filled by strict priority (1 first), soonest, cheapest, fairest.

    Raises ValueError when costs are too large to be summed exactly.
    """
    clock = perf_counter()
    positions = int(count.sum())
    scale = pool.widest.burden * positions + 1
    ladder = _latest(pool, wanted) * positions + 1
    classes = int(priority.max(initial=1))
    if max(ladder * (classes + 1), _dearest(pool, wanted) * scale * positions) > WIDEST:
        raise ValueError(
            "The costs of this question are too large to be summed exactly; "
            "check hourly pay and the length of the windows."
        )
    spare = min(MOST_SPARE, SPARE + positions // CROWD)
    most = np.maximum(1, count + spare)
    order = np.lexsort((along_the_curve(*(wanted.asks[name] for name in "xyz")), priority))
    behind = int(most.sum()) // ROOM_FOR_LONGER
    arcs, ahead = lists_ahead(pool, wanted, most, scale, order, spare=behind)
    result = PoolFlow(pool, wanted, scale, most, np.argsort(order), ahead)
    result.listed[0] = int(most.sum())
    demand = Demand(
        need_of=np.repeat(np.arange(len(count)), count),
        penalty_major=(classes + 1 - priority).astype(np.int64) * ladder,
        penalty_minor=np.zeros(len(count), np.int64),
    )
    result.flow = start(demand, supply, arcs, advance=result.advance)
    # Neighbors one after the other find each other's candidates still at hand.
    place(result.flow, np.argsort(result.rank[demand.need_of], kind="stable"), until=until)
    ahead.until(len(most))
    result.seconds["all"] = perf_counter() - clock
    return result


def _latest(pool: Pool, wanted: Wanted) -> int:
    """Minutes nobody who comes can be later than: they come before the window ends."""
    return max(0, int((wanted.asks["ends"] - wanted.asks["begins"]).max(initial=0))) + 1


def _dearest(pool: Pool, wanted: Wanted) -> int:
    """No person costs more cents; in Python's numbers, which do not overflow."""
    longest = int(wanted.asks["minutes"].max(initial=0))
    pay = longest * pool.widest.hourly_cents
    nights = longest // DAY + 2
    if 20 * pay > WIDEST:
        return WIDEST
    # Fourteen hours' pay a day at most, and a mile is longer than a kilometer.
    road = 2 * pool.widest.reach_km * MILEAGE_CENTS
    return pay // 100 + nights * LODGING_AND_MEALS_CENTS + road + 2
