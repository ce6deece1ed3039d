"""Why everybody else stays, counted: one look at each holder of a position. Compiled.

The causes are checked in the order of `domain.matching.solution.Cause`, so that the figures are
those one would get by judging every pair one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit

from muster.domain.matching.flow.arrays import Flags, Ints, Small
from muster.domain.matching.pool.arrays import (
    EITHER,
    FROM_AFAR,
    LEVELS,
    ON_SITE,
    Afar,
    Pool,
    Wanted,
)
from muster.domain.matching.pool.fitness import (
    KM_PER_RADIAN,
    MINUTES_PER_RADIAN,
    Row,
    able,
    among,
    angle,
    chord,
    free_for_the_way,
    path_for,
    works_from_home,
)
from muster.domain.matching.pool.spreading import spread
from muster.domain.matching.solution import Cause

FEASIBLE = "feasible"
BLOCKED = "blocked by one act"
OWN = "own people"
"""Who qualifies and belongs to the organization that asks."""
COUNTED = (
    Cause.NOT_QUALIFIED,
    OWN,
    Cause.NO_COVER,
    Cause.MISSING_ACT,
    BLOCKED,
    Cause.TOO_FAR,
    Cause.NOT_ON_SITE_OR_REMOTE,
    Cause.NOT_AVAILABLE,
    FEASIBLE,
)
_UNQUALIFIED, _OWN, _NO_COVER, _MISSING, _BLOCKED = range(5)
_TOO_FAR, _WRONG_WAY, _BUSY, _FEASIBLE = range(5, 9)
_ANY = 99
"""More acts than any instrument asks for."""

SHOWN = 4
"""So many of those whom one act keeps are named per instrument, the first to arrive."""


class Listed(NamedTuple):
    """People who are judged one by one and not counted here, ascending for each need."""

    at: Ints
    people: Small


class Kept(NamedTuple):
    """Whom one act alone keeps, by row of `Wanted.usable`.

    `people` are numbers, the first to arrive first, -1 where there is nobody; `there` is when, in
    minutes.
    """

    total: Ints
    people: Ints
    there: Ints


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whom one act alone keeps under one instrument: how many, and (minutes, number) of a few."""

    count: int
    soonest: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Census:
    """Of one need: how many fell at each of `COUNTED`.

    `holders` are those of other organizations who hold the position at any level.

    `blocked` are those whom one act alone keeps, by the instrument they would come under.
    """

    holders: int
    counts: dict[str, int]
    blocked: dict[int, Waiting]

    def counted_from(self, first: int) -> Census:
        """The same with everybody's number so much higher."""
        blocked = {
            one: Waiting(
                waiting.count, tuple((at, number + first) for at, number in waiting.soonest)
            )
            for one, waiting in self.blocked.items()
        }
        return Census(self.holders, self.counts, blocked)


def together(parts: Sequence[Census]) -> Census:
    """Of several pools under the same instruments; nobody is in two of them."""
    counts: Counter[str] = Counter()
    blocked: dict[int, Waiting] = {}
    for one in parts:
        counts.update(one.counts)
        for instrument, more in one.blocked.items():
            known = blocked.get(instrument, Waiting(0, ()))
            soonest = tuple(sorted((*known.soonest, *more.soonest))[:SHOWN])
            blocked[instrument] = Waiting(known.count + more.count, soonest)
    return Census(sum(one.holders for one in parts), dict(counts), blocked)


def take_census(pool: Pool, wanted: Wanted, listed: Listed) -> list[Census]:
    """One census per need, over everybody who is not listed for it."""
    needs, usable = len(wanted.asks), len(wanted.usable)
    counts = np.zeros((needs, len(COUNTED)), np.int64)
    kept = Kept(
        total=np.zeros(usable, np.int64),
        people=np.full((usable, SHOWN), -1, np.int64),
        there=np.zeros((usable, SHOWN), np.int64),
    )
    holders = np.zeros(needs, np.int64)
    spread(lambda a, b: _count(pool, wanted, listed, a, b, counts, kept, holders), needs)
    return [
        Census(
            holders=int(holders[need]),
            counts={
                str(name): int(counts[need, at])
                for at, name in enumerate(COUNTED)
                if counts[need, at]
            },
            blocked=_waiting(wanted, kept, need),
        )
        for need in range(needs)
    ]


def _waiting(wanted: Wanted, kept: Kept, need: int) -> dict[int, Waiting]:
    ask = wanted.asks[need]
    return {
        int(wanted.usable[row]): Waiting(
            count=int(kept.total[row]),
            soonest=tuple(
                (int(kept.there[row, at]), int(kept.people[row, at]))
                for at in range(SHOWN)
                if kept.people[row, at] >= 0
            ),
        )
        for row in range(ask["usable_first"], ask["usable_last"])
        if kept.total[row]
    }


