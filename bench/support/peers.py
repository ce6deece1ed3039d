"""Other ways to the same plan, on the same pairs: what the matcher is measured against."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import highspy
import numpy as np

from muster.domain.matching.flow import Demand, Flow, Supply
from muster.domain.matching.flow.proof import Pairs as ProofPairs
from muster.domain.matching.pool.engine import PoolFlow
from muster.domain.matching.pool.listing import everybody_for


@dataclass(frozen=True)
class Pairs:
    """Every feasible pair: need, agent, and its costs."""

    need: np.ndarray
    agent: np.ndarray
    major: np.ndarray
    minor: np.ndarray


@dataclass(frozen=True)
class Told:
    """A peer's answer: seconds, positions filled, minutes summed, whether it says optimal."""

    name: str
    seconds: float
    filled: int | None
    major: int | None
    optimal: bool
    note: str = ""


def every_pair(result: PoolFlow, most: int) -> Pairs | None:
    """All feasible pairs, need by need; None when they are more than `most`."""
    parts: list[tuple[np.ndarray, ...]] = []
    total = 0
    for need in range(len(result.wanted.asks)):
        agents, major, minor, _whole = everybody_for(result.pool, result.wanted, need, result.scale)
        total += len(agents)
        if total > most:
            return None
        parts.append((np.full(len(agents), need), agents, major, minor))
    return Pairs(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def listed(flow: Flow) -> Iterator[ProofPairs]:
    """Each need with the candidates on its list; what a list leaves out its bound answers for."""
    for need in range(len(flow.arcs.start)):
        part = slice(flow.arcs.start[need], flow.arcs.end[need])
        yield need, flow.arcs.agent[part], flow.arcs.major[part], flow.arcs.minor[part]


def nearest_first(result: PoolFlow) -> Told:
    """What a list and a map do: need by need, by priority, whoever is there first and free."""
    clock = perf_counter()
    demand, supply = result.flow.demand, result.flow.supply
    taken = np.zeros(len(supply.group_of), np.bool_)
    used = np.zeros(len(supply.parent), np.int64)
    filled = major = 0
    lists: dict[int, list[tuple[int, int]]] = {}
    for position in np.lexsort(
        (np.arange(len(demand.need_of)), -demand.penalty_major[demand.need_of])
    ):
        need, most, whole = int(demand.need_of[position]), 64, False
        while True:
            if need not in lists:
                agents, late, _minor, whole = everybody_for(
                    result.pool, result.wanted, need, result.scale, most
                )
                lists[need] = list(zip(agents.tolist(), late.tolist(), strict=True))
            chosen = _first_free(lists[need], supply, taken, used)
            if chosen or whole or len(lists[need]) < most:
                break
            most *= 8
            del lists[need]
        if chosen:
            agent, late_by = chosen
            taken[agent] = True
            used[_groups(supply, agent)] += 1
            filled, major = filled + 1, major + late_by
    return Told("nearest-first", perf_counter() - clock, filled, major, optimal=False)


def _first_free(
    row: list[tuple[int, int]], supply: Supply, taken: np.ndarray, used: np.ndarray
) -> tuple[int, int] | None:
    for agent, late in row:
        if not taken[agent] and all(
            used[group] < supply.limit[group] for group in _groups(supply, agent)
        ):
            return agent, late
    return None


def highs_on_all_pairs(demand: Demand, supply: Supply, pairs: Pairs, seconds: float) -> Told:
    """The major costs only, as an integer program over every feasible pair."""
    clock = perf_counter()
    room = np.bincount(demand.need_of, minlength=len(demand.penalty_major))
    rows = _rows(supply, pairs, room)
    gain = demand.penalty_major[pairs.need] - pairs.major
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("time_limit", seconds)
    model.setOptionValue("mip_rel_gap", 0.0)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(gain), len(rows)
    lp.col_cost_ = -gain.astype(float) / float(np.gcd.reduce(gain))
    lp.col_lower_, lp.col_upper_ = np.zeros(len(gain)), np.ones(len(gain))
    lp.row_lower_ = np.full(len(rows), -highspy.kHighsInf)
    lp.row_upper_ = np.array([limit for _members, limit in rows], float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(members) for members, _limit in rows)])
    lp.a_matrix_.index_ = np.concatenate([members for members, _limit in rows])
    lp.a_matrix_.value_ = np.ones(len(lp.a_matrix_.index_))
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(gain)
    model.passModel(lp)
    model.run()
    done = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if not done:
        return Told("HiGHS, all pairs", perf_counter() - clock, None, None, False, "no answer")
    chosen = np.array(model.getSolution().col_value) > 0.5
    return _told("HiGHS, all pairs", clock, pairs, chosen)


def cp_sat_on_all_pairs(demand: Demand, supply: Supply, pairs: Pairs, seconds: float) -> Told:
    """The same program for OR-tools CP-SAT, in a process of its own: both bring a HiGHS."""
    clock = perf_counter()
    room = np.bincount(demand.need_of, minlength=len(demand.penalty_major))
    rows = [(members.tolist(), int(limit)) for members, limit in _rows(supply, pairs, room)]
    gain = (demand.penalty_major[pairs.need] - pairs.major).tolist()
    answer = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("cp_sat.py"))],
        input=pickle.dumps((gain, rows, seconds)),
        stdout=subprocess.PIPE,
        check=True,
    )
    chosen = pickle.loads(answer.stdout)  # noqa: S301 - our own child
    if chosen is None:
        return Told("CP-SAT, all pairs", perf_counter() - clock, None, None, False, "no proof")
    return _told("CP-SAT, all pairs", clock, pairs, np.array(chosen, bool))


def _told(name: str, clock: float, pairs: Pairs, chosen: np.ndarray) -> Told:
    filled, major = int(chosen.sum()), int(pairs.major[chosen].sum())
    return Told(name, perf_counter() - clock, filled, major, optimal=True)


def _rows(supply: Supply, pairs: Pairs, room: np.ndarray) -> list[tuple[np.ndarray, int]]:
    """Every limit with its pairs: needs, agents, and the groups around agents."""
    rows = [(np.flatnonzero(pairs.need == need), int(room[need])) for need in np.unique(pairs.need)]
    rows += [(members, 1) for members in _split(pairs.agent) if len(members) > 1]
    group, at = supply.group_of[pairs.agent].astype(np.int64), np.arange(len(pairs.agent))
    inside: list[tuple[np.ndarray, np.ndarray]] = []
    while (group >= 0).any():
        at, group = at[group >= 0], group[group >= 0]
        inside.append((at, group))
        group = supply.parent[group].astype(np.int64)
    # A group may be the innermost of some and lie further out for others.
    members = np.concatenate([at for at, _group in inside])
    groups = np.concatenate([group for _at, group in inside])
    for part in _split(groups):
        limit = int(supply.limit[groups[part[0]]])
        if len(part) > limit:
            rows.append((members[part], limit))
    return rows


def _split(values: np.ndarray) -> list[np.ndarray]:
    order = np.argsort(values, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(values[order])) + 1)


def _groups(supply: Supply, agent: int) -> list[int]:
    found, group = [], int(supply.group_of[agent])
    while group >= 0:
        found.append(group)
        group = int(supply.parent[group])
    return found
