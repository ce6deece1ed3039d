"""From a pool and what is wanted to a flow that reads only as much of the pool as it has to."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from muster.domain.geo import ROAD_SPEED_KMH
from muster.domain.matching.flow import (
    ENDLESS,
    Arcs,
    Demand,
    Flow,
    Listing,
    Supply,
    most_important_first,
    place,
    start,
)
from muster.domain.matching.flow.arrays import Ints
from muster.domain.matching.pool.arrays import BURDEN, FOREVER, HOURLY_CENTS, REACH_KM, Pool, Wanted
from muster.domain.matching.pool.lists import Lists, Near, on_site
from muster.domain.matching.pool.money import EVERYTHING, price
from muster.domain.matching.pool.reach import Reached, first_radius, reach
from muster.domain.matching.pool.remote import from_afar

FIRST_ORGANIZATIONS = 24
FIRST_PEOPLE = 32
SPARE = 2
"""Candidates a list holds beyond what its need asks for, so that rivals need not ask for more."""
WIDEST = 1 << 58


@dataclass(slots=True)
class PoolFlow:
    """A flow over a pool, and how far each need's list reaches by now."""

    pool: Pool
    wanted: Wanted
    scale: int
    count: Ints
    flow: Flow = field(init=False)
    far: Ints = field(init=False)
    farthest: int = field(init=False)
    reached: dict[int, tuple[int, Reached]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        remote = self.wanted.remote
        near = first_radius(
            self.pool, self.wanted, np.arange(len(self.wanted.organization)), FIRST_ORGANIZATIONS
        )
        self.far = np.where(remote, FIRST_PEOPLE, near[self.wanted.request]).astype(np.int64)
        reach_km = int(self.pool.people.facts[:, REACH_KM].max(initial=0))
        self.farthest = int(reach_km / ROAD_SPEED_KMH * 60) + 1

    def _wider(self, one: Ints) -> Lists:
        """One on-site need's list; requests with several hungry needs are reached out from once."""
        request, minutes = int(self.wanted.request[one[0]]), int(self.far[one[0]])
        known = self.reached.get(request)
        if known is None or known[0] < minutes:
            requests, radius = np.array([request]), np.array([minutes])
            known = minutes, reach(self.pool, self.wanted, requests, radius)
            self.reached[request] = known
        near = Near(one, np.zeros(1, np.int64), self.far[one])
        return on_site(self.pool, self.wanted, known[1], near, scale=self.scale)

    def longer(self, need: int) -> Listing:
        """The same list, reaching farther."""
        one, remote = np.array([need], np.int64), bool(self.wanted.remote[need])
        self.far[one] = _farther(self, one)
        lists = lists_of(self, one, True) if remote else self._wider(one)
        part = slice(lists.start[0], lists.end[0])
        bound = int(lists.bound_major[0]), int(lists.bound_minor[0])
        return lists.agent[part], lists.major[part], lists.minor[part], *bound


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
    scale = int(pool.people.facts[:, BURDEN].max(initial=0)) * positions + 1
    ladder = int(wanted.ends.max(initial=0)) * positions + 1
    classes = int(priority.max(initial=1))
    if max(ladder * (classes + 1), _dearest(pool, wanted) * scale * positions) > WIDEST:
        raise ValueError(
            "The costs of this question are too large to be summed exactly; "
            "check hourly pay and the length of the windows."
        )
    result = PoolFlow(pool, wanted, scale, count)
    arcs = _arcs(result)
    result.seconds["lists"] = perf_counter() - clock
    demand = Demand(
        need_of=np.repeat(np.arange(len(count)), count),
        penalty_major=(classes + 1 - priority).astype(np.int64) * ladder,
        penalty_minor=np.zeros(len(count), np.int64),
    )
    result.flow = start(demand, supply, arcs, result.longer)
    place(result.flow, most_important_first(demand), until=until)
    result.seconds["all"] = perf_counter() - clock
    return result


def _arcs(question: PoolFlow) -> Arcs:
    """Lists for all needs, each long enough to fill the need without asking for more, if it can."""
    wanted, needs = question.wanted, len(question.wanted.request)
    arcs = Arcs(*(np.zeros(needs, np.int64) for _ in Arcs._fields))
    nothing = np.zeros(0, np.int64)
    agents, majors, minors, offset = [nothing], [nothing], [nothing], 0
    for remote in (False, True):
        short = np.flatnonzero(wanted.remote == remote)
        while len(short):
            lists = lists_of(question, short, remote)
            _point(arcs, short, lists, offset)
            offset += len(lists.agent)
            agents.append(lists.agent)
            majors.append(lists.major)
            minors.append(lists.minor)
            enough = _filled_below_bound(lists) >= question.count[short] + SPARE
            short = short[~enough & (lists.bound_major < ENDLESS)]
            question.far[short] = _farther(question, short)
    return arcs._replace(
        agent=np.concatenate(agents), major=np.concatenate(majors), minor=np.concatenate(minors)
    )


def lists_of(question: PoolFlow, needs: Ints, remote: bool) -> Lists:
    pool, wanted, scale = question.pool, question.wanted, question.scale
    if remote:
        people = int(question.far[needs].max(initial=0))
        return from_afar(pool, wanted, needs, people=people, scale=scale)
    requests, rows = np.unique(wanted.request[needs], return_inverse=True)
    minutes = np.zeros(len(requests), np.int64)
    np.maximum.at(minutes, rows, question.far[needs])
    reached = reach(pool, wanted, requests, minutes)
    near = Near(needs, rows.astype(np.int64), question.far[needs])
    return on_site(pool, wanted, reached, near, scale=scale)


def _farther(question: PoolFlow, needs: Ints) -> Ints:
    """How far to look next: more people from afar, or twice the minutes up to where nobody goes."""
    far = question.far[needs] * np.where(question.wanted.remote[needs], 4, 2)
    beyond = ~question.wanted.remote[needs] & (far > question.farthest)
    return np.where(beyond, FOREVER, far)


def _filled_below_bound(lists: Lists) -> Ints:
    """How many candidates of each list cost less than anything it leaves out."""
    owner = np.repeat(np.arange(len(lists.start)), np.diff([*lists.start, len(lists.agent)]))
    inside = np.arange(len(lists.agent)) < lists.end[owner]
    bound_major, bound_minor = lists.bound_major[owner], lists.bound_minor[owner]
    cheaper = (lists.major == bound_major) & (lists.minor < bound_minor)
    below = inside & ((lists.major < bound_major) | cheaper)
    return np.bincount(owner[below], minlength=len(lists.start))


def _point(arcs: Arcs, needs: Ints, lists: Lists, offset: int) -> None:
    arcs.start[needs] = lists.start + offset
    arcs.end[needs] = lists.end + offset
    arcs.bound_major[needs] = lists.bound_major
    arcs.bound_minor[needs] = lists.bound_minor


def _dearest(pool: Pool, wanted: Wanted) -> int:
    longest = int((wanted.ends - wanted.begins).max(initial=0))
    farthest = float(pool.people.facts[:, REACH_KM].max(initial=0))
    best_paid = int(pool.people.facts[:, HOURLY_CENTS].max(initial=0))
    return int(price(EVERYTHING, 0, longest, best_paid, min(farthest, 30_000.0), False)) + 1
