"""Random instances small enough to try every plan, and the recipe of published larger ones."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

Plain = dict[str, Any]


def random_instance(draw: random.Random, *, counted: bool) -> Plain:
    """An instance as its file has it. `counted`: each agent uses the same for every job."""
    agents, jobs = draw.randint(1, 4), draw.randint(1, 5)
    decimals = draw.choice([0, 0, 1, 3])
    blank = draw.choice([0.0, 0.0, 0.3])
    loose = draw.choice([0.0, 0.5, 1.0])
    span = draw.choice([2, 20, 400])
    cost = [
        [None if draw.random() < blank else _cost(draw, span, decimals) for _ in range(jobs)]
        for _ in range(agents)
    ]
    each = [draw.randint(0, 3) for _ in range(agents)]
    return {
        "agents": [{"capacity": draw.randint(0, 4 if counted else 12)} for _ in range(agents)],
        "jobs": [
            {"id": f"j{job}"}
            | ({"penalty": abs(_cost(draw, span, decimals))} if draw.random() < loose else {})
            for job in range(jobs)
        ],
        "cost": cost,
        "resource": [
            [each[agent] if counted else draw.randint(0, 7) for _ in range(jobs)]
            for agent in range(agents)
        ],
        "sense": draw.choice(["min", "max"]),
    }


def _cost(draw: random.Random, span: int, decimals: int) -> int | float:
    units = draw.randint(-span // 4, span)
    return float(Decimal(units).scaleb(-decimals)) if decimals else units


def best_by_trying(plain: Plain) -> Fraction | None:
    """The best objective over all plans, in exact fractions; None when there is no plan."""
    agents, jobs = len(plain["agents"]), len(plain["jobs"])
    largest = plain["sense"] == "max"
    best: Fraction | None = None
    for plan in product(range(-1, agents), repeat=jobs):
        value = objective_of(plain, plan)
        if value is not None and (best is None or (value > best if largest else value < best)):
            best = value
    return best


def objective_of(plain: Plain, plan: tuple[int, ...]) -> Fraction | None:
    """What the plan is worth by the file's own words; None when it breaks a rule."""
    room = [agent["capacity"] for agent in plain["agents"]]
    value, largest = Fraction(0), plain["sense"] == "max"
    for job, agent in enumerate(plan):
        if agent < 0:
            if "penalty" not in plain["jobs"][job]:
                return None
            penalty = Fraction(str(plain["jobs"][job]["penalty"]))
            value += -penalty if largest else penalty
            continue
        if plain["cost"][agent][job] is None:
            return None
        value += Fraction(str(plain["cost"][agent][job]))
        room[agent] -= plain["resource"][agent][job]
    return None if min(room) < 0 else value


def text_of(plain: Plain) -> str:
    return json.dumps(plain)


def by_the_recipe(agents: int, jobs: int, seed: int) -> Plain:
    """Type C of the published generalised assignment problems (Chu and Beasley, 1997).

    Resources uniform in 5…25, costs in 10…50, capacities 0.8 of an agent's mean share.
    """
    draw = random.Random(seed)  # noqa: S311 - a seed, no secret
    resource = [[draw.randint(5, 25) for _ in range(jobs)] for _ in range(agents)]
    return {
        "agents": [{"capacity": sum(row) * 8 // (10 * agents)} for row in resource],
        "jobs": [str(job + 1) for job in range(jobs)],
        "cost": [[draw.randint(10, 50) for _ in range(jobs)] for _ in range(agents)],
        "resource": resource,
    }
