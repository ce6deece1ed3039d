"""Why everybody else stays, counted: one look at each holder of a position. Compiled.

The causes are checked in the order of `domain.matching.solution.Cause`, so that the figures are
those one would get by judging every pair one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from muster.domain.matching.flow.arrays import Flags, Ints, Small
from muster.domain.matching.pool.arrays import FROM_AFAR, LEVELS, Afar, Pool, Wanted
from muster.domain.matching.pool.fitness import (
    KM_PER_RADIAN,
    MINUTES_PER_RADIAN,
    able,
    among,
    angle,
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


class Listed(NamedTuple):
    """People who are judged one by one and not counted here, ascending for each need."""

    at: Ints
    people: Small


@dataclass(frozen=True, slots=True)
class Census:
    """Of one need: how many fell at each of `COUNTED`.

    `holders` are those of other organizations who hold the position at any level.

    `blocked` counts those whom one act alone keeps, by the instrument they would come under.
    """

    holders: int
    counts: dict[str, int]
    blocked: dict[int, int]


def take_census(pool: Pool, wanted: Wanted, listed: Listed) -> list[Census]:
    """One census per need, over everybody who is not listed for it."""
    needs, instruments = len(wanted.asks), len(pool.cover.rules)
    counts = np.zeros((needs, len(COUNTED)), np.int64)
    blocked = np.zeros((needs, max(1, instruments)), np.int32)
    holders = np.zeros(needs, np.int64)
    spread(lambda a, b: _count(pool, wanted, listed, a, b, counts, blocked, holders), needs)
    return [
        Census(
            holders=int(holders[need]),
            counts={
                str(name): int(counts[need, at])
                for at, name in enumerate(COUNTED)
                if counts[need, at]
            },
            blocked={int(one): int(blocked[need, one]) for one in np.flatnonzero(blocked[need])},
        )
        for need in range(needs)
    ]


@njit(cache=True, nogil=True)
def _count(
    pool: Pool,
    wanted: Wanted,
    listed: Listed,
    begin: int,
    end: int,
    counts: Ints,
    blocked: NDArray[np.int32],
    strangers: Ints,
) -> None:
    tree, rows, cover = pool.tree, pool.people.rows, pool.cover
    busy, barred, organizations = pool.people.busy, wanted.barred, len(pool.people.start) - 1
    for need in range(begin, end):
        ask = wanted.asks[need]
        first, last = listed.at[need], listed.at[need + 1]
        kind = ask.position * LEVELS + LEVELS - 1
        holders = tree.at[kind + 1] - tree.at[kind]
        mine = np.zeros(len(COUNTED), np.int64)
        mine[_UNQUALIFIED] = len(rows) - holders
        linked = _linked(pool.afar, wanted, need, organizations)
        for slot in range(tree.at[kind], tree.at[kind + 1]):
            number = tree.people[slot]
            strangers[need] += tree.organization[slot] != ask.organization
            if among(number, listed.people, first, last):
                continue
            if tree.level[slot] > ask.worst_level:
                mine[_UNQUALIFIED] += 1
                continue
            if tree.organization[slot] == ask.organization:
                mine[_OWN] += 1
                continue
            if not linked[tree.organization[slot]]:
                mine[_NO_COVER] += 1
                continue
            person = rows[number]
            instrument, acts = path_for(person, ask, cover, wanted, _ANY)
            if instrument < 0:
                mine[_NO_COVER] += 1
                continue
            cause = _FEASIBLE
            apart = 0.0 if ask.mode == FROM_AFAR else angle(person, ask)
            road_km = apart * KM_PER_RADIAN
            drive = int(np.rint(apart * MINUTES_PER_RADIAN))
            from_home = ask.mode == FROM_AFAR or works_from_home(person, ask, road_km)
            if from_home:
                drive = 0
            if not from_home and road_km > person.reach_km:
                cause = _TOO_FAR
            elif ask.mode == FROM_AFAR and person.remote == 0:
                cause = _WRONG_WAY
            elif not able(person, number, ask, busy, barred) or person.ready + drive >= ask.ends:
                cause = _BUSY
            if acts > 0:
                if cause == _FEASIBLE and acts == 1:
                    cause = _BLOCKED
                    blocked[need, instrument] += 1
                else:
                    cause = _MISSING
            mine[cause] += 1
        counts[need] = mine


@njit(cache=True)
def _linked(afar: Afar, wanted: Wanted, need: int, organizations: int) -> Flags:
    """Organizations that share any instrument with the need."""
    linked, ask = np.zeros(organizations, np.bool_), wanted.asks[need]
    for mine in range(ask.usable_first, ask.usable_last):
        instrument = wanted.usable[mine]
        for at in range(afar.member_at[instrument], afar.member_at[instrument + 1]):
            linked[afar.members[at]] = True
    return linked
