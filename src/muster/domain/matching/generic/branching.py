"""HiGHS on one assignment program: its relaxation, then branch and bound. Always the same way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from threading import Event, Thread
from time import perf_counter

import highspy
import numpy as np

from muster.domain.matching.flow.arrays import Ints

_INTEGRAL = 1e-6
_CLOSE_ENOUGH = 0.9
"""Costs are whole, so a plan less than 1 above the bound is the best."""

_BREATH = 0.05
"""Seconds between two chances for Ctrl-C."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Least cost over options of 0 or 1. Entries are sorted by column.

    The first `exact` rows are used up to the full; the others at most.
    """

    cost: Ints
    column: Ints
    row: Ints
    amount: Ints
    exact: int
    room: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What the solver claims. `prices` are of rows in the sense of the greatest gain.

    `values` are whole; `shares` of the options need not be.
    """

    infeasible: bool = False
    bound: int | None = None
    prices: Sequence[float] = ()
    shares: Sequence[float] = ()
    values: Ints | None = None


def relax(model: Model, until: float) -> Result:
    """The program without whole numbers; nothing but empty when the time is over first."""
    solver = _solver(until)
    solver.passModel(_lp(model))
    _run(solver)
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Result(infeasible=True)
    if status != highspy.HighsModelStatus.kOptimal:
        return Result()
    value = -solver.getInfo().objective_function_value
    solution = solver.getSolution()
    return Result(
        bound=_bound(value, model),
        prices=list(solution.row_dual),
        shares=list(solution.col_value),
    )


def branch(model: Model, start: Ints | None, until: float) -> Result:
    """Branch and bound, from a plan when there is one."""
    solver, lp = _solver(until), _lp(model)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(model.cost)
    solver.passModel(lp)
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = start.astype(float).tolist()
        solver.setSolution(known)
    _run(solver)
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return Result(infeasible=True)
    info = solver.getInfo()
    bound = -info.mip_dual_bound
    return Result(
        bound=_bound(bound, model) if abs(bound) < 1e16 else None,
        values=_whole(solver.getSolution().col_value, len(model.cost)),
    )


def _whole(values: Sequence[float], size: int) -> Ints | None:
    found = np.asarray(values, dtype=float)
    if len(found) != size or not np.isfinite(found).all():
        return None
    rounded = np.rint(found)
    return None if np.abs(found - rounded).max() > _INTEGRAL else rounded.astype(np.int64)


def _bound(value: float, model: Model) -> int:
    """Rounded up, but not across what the solver's tolerances may have cost.

    A row may be off by 1e-6, which moves the value by as much as its price; so the larger the
    costs, the more is taken off before rounding.
    """
    slack = _INTEGRAL * max(1.0, float(np.abs(model.cost).max()) / 1000)
    return ceil(value - slack)


def _run(solver: highspy.Highs) -> None:
    """Solve beside the main thread, as a signal is heard only between two of its steps.

    The solver is never left behind running: a process that ends under it is aborted.
    """
    solver.HandleUserInterrupt = True
    finished = Event()

    def work() -> None:
        try:
            solver.run()
        finally:
            finished.set()

    thread = Thread(target=work, daemon=True)
    try:
        thread.start()
        while not finished.wait(_BREATH):
            pass
    except KeyboardInterrupt:
        solver.cancelSolve()  # type: ignore[no-untyped-call]
        while thread.ident is not None and not _patient(finished):
            pass
        raise
    thread.join()


def _patient(finished: Event) -> bool:
    """Whether the solver has stopped; a second Ctrl-C does not make it faster."""
    try:
        return finished.wait(_BREATH)
    except KeyboardInterrupt:
        return False


def _solver(until: float) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("time_limit", max(until - perf_counter(), 0.001)),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", _CLOSE_ENOUGH),
    ):
        solver.setOptionValue(option, value)
    return solver


def _lp(model: Model) -> highspy.HighsLp:
    columns, rows = len(model.cost), len(model.room)
    room = model.room.astype(float)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, rows
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = -model.cost.astype(float)
    lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.ones(columns)
    lp.row_lower_ = np.where(np.arange(rows) < model.exact, room, -highspy.kHighsInf)
    lp.row_upper_ = room
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = columns, rows
    starts = np.searchsorted(model.column, np.arange(columns + 1))
    lp.a_matrix_.start_ = starts.astype(np.int32)
    lp.a_matrix_.index_ = model.row.astype(np.int32)
    lp.a_matrix_.value_ = model.amount.astype(float)
    return lp
