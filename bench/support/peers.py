"""Other ways to the same plan, on the same pairs: what the matcher is measured against."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import highspy
import numpy as np

from muster.domain.matching.flow import Demand, Supply


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


def nearest_first(demand: Demand, supply: Supply, pairs: Pairs) -> Told:
    """What a list and a map do: need by need, by priority, whoever is there first and free."""
    clock = perf_counter()
    order = np.lexsort((pairs.minor, pairs.major, pairs.need))
    bounds = np.searchsorted(pairs.need[order], np.arange(len(demand.penalty_major) + 1))
    taken = np.zeros(len(supply.group_of), np.bool_)
    used = np.zeros(len(supply.parent), np.int64)
    filled = major = 0
    for position in np.lexsort(
        (np.arange(len(demand.need_of)), -demand.penalty_major[demand.need_of])
    ):
        need = demand.need_of[position]
        for at in order[bounds[need] : bounds[need + 1]]:
            agent = pairs.agent[at]
            groups = _groups(supply, agent)
            if taken[agent] or any(used[group] >= supply.limit[group] for group in groups):
                continue
            taken[agent] = True
            used[groups] += 1
            filled, major = filled + 1, major + int(pairs.major[at])
            break
    return Told("nearest-first", perf_counter() - clock, filled, major, optimal=False)


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
    group = supply.group_of[pairs.agent].astype(np.int64)
    at = np.arange(len(group))
    while (group >= 0).any():
        at, group = at[group >= 0], group[group >= 0]
        for part in _split(group):
            limit = int(supply.limit[group[part[0]]])
            if len(part) > limit:
                rows.append((at[part], limit))
        group = supply.parent[group].astype(np.int64)
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
