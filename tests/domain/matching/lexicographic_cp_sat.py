"""Reads a model from standard input and answers what CP-SAT reaches, level by level.

A process of its own: CP-SAT and HiGHS do not live in one. The model is a tuple of the largest
amount of every option, rows (members with coefficients, limit) and levels (kind, figures), where
the kind is "most", "least" or "peak". The answer is the list of the optima, or None.
"""

from __future__ import annotations

import pickle
import sys

from ortools.sat.python import cp_model

SECONDS = 60.0


def main() -> None:
    most, rows, levels = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    model = cp_model.CpModel()
    amounts = [model.new_int_var(0, upper, "") for upper in most]
    for members, limit in rows:
        model.add(sum(factor * amounts[option] for option, factor in members) <= limit)
    reached: list[int] | None = []
    for kind, figures in levels:
        if kind == "peak":
            goal = model.new_int_var(0, max(figures, default=0), "")
            for amount, upper, value in zip(amounts, most, figures, strict=True):
                used = model.new_bool_var("")
                model.add(amount <= upper * used)
                model.add(goal >= value * used)
        else:
            goal = sum(value * amount for value, amount in zip(figures, amounts, strict=True))
        model.clear_objective()
        if kind == "most":
            model.maximize(goal)
        else:
            model.minimize(goal)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = SECONDS
        solver.parameters.num_workers = 2
        if solver.solve(model) != cp_model.OPTIMAL:
            reached = None
            break
        reached.append(round(solver.objective_value))
        model.clear_hints()
        for amount in amounts:
            model.add_hint(amount, solver.value(amount))
        model.add(goal == reached[-1])
    sys.stdout.buffer.write(pickle.dumps(reached))


if __name__ == "__main__":
    main()
