"""Every feasible pair of a pool, worked out one by one with the domain's own functions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from bench.support.national import Nation

from muster.domain.costs import CostRule, Deployed, estimate
from muster.domain.geo import Place, drive_minutes, road_km
from muster.domain.matching.flow.proof import Pairs
from muster.domain.matching.pool.arrays import (
    BURDEN,
    CLEARANCES,
    FREE_FROM,
    FREE_UNTIL,
    HOURLY_CENTS,
    REACH_KM,
    READY,
    REMOTE,
    Wanted,
)
from muster.domain.matching.pool.index import LEVELS
from muster.domain.matching.pool.money import BASES


def every_pair(one: Nation, levels: np.ndarray, wanted: Wanted, scale: int) -> Iterator[Pairs]:
    """Need by need, reading no index, no list and no kernel."""
    for need in range(len(wanted.request)):
        rows = [
            (person, *cost)
            for person in range(len(one.pool.people.organization))
            if (cost := _cost(one, levels, wanted, need, person, scale))
        ]
        table = np.array(rows, np.int64).reshape(-1, 3)
        yield need, table[:, 0], table[:, 1], table[:, 2]


def _cost(
    one: Nation, levels: np.ndarray, wanted: Wanted, need: int, person: int, scale: int
) -> tuple[int, int] | None:
    facts = one.pool.people.facts[person].astype(int).tolist()
    position, worst = divmod(int(wanted.kind[need]), LEVELS)
    asked = int(wanted.clearances[need])
    if not 1 <= levels[person, position] <= worst + 1 or facts[CLEARANCES] & asked != asked:
        return None
    if facts[FREE_FROM] > wanted.begins[need] or facts[FREE_UNTIL] < wanted.ends[need]:
        return None
    request, home = int(wanted.request[need]), int(one.pool.people.organization[person])
    instrument = _instrument(one, wanted, request, home)
    if instrument is None:
        return None
    remote, road, drive = bool(wanted.remote[need]), 0.0, 0
    if remote and not facts[REMOTE]:
        return None
    if not remote:
        there, here = _place(one, int(wanted.organization[request])), _place(one, home)
        road, drive = road_km(there, here), drive_minutes(there, here)
        if road > facts[REACH_KM]:
            return None
    arrives = facts[READY] + drive
    if arrives >= wanted.ends[need]:
        return None
    cover = one.pool.cover
    rule = CostRule(BASES[cover.basis[instrument]], "synthetic", int(cover.free_hours[instrument]))
    hours = int(wanted.ends[need] - wanted.begins[need]) / 60
    cents = estimate(rule, Deployed(hours, facts[HOURLY_CENTS], road, remote)).amount
    return max(0, arrives - int(wanted.begins[need])), cents * scale + facts[BURDEN]


def _instrument(one: Nation, wanted: Wanted, request: int, home: int) -> int | None:
    """The lightest instrument both are in; nobody helps their own organization."""
    if home == wanted.organization[request]:
        return None
    cover = one.pool.cover
    mine = set(cover.instruments[cover.at[home] : cover.at[home + 1]].tolist())
    theirs = wanted.usable[wanted.usable_at[request] : wanted.usable_at[request + 1]].tolist()
    return min(mine & set(theirs), key=lambda i: (cover.rank[i], i), default=None)


def _place(one: Nation, organization: int) -> Place:
    return Place(float(one.latitude[organization]), float(one.longitude[organization]))