@njit(cache=True, nogil=True)
def _count(
    pool: Pool,
    wanted: Wanted,
    listed: Listed,
    begin: int,
    end: int,
    counts: Ints,
    kept: Kept,
    strangers: Ints,
) -> None:
    tree, rows, cover = pool.tree, pool.people.rows, pool.cover
    busy, barred, organizations = pool.people.busy, wanted.barred, len(pool.people.start) - 1
    gone = _muted(pool)
    for need in range(begin, end):
        ask = wanted.asks[need]
        first, last = listed.at[need], listed.at[need + 1]
        kind = ask.position * LEVELS + LEVELS - 1
        holders = tree.at[kind + 1] - tree.at[kind]
        mine = np.zeros(len(COUNTED), np.int64)
        mine[_UNQUALIFIED] = len(rows) - holders - gone
        linked = _linked(pool.afar, wanted, need, organizations)
        sender, standing, instrument, acts = -1, -1, -1, 0
        for slot in range(tree.at[kind], tree.at[kind + 1]):
            if pool.muted[tree.organization[slot]]:
                mine[_UNQUALIFIED] += 1
                continue
            number = tree.people[slot]
            strangers[need] += tree.organization[slot] != ask.organization
            if among(number, listed.people, first, last):
                continue
            # Most fall here, and fetching a person takes longer than everything before.
            cleared = ask.clearances == 0 or _cleared(rows[number], ask)
            if tree.level[slot] > ask.worst_level or not cleared:
                mine[_UNQUALIFIED] += 1
                continue
            if tree.organization[slot] == ask.organization:
                mine[_OWN] += 1
                continue
            if not linked[tree.organization[slot]]:
                mine[_NO_COVER] += 1
                continue
            person = rows[number]
            if tree.organization[slot] != sender or person.standing != standing:
                # Neighbors mostly come from the same organization, under the same instrument.
                sender, standing = tree.organization[slot], person.standing
                instrument, acts = path_for(person, ask, cover, wanted, _ANY)
            if instrument < 0:
                mine[_NO_COVER] += 1
                continue
            cause, there = _cause(person, number, ask, busy, barred, pool.muted)
            if acts > 0:
                if cause == _FEASIBLE and acts == 1:
                    cause = _BLOCKED
                    _keep(kept, ask, wanted.usable, instrument, there, number)
                else:
                    cause = _MISSING
            mine[cause] += 1
        counts[need] = mine


@njit(cache=True)
def _cleared(person: Row, ask: Row) -> bool:
    return bool(person.clearances & ask.clearances == ask.clearances)


@njit(cache=True)
def _muted(pool: Pool) -> int:
    """How many people are passed over."""
    start, people = pool.people.start, 0
    for organization in range(len(pool.muted)):
        if pool.muted[organization]:
            people += start[organization + 1] - start[organization]
    return people


@njit(cache=True)
def _cause(
    person: Row, number: int, ask: Row, busy: Ints, barred: Small, muted: Flags
) -> tuple[int, int]:
    """What keeps somebody who is qualified and covered, and the minutes until they are there.

    Of who is too far it does not matter when they would be there.
    """
    comes = ask.mode == ON_SITE or (ask.mode == EITHER and person.remote == 0)
    if comes and chord(person, ask) * KM_PER_RADIAN > person.reach_km:
        # The way over the ground is longer than the chord.
        return _TOO_FAR, 0
    apart = 0.0 if ask.mode == FROM_AFAR else angle(person, ask)
    road_km = apart * KM_PER_RADIAN
    drive = int(np.rint(apart * MINUTES_PER_RADIAN))
    from_home = ask.mode == FROM_AFAR or works_from_home(person, ask, road_km)
    if from_home:
        drive = 0
    there = person.ready + drive
    if not from_home and road_km > person.reach_km:
        return _TOO_FAR, there
    if ask.mode == FROM_AFAR and person.remote == 0:
        return _WRONG_WAY, there
    free = able(person, number, ask, busy, barred, muted) and free_for_the_way(
        person, ask, busy, drive
    )
    return (_FEASIBLE if free and there < ask.ends else _BUSY), there


@njit(cache=True)
def _keep(kept: Kept, ask: Row, usable: Small, instrument: int, there: int, number: int) -> None:
    """Count somebody, and remember them if few could be there sooner."""
    row = ask.usable_first
    while usable[row] != instrument:
        row += 1
    kept.total[row] += 1
    at = SHOWN
    while at > 0 and _before(there, number, kept.there[row, at - 1], kept.people[row, at - 1]):
        at -= 1
        if at + 1 < SHOWN:
            kept.there[row, at + 1] = kept.there[row, at]
            kept.people[row, at + 1] = kept.people[row, at]
    if at < SHOWN:
        kept.there[row, at], kept.people[row, at] = there, number


@njit(cache=True)
def _before(there: int, number: int, other_there: int, other: int) -> bool:
    """Whether somebody comes before another, who may be nobody."""
    if other < 0 or there != other_there:
        return other < 0 or there < other_there
    return number < other


@njit(cache=True)
def _linked(afar: Afar, wanted: Wanted, need: int, organizations: int) -> Flags:
    """Organizations that share any instrument with the need."""
    linked, ask = np.zeros(organizations, np.bool_), wanted.asks[need]
    for mine in range(ask.usable_first, ask.usable_last):
        instrument = wanted.usable[mine]
        for at in range(afar.member_at[instrument], afar.member_at[instrument + 1]):
            linked[afar.members[at]] = True
    return linked
