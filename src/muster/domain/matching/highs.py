"""One objective of a packing program, solved with HiGHS; nothing it says is taken on trust."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import floor
from time import perf_counter

import highspy
import numpy as np

from muster.domain.matching.program import Program, total

_INTEGRAL = 1e-6


@dataclass(frozen=True, slots=True)
class Attempt:
    """A feasible plan, price hints per limit, and the bound the solver claims, if it got to one."""

    amounts: tuple[int, ...]
    hints: tuple[float, ...]
    tree_bound: int | None = None


@dataclass(frozen=True, slots=True)
class _Model:
    """The part of a program that is still open: free options and the limits that touch them."""

    free: tuple[int, ...]
    rows: tuple[int, ...]
    lp: highspy.HighsLp


Look = Callable[[], None]
"""Called again and again while the solver is at work; what it raises ends the search."""


def improve(
    program: Program,
    gains: Sequence[int],
    incumbent: Sequence[int],
    *,
    seconds: float,
    look: Look | None = None,
) -> Attempt:
    """Maximise `gains` within `seconds`, starting from the feasible plan `incumbent`.

    The relaxation goes first; where its corner is in whole numbers it is the answer, and where
    its bound says the incumbent cannot be beaten the incumbent is. Otherwise branch and bound.
    Single-threaded with a fixed seed, so equal programs get equal answers.
    """
    start = perf_counter()
    model = _model(program, gains)
    solver = _solver(seconds)
    solver.passModel(model.lp)
    _run(solver, look)
    hints = _hints(solver, model, len(program.limits))
    best = tuple(incumbent)
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return Attempt(best, hints)
    relaxed = np.asarray(solver.getSolution().col_value)
    best = _better(program, gains, best, model, relaxed)
    constant = sum(
        gains[o] * program.lower[o]
        for o in range(len(gains))
        if program.lower[o] == program.upper[o]
    )
    bound = floor(solver.getInfo().objective_function_value + _INTEGRAL) + constant
    if total(gains, best) >= bound:
        return Attempt(best, hints, bound)
    left = seconds - (perf_counter() - start)
    if left <= 0:
        return Attempt(best, hints, bound)
    best, tree_bound = _branch(program, gains, best, model, left, look)
    return Attempt(best, hints, bound if tree_bound is None else min(bound, tree_bound + constant))


def _branch(
    program: Program,
    gains: Sequence[int],
    incumbent: tuple[int, ...],
    model: _Model,
    seconds: float,
    look: Look | None,
) -> tuple[tuple[int, ...], int | None]:
    solver = _solver(seconds)
    model.lp.integrality_ = [highspy.HighsVarType.kInteger] * len(model.free)
    solver.passModel(model.lp)
    known = highspy.HighsSolution()
    known.col_value = [float(incumbent[option]) for option in model.free]
    solver.setSolution(known)
    _run(solver, look)
    info = solver.getInfo()
    tree_bound = floor(info.mip_dual_bound + _INTEGRAL) if abs(info.mip_dual_bound) < 1e15 else None
    values = np.asarray(solver.getSolution().col_value)
    if len(values) != len(model.free):
        return incumbent, tree_bound
    return _better(program, gains, incumbent, model, values), tree_bound


def _better(
    program: Program,
    gains: Sequence[int],
    incumbent: tuple[int, ...],
    model: _Model,
    values: np.ndarray,
) -> tuple[int, ...]:
    """The solver's plan when it is whole, feasible in exact arithmetic and at least as good."""
    rounded = np.rint(values)
    if values.size and float(np.abs(values - rounded).max()) > _INTEGRAL:
        return incumbent
    amounts = list(program.lower)
    for option, value in zip(model.free, rounded, strict=True):
        amounts[option] = int(value)
    if program.refusal(amounts) or total(gains, amounts) < total(gains, incumbent):
        return incumbent
    return tuple(amounts)


def _hints(solver: highspy.Highs, model: _Model, limits: int) -> tuple[float, ...]:
    hints = [0.0] * limits
    duals = solver.getSolution().row_dual
    if len(duals) == len(model.rows):
        for row, dual in zip(model.rows, duals, strict=True):
            hints[row] = float(dual)
    return tuple(hints)


def _run(solver: highspy.Highs, look: Look | None) -> None:
    """Nothing may be raised through the solver, so it is told to stop and then it is raised."""
    raised: list[Exception] = []

    def asked(event: highspy.HighsCallbackEvent) -> None:
        if look and not raised:
            try:
                look()
            except Exception as failure:
                raised.append(failure)
        if raised:
            event.interrupt()

    if look:
        solver.cbSimplexInterrupt.subscribe(asked)
        solver.cbMipInterrupt.subscribe(asked)
    solver.run()
    if raised:
        raise raised[0]


def _solver(seconds: float) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("time_limit", max(seconds, 0.001)),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.5),
    ):
        solver.setOptionValue(option, value)
    return solver


def _model(program: Program, gains: Sequence[int]) -> _Model:
    """Settled options leave the model and take their share of the capacities with them."""
    lower, upper = np.array(program.lower, dtype=float), np.array(program.upper, dtype=float)
    bounds = zip(program.lower, program.upper, strict=True)
    free = np.flatnonzero([least < most for least, most in bounds])
    column = np.full(len(gains), -1, np.int64)
    column[free] = np.arange(len(free))
    counts = [len(limit.members) for limit in program.limits]
    pairs = chain.from_iterable(chain.from_iterable(limit.members for limit in program.limits))
    members = np.fromiter(pairs, dtype=float, count=2 * sum(counts)).reshape(-1, 2)
    row, option = np.repeat(np.arange(len(counts)), counts), members[:, 0].astype(np.int64)
    inside = column[option] >= 0
    settled = members[:, 1] * lower[option] * ~inside
    room = np.array([limit.capacity for limit in program.limits], dtype=float)
    room -= np.bincount(row, weights=settled, minlength=len(counts))
    width = np.bincount(row[inside], minlength=len(counts))
    rows = np.flatnonzero(width)
    exact = np.array([program.limits[at].exact for at in rows.tolist()], dtype=np.bool_)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(free), len(rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array(gains, dtype=float)[free]
    lp.col_lower_, lp.col_upper_ = lower[free], upper[free]
    lp.row_lower_ = np.where(exact, room[rows], -highspy.kHighsInf)
    lp.row_upper_ = room[rows]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = len(free), len(rows)
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(width[rows])]).astype(np.int32)
    lp.a_matrix_.index_ = column[option[inside]].astype(np.int32)
    lp.a_matrix_.value_ = members[inside, 1]
    return _Model(tuple(free.tolist()), tuple(rows.tolist()), lp)
