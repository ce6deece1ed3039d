"""For each need the people worth judging, read from the arrays, and what becomes of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from muster.aid.warm.ground import Ground
from muster.aid.warm.roster import NUMBER_OF, moment
from muster.domain.coverage import ActKind, LegalBook, Side
from muster.domain.geo import ROAD_SPEED_KMH
from muster.domain.matching.flow import ENDLESS
from muster.domain.matching.pool.arrays import ASK, EITHER, FROM_AFAR, LEVELS, ON_SITE, Pool, Wanted
from muster.domain.matching.pool.census import BLOCKED, FEASIBLE, OWN, Census, Listed, take_census
from muster.domain.matching.pool.index import unit_vectors
from muster.domain.matching.pool.listing import first_lists
from muster.domain.matching.problem import Mode, Need, Shortlist
from muster.domain.matching.solution import Cause
from muster.domain.windows import Window

BEYOND = 12
"""People on a list beyond those asked for: rivals take some, and the next best are shown."""

BLOCKED_LISTED = 4
"""Of those whom one act keeps, as many per kind of act are judged one by one and can be shown."""

FARTHEST_KM = 30_000
"""By road from anywhere to anywhere."""

LONGER = 4
MODES = {Mode.ON_SITE: ON_SITE, Mode.REMOTE: FROM_AFAR, Mode.EITHER: EITHER}
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the lists are made for. `taken` is when people are held or committed already."""

    at: datetime
    needs: tuple[Need, ...]
    ground: Ground
    book: LegalBook
    taken: Mapping[UUID, Sequence[Window]]
    judged: Mapping[str, frozenset[UUID]]
    """need → people who are judged whatever the lists say: who is held, who declined"""


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
        together: dict[int, tuple[Pool, list[Need]]] = {}
        for need in needs:
            pool = self.asked.ground.pool(_decisive(need, self.asked.at))
            together.setdefault(id(pool.cover), (pool, []))[1].append(need)
        for pool, group in together.values():
            self._read_under(pool, group)

    def _read_under(self, pool: Pool, needs: Sequence[Need]) -> None:
        wanted = _wanted(self.asked, needs)
        room = np.array([self.room[need.id] for need in needs], np.int64)
        scale = pool.widest.burden + 1
        arcs = first_lists(pool, wanted, room, scale)
        rows = []
        for at, need in enumerate(needs):
            named = np.array(sorted(_judged(self.asked, need)), np.int64)
            best = arcs.agent[arcs.start[at] : arcs.end[at]]
            rows.append(np.unique(np.concatenate([best, named])))
        edges = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int64)
        census = take_census(pool, wanted, Listed(edges, np.concatenate([*rows]).astype(np.int32)))
        for at, need in enumerate(needs):
            kept = _kept(self.asked, need, census[at])
            numbers = sorted({*rows[at].tolist(), *kept.named})
            self.numbers[need.id] = numbers
            major, cents = int(arcs.bound_major[at]), int(arcs.bound_minor[at]) // scale
            # A window of broken hours is rounded to the cent in another place.
            bound = None if major == ENDLESS else (major, max(0, cents - 1))
            self.found[need.id] = _shortlist(self.asked, numbers, bound, census[at], kept)


def lists_for(asked: Asked) -> Lists:
    """The first lists of all needs."""
    lists = Lists(asked, {need.id: max(1, need.count + BEYOND) for need in asked.needs})
    if asked.needs:
        lists._read(asked.needs)
    return lists


def _decisive(need: Need, at: datetime) -> datetime:
    """What is on record now serves a need whose window has begun already."""
    return max(need.window.start, at)


def _taken(asked: Asked) -> list[tuple[int, Sequence[Window]]]:
    number_of = asked.ground.roster.number_of
    return [
        (number, windows)
        for person, windows in asked.taken.items()
        if (number := number_of.get(person)) is not None
    ]


