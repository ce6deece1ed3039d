"""Reads a generalised assignment as JSON on standard input and prints CP-SAT's least cost.

A program of its own: OR-tools and highspy each bring a HiGHS, and one process cannot hold both.
"""

from __future__ import annotations

import json
import sys

from ortools.sat.python import cp_model


def main() -> None:
    plain = json.load(sys.stdin)
    agents, jobs = range(len(plain["agents"])), range(len(plain["jobs"]))
    model = cp_model.CpModel()
    does = {(a, j): model.new_bool_var("") for a in agents for j in jobs}
    for job in jobs:
        model.add_exactly_one(does[agent, job] for agent in agents)
    for agent in agents:
        used = sum(plain["resource"][agent][job] * does[agent, job] for job in jobs)
        model.add(used <= plain["agents"][agent]["capacity"])
    model.minimize(sum(plain["cost"][a][j] * does[a, j] for a in agents for j in jobs))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = 120
    if solver.solve(model) != cp_model.OPTIMAL:
        sys.exit("CP-SAT did not prove an optimum.")
    print(round(solver.objective_value))


if __name__ == "__main__":
    main()
