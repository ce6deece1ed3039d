"""Every feasible pair of a pool, worked out one by one with the domain's own functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from bench.support.national import MINUTE, Nation

from muster.domain.costs import CostRule, Deployed, estimate
from muster.domain.geo import Place, drive_minutes, road_km
from muster.domain.matching.flow.proof import Pairs
from muster.domain.matching.pool.arrays import EITHER, FROM_AFAR, Wanted
from muster.domain.matching.pool.money import BASES


def every_pair(one: Nation, wanted: Wanted, scale: int) -> Iterator[Pairs]:
    """Need by need, reading no index, no list and no kernel."""
    for need in range(len(wanted.asks)):
        rows = [
            (person, *cost)
            for person in range(len(one.pool.people.rows))
            if (cost := _cost(one, wanted, need, person, scale))
        ]
        table = np.array(rows, np.int64).reshape(-1, 3)
        yield need, table[:, 0], table[:, 1], table[:, 2]


def _cost(
    one: Nation, wanted: Wanted, need: int, person: int, scale: int
) -> tuple[int, int] | None:
    people = one.pool.people
    row, ask = _plain(people.rows[person]), _plain(wanted.asks[need])
    asked = ask["clearances"]
    if not 1 <= people.levels[person, ask["position"]] <= ask["worst_level"]:
        return None
    if row["clearances"] & asked != asked:
        return None
    if person in wanted.barred[ask["barred_first"] : ask["barred_last"]]:
        return None
    instrument = _instrument(one, wanted, ask, row)
    if instrument is None:
        return None
    there, here = _place(one, ask["organization"]), _place(one, row["organization"])
    road, drive = road_km(there, here), drive_minutes(there, here)
    remote = ask["mode"] == FROM_AFAR
    if ask["mode"] == EITHER and row["remote"]:
        in_time = drive == 0 or row["ready"] + drive <= ask["begins"]
        remote = road > row["reach_km"] or not in_time
    if remote:
        road, drive = 0.0, 0
    if (remote and not row["remote"]) or road > row["reach_km"]:
        return None
    leaves = max(ask["since"] - drive * MINUTE, min(ask["since"], 0))
    back = ask["until"] + drive * MINUTE
    busy = people.busy[row["busy_first"] : row["busy_last"]].reshape(-1, 2)
    if any(since < back and leaves < until for since, until in busy.tolist()):
        return None
    arrives = row["ready"] + drive
    if arrives >= ask["ends"]:
        return None
    rule = one.pool.cover.rules[instrument]
    clause = CostRule(BASES[rule["basis"]], "synthetic", int(rule["free_hours"]))
    hours = ask["minutes"] / 60
    cents = estimate(clause, Deployed(hours, row["hourly_cents"], road, remote)).amount
    return max(0, arrives - ask["begins"]), cents * scale + row["burden"]


def _plain(row: np.void) -> dict[str, Any]:
    return dict(zip(row.dtype.names or (), row.item(), strict=True))


def _instrument(
    one: Nation, wanted: Wanted, ask: dict[str, Any], row: dict[str, Any]
) -> int | None:
    """The lightest instrument both are in that speaks of such people."""
    home = row["organization"]
    if home == ask["organization"]:
        return None
    cover = one.pool.cover
    mine = cover.instruments[cover.at[home] : cover.at[home + 1]].tolist()
    theirs = set(wanted.usable[ask["usable_first"] : ask["usable_last"]].tolist())
    able = [i for i in mine if i in theirs and cover.rules[i]["standings"] >> row["standing"] & 1]
    return able[0] if able else None


def _place(one: Nation, organization: int) -> Place:
    return Place(float(one.latitude[organization]), float(one.longitude[organization]))