def _judged(asked: Asked, need: Need) -> set[int]:
    """Numbers of people judged one by one: named, or with a commitment the way might touch."""
    roster = asked.ground.roster
    found = {roster.number_of.get(one) for one in asked.judged.get(need.id, ())}
    for number, windows in _taken(asked):
        km = min(FARTHEST_KM, int(roster.people.rows["reach_km"][number]))
        way = timedelta(hours=km / ROAD_SPEED_KMH) + MINUTE
        near = Window(need.window.start - way, need.window.end + way)
        if any(near.overlaps(w) and not need.window.overlaps(w) for w in windows):
            found.add(number)
    return {one for one in found if one is not None}


def _wanted(asked: Asked, needs: Sequence[Need]) -> Wanted:
    ground, asks = asked.ground, np.zeros(len(needs), ASK)
    usable: list[tuple[int, int]] = []
    barred: list[int] = []
    known: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    taken = _taken(asked)
    for at, need in enumerate(needs):
        ask, when = asks[at], _decisive(need, asked.at)
        place = unit_vectors(np.array([need.place.latitude]), np.array([need.place.longitude]))
        ask["x"], ask["y"], ask["z"] = (axis[0] for axis in place)
        own = ground.roster.organization_number.get(UUID(need.organization_id), -1)
        ask["organization"], ask["position"] = own, NUMBER_OF[need.position]
        ask["worst_level"] = min(LEVELS, max(1, need.minimum_level))
        ask["mode"] = MODES[need.mode]
        ask["begins"] = (need.window.start - asked.at) // MINUTE
        ask["ends"] = -((asked.at - need.window.end) // MINUTE)
        ask["minutes"] = (need.window.end - need.window.start) // MINUTE
        ask["since"], ask["until"] = moment(need.window.start), moment(need.window.end)
        ask["earliest"] = moment(min(need.window.start, asked.at))
        key = need.organization_id, need.aid_kind, when
        if key not in known:
            known[key] = ground.usable(asked.book, need.organization_id, need.aid_kind, when)
        ask["usable_first"], ask["usable_last"] = len(usable), len(usable) + len(known[key])
        usable += known[key]
        mine = {
            number for number, windows in taken if any(w.overlaps(need.window) for w in windows)
        }
        mine |= _judged(asked, need)
        ask["barred_first"], ask["barred_last"] = len(barred), len(barred) + len(mine)
        barred += sorted(mine)
    table = np.array(usable, np.int32).reshape(-1, 2)
    return Wanted(
        asks,
        np.ascontiguousarray(table[:, 0]),
        np.ascontiguousarray(table[:, 1]),
        np.array(barred, np.int32),
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """Whom one act keeps: numbers of those worth naming, and how many others by kind of act."""

    named: frozenset[int]
    others: dict[ActKind, int]


def _kept(asked: Asked, need: Need, census: Census) -> _Kept:
    """The first to arrive for each kind of act, so that a common act does not hide a rare one."""
    when = _decisive(need, asked.at)
    counts: Counter[ActKind] = Counter()
    soonest: dict[ActKind, list[tuple[int, int]]] = {}
    for number, waiting in census.blocked.items():
        instrument = asked.ground.instruments[number]
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


def _shortlist(
    asked: Asked,
    numbers: Sequence[int],
    bound: tuple[int, int] | None,
    census: Census,
    kept: _Kept,
) -> Shortlist:
    counts = dict(census.counts)
    own, blocked, feasible = (counts.pop(name, 0) for name in (OWN, BLOCKED, FEASIBLE))
    blocked -= len(kept.named)
    stay = Counter(counts)
    stay[Cause.MISSING_ACT.value] += blocked
    stay[Cause.NOT_NEEDED.value] += feasible
    roster = asked.ground.roster
    return Shortlist(
        helper_ids=frozenset(str(roster.ids[number]) for number in numbers),
        bound=bound,
        stay={cause: number for cause, number in stay.items() if number},
        own=own,
        blocked=kept.others,
        holders=census.holders,
    )
