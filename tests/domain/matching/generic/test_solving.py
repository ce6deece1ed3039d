"""The generic entry against every plan there is, against scipy, and against CP-SAT."""

from __future__ import annotations

import random
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment
from tests.domain.matching.generic.small import (
    best_by_trying,
    by_the_recipe,
    objective_of,
    random_instance,
    text_of,
)

from muster.domain.matching.generic import Answer, Infeasible, Instance, instance_of, solve

EACH_KIND = 650
CP_SAT = Path(__file__).with_name("cp_sat.py")

# Worked by hand. Mail and web need 5 each, files 4, and north holds 10, south 5. All three do not
# fit north. North takes mail and files (4 + 2) and south web (3): 9. The other ways: north mail
# and web, south files: 4 + 7 + 6 = 17; north web and files, south mail: 7 + 2 + 1 = 10.
BY_HAND: dict[str, Any] = {
    "agents": [{"id": "north", "capacity": 10}, {"id": "south", "capacity": 5}],
    "jobs": ["mail", "web", "files"],
    "cost": [[4, 7, 2], [1, 3, 6]],
    "resource": [[5, 5, 4], [5, 5, 5]],
}


def _solved(plain: dict[str, Any], seconds: float = 20.0) -> tuple[Instance, Answer]:
    instance = instance_of(text_of(plain))
    return instance, solve(instance, seconds=seconds)


def _shuffled(plain: dict[str, Any], seed: int) -> dict[str, Any]:
    draw = random.Random(seed)  # noqa: S311 - a seed, no secret
    agents, jobs = list(range(len(plain["agents"]))), list(range(len(plain["jobs"])))
    draw.shuffle(agents)
    draw.shuffle(jobs)
    return {
        **plain,
        "agents": [plain["agents"][agent] for agent in agents],
        "jobs": [plain["jobs"][job] for job in jobs],
        **{
            name: [[plain[name][agent][job] for job in jobs] for agent in agents]
            for name in ("cost", "resource")
        },
    }


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "weighed"])
def test_no_plan_there_is_beats_the_answer(counted: bool) -> None:
    draw = random.Random(2026 + counted)  # noqa: S311 - a seed, no secret
    without, proven_by = 0, set()
    for number in range(EACH_KIND):
        plain = random_instance(draw, counted=counted)
        best = best_by_trying(plain)
        try:
            instance, answer = _solved(plain)
        except Infeasible:
            assert best is None, (number, plain)
            without += 1
            continue
        assert answer.optimal, (number, plain)
        assert answer.objective is not None
        assert Fraction(str(instance.plain(answer.objective))) == best, (number, plain)
        assert objective_of(plain, answer.agent_of) == best, (number, plain)
        proven_by.add(answer.method)
    assert EACH_KIND // 20 < without < EACH_KIND // 2
    assert proven_by >= ({"flow, duality"} if counted else {"duality", "branch and bound"})


@pytest.mark.parametrize("sense", ["min", "max"])
def test_scipy_finds_the_same_value_on_sixty_by_sixty(sense: str) -> None:
    for seed in range(5):
        cost = np.random.default_rng(seed).integers(0, 1000, (60, 60))
        rows, columns = linear_sum_assignment(cost, maximize=sense == "max")
        names = [str(job) for job in range(60)]
        plain = {"agents": [{}] * 60, "jobs": names, "cost": cost.tolist(), "sense": sense}

        _, answer = _solved(plain)

        assert (answer.objective, answer.method) == (cost[rows, columns].sum(), "flow, duality")
        assert answer.optimal
        assert sorted(answer.agent_of) == list(range(60))


def test_the_instance_worked_by_hand() -> None:
    instance, answer = _solved(BY_HAND)
    assert (answer.objective, answer.bound, answer.gap) == (9, 9, 0.0)
    assert [instance.agent_ids[agent] for agent in answer.agent_of] == ["north", "south", "north"]


def test_cp_sat_finds_the_same_least_cost() -> None:
    plain = by_the_recipe(8, 40, seed=7)
    told = subprocess.run(
        [sys.executable, str(CP_SAT)], input=text_of(plain), stdout=subprocess.PIPE, text=True,
        check=True,
    )  # fmt: skip
    _, answer = _solved(plain, seconds=120)
    assert (answer.objective, answer.bound) == (int(told.stdout), int(told.stdout))


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "weighed"])
def test_the_order_of_agents_and_jobs_does_not_matter(counted: bool) -> None:
    plain = by_the_recipe(4, 16, seed=3)
    if counted:
        plain["resource"] = [[5] * 16 for _ in range(4)]
        plain["agents"] = [{"capacity": 24} for _ in range(4)]
    first = _solved(plain)[1].objective
    assert {_solved(_shuffled(plain, seed))[1].objective for seed in range(5)} == {first}


