"""Builds the arrays, places every position, and asks for longer lists when prices say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from muster.domain.matching.flow.arrays import (
    GROUP,
    LABEL,
    POSITION,
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
from muster.domain.matching.flow.augment import ROOM_IN_THE_HEAP, augment

FIRST_HEAP = 1 << 12
BATCH = 512
"""Positions placed between two looks at the clock."""

Listing = tuple[Ints, Ints, Ints, int, int]
"""Agents of one need best first, their major and minor costs, and the bound on all others."""


@dataclass(slots=True)
class Workspace:
    """What searches write on. Kept between them, as no search reads what another left."""

    labels: Labels
    trail: Trail
    heap: Heap
    found: Found


Advance = Callable[["Flow", Ints, int, Workspace], tuple[int, int]]
"""Places order[begin:] as far as it gets; answers how far, and what it wants to go on."""


@dataclass(slots=True)
class Flow:
    """One question and its plan.

    `longer(need)` answers a longer list for a need; `advance` replaces `augment` where lists are
    made longer in another way.
    """

    demand: Demand
    supply: Supply
    arcs: Arcs
    plan: Plan
    longer: Callable[[int], Listing] | None = None
    advance: Advance | None = None
    listed: int = 0
    extensions: int = 0
    placed: int = 0

    @property
    def positions(self) -> int:
        return len(self.demand.need_of)


def start(
    demand: Demand,
    supply: Supply,
    arcs: Arcs,
    longer: Callable[[int], Listing] | None = None,
    advance: Advance | None = None,
) -> Flow:
    """An empty plan. Memory of agents and groups is touched only where it is used."""
    positions, groups = len(demand.need_of), len(supply.parent)
    plan = Plan(
        positions=np.zeros(positions, POSITION),
        groups=np.zeros(groups, GROUP),
        holder=np.zeros(len(supply.group_of), np.int32),
    )
    plan.agent[:] = -1
    return Flow(demand, supply, arcs, plan, longer, advance, listed=len(arcs.agent))


def place(
    flow: Flow, order: Ints, *, until: float | None = None, work: Workspace | None = None
) -> int:
    """Place these positions, the most important first; answers how many were.

    All of them, unless `perf_counter()` passes `until` in between: then the plan is optimal for
    those that were placed and the others stand open.
    """
    work, advance = work or workspace(flow), flow.advance or _augment
    done = 0
    while done < len(order):
        if until is not None and perf_counter() > until:
            break
        done, wanted = advance(flow, order[: min(len(order), done + BATCH)], done, work)
        if wanted == ROOM_IN_THE_HEAP:
            work.heap = _heap(4 * len(work.heap.node))
        elif wanted >= 0:
            _lengthen(flow, wanted)
    flow.placed += done
    return done


def _augment(flow: Flow, order: Ints, begin: int, work: Workspace) -> tuple[int, int]:
    return augment(
        order, begin, flow.demand, flow.supply, flow.arcs, flow.plan,
        work.labels, work.trail, work.heap, work.found,
    )  # fmt: skip


def most_important_first(demand: Demand) -> Ints:
    """Positions by what leaving them open costs; equals keep their order."""
    need = demand.need_of
    order = np.lexsort((-demand.penalty_minor[need], -demand.penalty_major[need]))
    return order.astype(np.int64)


def _lengthen(flow: Flow, need: int) -> None:
    """Put a longer list for the need behind all others and point to it."""
    if flow.longer is None:
        raise ValueError(f"Need {need} has a bound but nobody to give it a longer list.")
    agents, major, minor, bound_major, bound_minor = flow.longer(need)
    arcs = flow.arcs
    if len(agents) <= arcs.end[need] - arcs.start[need] and (
        bound_major,
        bound_minor,
    ) <= (arcs.bound_major[need], arcs.bound_minor[need]):
        raise ValueError(f"The longer list for need {need} is no longer and bounds no more.")
    begin, end = flow.listed, flow.listed + len(agents)
    if end > len(arcs.agent):
        flow.arcs = arcs = roomier(arcs, end)
    arcs.agent[begin:end], arcs.major[begin:end], arcs.minor[begin:end] = agents, major, minor
    arcs.start[need], arcs.end[need] = begin, end
    arcs.bound_major[need], arcs.bound_minor[need] = bound_major, bound_minor
    flow.listed = end
    flow.extensions += 1


def roomier(arcs: Arcs, least: int) -> Arcs:
    """The same lists with half as much room again behind them, and room for `least` at least."""
    more = max(least, len(arcs.agent) * 3 // 2) - len(arcs.agent)
    tail = np.zeros(more, np.int64)
    return arcs._replace(
        agent=np.concatenate([arcs.agent, tail]),
        major=np.concatenate([arcs.major, tail]),
        minor=np.concatenate([arcs.minor, tail]),
    )


def workspace(flow: Flow) -> Workspace:
    """Fresh labels for every node; memory is touched only where a search comes by."""
    nodes = flow.positions + len(flow.supply.parent)
    return Workspace(
        labels=Labels(np.zeros(nodes, LABEL), np.zeros(nodes, np.int64)),
        trail=Trail(*(np.zeros(flow.positions, np.int64) for _ in Trail._fields)),
        heap=_heap(FIRST_HEAP),
        found=Found(*(np.zeros(1, np.int64) for _ in Found._fields)),
    )


def _heap(size: int) -> Heap:
    return Heap(*(np.zeros(size, np.int64) for _ in Heap._fields))
