"""Reads gains, limits and a time from standard input and answers what CP-SAT takes, or None."""

from __future__ import annotations

import pickle
import sys

from ortools.sat.python import cp_model


def main() -> None:
    gain, rows, seconds = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    model = cp_model.CpModel()
    takes = [model.new_bool_var("") for _ in gain]
    for members, limit in rows:
        model.add(sum(takes[member] for member in members) <= limit)
    model.maximize(sum(value * take for value, take in zip(gain, takes, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    proven = solver.solve(model) == cp_model.OPTIMAL
    chosen = [solver.value(take) for take in takes] if proven else None
    sys.stdout.buffer.write(pickle.dumps(chosen))


if __name__ == "__main__":
    main()