@pytest.mark.parametrize("size", [(3, 12), (6, 30)])
def test_the_same_instance_gets_the_same_plan_twice(size: tuple[int, int]) -> None:
    plain = by_the_recipe(*size, seed=1)
    assert _solved(plain)[1].agent_of == _solved(plain)[1].agent_of


def test_decimals_are_counted_exactly() -> None:
    # In floating point 0.1 + 0.2 is more than 0.3.
    plain = {
        "agents": [{"capacity": 2}, {"capacity": 2}],
        "jobs": ["a", {"id": "b", "penalty": 0.2}],
        "cost": [[0.1, 0.2], [0.100000001, None]],
    }
    instance, answer = _solved(plain)
    assert answer.objective is not None
    assert instance.plain(answer.objective) == Decimal("0.3")
    assert answer.optimal


def test_one_unit_in_a_trillion_is_told_apart() -> None:
    large = 10**14
    plain = {"agents": [{}, {}], "jobs": ["a"], "cost": [[large], [large - 1]]}
    assert _solved(plain)[1].objective == large - 1


def test_ten_thousand_equal_agents_are_quick() -> None:
    jobs = 200
    plain = {
        "agents": [{"capacity": 1}] * 10_000,
        "jobs": [str(job) for job in range(jobs)],
        "cost": [[7] * jobs] * 10_000,
    }
    _, answer = _solved(plain)
    assert (answer.objective, answer.optimal) == (7 * jobs, True)
    assert answer.seconds < 10


def test_ten_thousand_equal_agents_with_unlike_jobs_are_quick() -> None:
    plain = {
        "agents": [{"capacity": 3}] * 10_000,
        "jobs": [str(job) for job in range(10)],
        "cost": [[7] * 10] * 10_000,
        "resource": [[1, 2] * 5] * 10_000,
    }
    _, answer = _solved(plain, seconds=30)
    assert (answer.objective, answer.optimal) == (70, True)
    assert answer.seconds < 15


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "weighed"])
def test_a_short_time_limit_gives_a_plan_with_an_honest_gap(counted: bool) -> None:
    plain = by_the_recipe(20, 300, seed=5)
    if counted:
        plain["resource"], plain["agents"] = [[1] * 300] * 20, [{"capacity": 15}] * 20
    _, known = _solved(plain, seconds=60 if counted else 3)
    _, answer = _solved(plain, seconds=0.0001 if counted else 0.5)

    assert answer.objective is not None
    assert known.objective is not None
    assert answer.bound <= known.objective
    assert answer.bound <= answer.objective
    assert not answer.optimal
    assert answer.gap == (answer.objective - answer.bound) / answer.objective
    assert answer.seconds < 3


def test_no_plan_in_time_is_told_from_no_plan_at_all() -> None:
    plain = by_the_recipe(10, 100, seed=5)
    tight = [{"capacity": one["capacity"] * 80 // 100} for one in plain["agents"]]
    _, answer = _solved({**plain, "agents": tight}, seconds=0.0001)
    assert (answer.objective, answer.gap, answer.optimal) == (None, None, False)
    assert answer.agent_of == ()
    assert answer.bound >= sum(min(column) for column in zip(*plain["cost"], strict=True))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"cost": [[None, 7, 2], [None, 3, 6]]}, "no agent can do job mail"),
        ({"agents": [{"capacity": 4}, {"capacity": 4}]}, "nor 1 more"),
        ({"agents": [{"capacity": 6}, {"capacity": 6}]}, "use at least 14"),
        ({"agents": [{"capacity": 8}, {"capacity": 8}]}, "capacities are too small"),
        ({"resource": [[4] * 3, [4] * 3], "agents": [{"capacity": 7}] * 2}, "at least 1 stay"),
    ],
)
def test_what_has_no_plan_is_refused_with_the_reason(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Infeasible, match=sentence):
        _solved({**BY_HAND, **change})


def test_a_penalty_of_nothing_leaves_every_dear_job_open() -> None:
    plain = {"agents": [{}], "jobs": [{"penalty": 0}], "cost": [[1]]}
    _, answer = _solved(plain)
    assert (answer.objective, answer.agent_of, answer.gap) == (0, (-1,), 0.0)
