"""After one agent has declined the plan is proven again, on what is left."""

from __future__ import annotations

import random

import numpy as np
import pytest
from tests.domain.matching.flow.small import Small, small

from muster.domain.matching.flow import Flow, most_important_first, place, prove, start, value_of
from muster.domain.matching.flow.decline import decline
from muster.domain.matching.flow.engine import workspace


def solved(one: Small) -> Flow:
    flow = start(one.demand, one.supply, one.arcs(), one.longer)
    place(flow, most_important_first(one.demand))
    return flow


def strike(one: Small, need: int, agent: int) -> None:
    one.pairs[need] = [pair for pair in one.pairs[need] if pair[2] != agent]


@pytest.mark.parametrize("block", range(6))
def test_the_plan_after_a_decline_is_the_best_of_all_that_are_left(block: int) -> None:
    declined = priced = 0
    for seed in range(block * 200, (block + 1) * 200):
        one, rng = small(seed), random.Random(seed)  # noqa: S311 - not for secrets
        flow = solved(one)
        work = workspace(flow)
        for _ in range(3):
            filled = np.flatnonzero(flow.plan.agent >= 0)
            if not len(filled):
                break
            position = int(rng.choice(filled.tolist()))
            need, agent = int(one.demand.need_of[position]), int(flow.plan.agent[position])
            worth, cost = flow.plan.worth, flow.plan.cost
            priced += int(worth[0][position] > cost[0][position])

            strike(one, need, agent)
            decline(flow, position, work)

            declined += 1
            proof = prove(one.demand, one.supply, flow.plan, one.every_pair())
            assert proof.value == one.optimum(), (seed, position)
            assert proof.holds, (seed, proof)
    assert declined > 300
    assert priced > 50


def test_nobody_declines_a_position_that_stands_open() -> None:
    flow = start(small(1).demand, small(1).supply, small(1).arcs(), small(1).longer)

    with pytest.raises(ValueError, match="nobody who could decline"):
        decline(flow, 0)


def test_the_value_never_improves_by_a_decline() -> None:
    for seed in range(100):
        one = small(seed)
        flow = solved(one)
        before = value_of(one.demand, flow.plan)
        filled = np.flatnonzero(flow.plan.agent >= 0)
        if len(filled):
            position = int(filled[0])
            strike(one, int(one.demand.need_of[position]), int(flow.plan.agent[position]))
            decline(flow, position)
            assert value_of(one.demand, flow.plan) >= before
