"""For each need the people worth judging, read from the arrays, and what becomes of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from muster.aid.warm.asking import Asked, decisive, judged_one_by_one, wanted_of
from muster.aid.warm.part import Part
from muster.domain.acts import ActKind, Side
from muster.domain.matching.flow import ENDLESS
from muster.domain.matching.pool.arrays import Pool
from muster.domain.matching.pool.census import (
    BLOCKED,
    FEASIBLE,
    OWN,
    Census,
    Listed,
    take_census,
    together,
)
from muster.domain.matching.pool.listing import first_lists
from muster.domain.matching.problem import Need, Shortlist
from muster.domain.matching.solution import Cause

BEYOND = 12
"""People on a list beyond those asked for: rivals take some, and the next best are shown."""

RIVALS = 24
"""So many more at most where other needs ask for the same position."""

BLOCKED_LISTED = 4
"""Of those whom one act keeps, as many per kind of act are judged one by one and can be shown."""

LONGER = 4

Bound = tuple[int, int] | None
Found = tuple[list[int], Bound, Census]
"""Who is listed for a need in one part of the roster, what bounds the others, and their census."""


@dataclass(slots=True)
class Lists:
    """Numbers of the people listed per need, and how many each list may hold by now."""

    asked: Asked
    room: dict[str, int] = field(default_factory=dict)
    found: dict[str, Shortlist] = field(default_factory=dict)
    numbers: dict[str, list[int]] = field(default_factory=dict)

    def longer(self, need_ids: Iterable[str]) -> None:
        """Make these lists longer."""
        hungry = set(need_ids)
        for need_id in hungry:
            self.room[need_id] *= LONGER
        self._read([need for need in self.asked.needs if need.id in hungry])

    def everybody(self) -> set[int]:
        """Numbers of all who are on any list."""
        return {number for numbers in self.numbers.values() for number in numbers}

    def _read(self, needs: Sequence[Need]) -> None:
        """Needs under the same ground are read together."""
        grouped: dict[tuple[int, ...], tuple[list[tuple[int, Pool]], list[Need]]] = {}
        for need in needs:
            pools = self.asked.ground.pools(decisive(need, self.asked.at))
            key = tuple(id(pool.cover) for _first, pool in pools)
            grouped.setdefault(key, (pools, []))[1].append(need)
        for pools, group in grouped.values():
            self._read_under(pools, group)

    def _read_under(self, pools: Sequence[tuple[int, Pool]], needs: Sequence[Need]) -> None:
        named = [judged_one_by_one(self.asked, need) for need in needs]
        parts = dict(self.asked.ground.roster.parts)
        found = [self._read_part(first, parts[first], pool, needs, named) for first, pool in pools]
        for at, need in enumerate(needs):
            mine = [of_part[at] for of_part in found]
            census = together([one for _numbers, _bound, one in mine])
            kept = _kept(self.asked, need, census)
            numbers = {*named[at], *kept.named, *(n for listed, _b, _c in mine for n in listed)}
            self.numbers[need.id] = sorted(numbers)
            bound = min((one for _n, one, _c in mine if one is not None), default=None)
            self.found[need.id] = self._shortlist(need, bound, census, kept)

    def _read_part(
        self, first: int, part: Part, pool: Pool, needs: Sequence[Need], named: Sequence[set[int]]
    ) -> list[Found]:
        wanted = wanted_of(self.asked, needs, named, first, part)
        room = np.array([self.room[need.id] for need in needs], np.int64)
        scale = pool.widest.burden + 1
        arcs = first_lists(pool, wanted, room, scale)
        rows = []
        for at in range(len(needs)):
            here = [one - first for one in named[at] if 0 <= one - first < len(part.ids)]
            best = arcs.agent[arcs.start[at] : arcs.end[at]]
            rows.append(np.unique(np.concatenate([best, np.array(here, np.int64)])))
        edges = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int64)
        census = take_census(pool, wanted, Listed(edges, np.concatenate([*rows]).astype(np.int32)))
        found: list[Found] = []
        for at in range(len(needs)):
            major, cents = int(arcs.bound_major[at]), int(arcs.bound_minor[at]) // scale
            # A window of broken hours is rounded to the cent in another place.
            bound = None if major == ENDLESS else (major, max(0, cents - 1))
            found.append(((rows[at] + first).tolist(), bound, census[at].counted_from(first)))
        return found

    def _shortlist(self, need: Need, bound: Bound, census: Census, kept: _Kept) -> Shortlist:
        counts = dict(census.counts)
        own, blocked, feasible = (counts.pop(name, 0) for name in (OWN, BLOCKED, FEASIBLE))
        stay = Counter(counts)
        stay[Cause.MISSING_ACT.value] += blocked - len(kept.named)
        stay[Cause.NOT_NEEDED.value] += feasible
        roster = self.asked.ground.roster
        return Shortlist(
            helper_ids=frozenset(str(roster.id_of(one)) for one in self.numbers[need.id]),
            bound=bound,
            stay={cause: number for cause, number in stay.items() if number},
            own=own,
            blocked=kept.others,
            holders=census.holders,
        )


def lists_for(asked: Asked, *, room: Mapping[str, int] | None = None) -> Lists:
    """The first lists of all needs, unless `room` says how long each may be."""
    lists = Lists(asked, dict(room or _first_room(asked.needs)))
    if asked.needs:
        lists._read(asked.needs)
    return lists


def _first_room(needs: Sequence[Need]) -> dict[str, int]:
    """Of many who ask for the same, each is asked for more by the others."""
    wanted: Counter[str] = Counter()
    for need in needs:
        wanted[need.position] += need.count
    return {
        need.id: max(1, need.count + BEYOND + min(RIVALS, wanted[need.position] - need.count))
        for need in needs
    }


@dataclass(frozen=True, slots=True)
class _Kept:
    """Whom one act keeps: numbers of those worth naming, and how many others by kind of act."""

    named: frozenset[int]
    others: dict[ActKind, int]


def _kept(asked: Asked, need: Need, census: Census) -> _Kept:
    """The first to arrive for each kind of act, so that a common act does not hide a rare one."""
    when = decisive(need, asked.at)
    counts: Counter[ActKind] = Counter()
    soonest: dict[ActKind, list[tuple[int, int]]] = {}
    for number, waiting in census.blocked.items():
        instrument = asked.ground.law.instruments[number]
        kind = asked.book.first_missing(instrument, need.organization_id, Side.REQUESTING, when)
        if kind is None:
            assisting = [act.kind for act in instrument.required_acts if act.side is Side.ASSISTING]
            kind = assisting[0] if assisting else ActKind.ACCESSION
        counts[kind] += waiting.count
        soonest.setdefault(kind, []).extend(waiting.soonest)
    named: set[int] = set()
    for kind, people in soonest.items():
        first = sorted(people)[:BLOCKED_LISTED]
        counts[kind] -= len(first)
        named.update(number for _there, number in first)
    return _Kept(frozenset(named), {kind: left for kind, left in counts.items() if left})
