"""Successive shortest paths against every plan there is, and the proof against wrong plans."""

from __future__ import annotations

import random

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment
from tests.domain.matching.flow.small import Small, ints, small

from muster.domain.matching.flow import (
    ENDLESS,
    Arcs,
    Demand,
    Flow,
    Proof,
    Supply,
    most_important_first,
    place,
    prove,
    start,
    value_of,
)


def solved(one: Small) -> Flow:
    flow = start(one.demand, one.supply, one.arcs(), one.longer)
    place(flow, most_important_first(one.demand))
    return flow


def proof_of(one: Small, flow: Flow) -> Proof:
    return prove(one.demand, one.supply, flow.plan, one.every_pair())


@pytest.mark.parametrize("block", range(8))
def test_the_plan_is_as_good_as_the_best_of_all_plans_and_proven(block: int) -> None:
    for seed in range(block * 250, (block + 1) * 250):
        one = small(seed)
        proof = proof_of(one, solved(one))

        assert proof.value == one.optimum(), seed
        assert proof.holds, (seed, proof)


def test_minor_costs_never_outweigh_major_ones() -> None:
    for seed in range(300):
        one = small(seed, largest_cost=1)
        for row in one.pairs:
            row[:] = sorted((major, minor * 10**12, agent) for major, minor, agent in row)

        assert value_of(one.demand, solved(one).plan) == one.optimum(), seed


def test_the_order_of_equal_positions_does_not_change_the_value() -> None:
    for seed in range(200):
        one, again = small(seed), small(seed)
        flow = start(again.demand, again.supply, again.arcs(), again.longer)
        order = most_important_first(again.demand)
        random.Random(seed).shuffle(order)  # noqa: S311 - not for secrets
        place(flow, order)

        assert value_of(one.demand, solved(one).plan) == value_of(again.demand, flow.plan)


def test_one_more_agent_never_makes_the_plan_dearer() -> None:
    for seed in range(200):
        one = small(seed)
        before = value_of(one.demand, solved(one).plan)
        more = small(seed)
        newcomer = len(more.supply.group_of)
        more.supply = more.supply._replace(
            group_of=np.append(more.supply.group_of, np.int32(-1)),
            shared=np.append(more.supply.shared, False),
        )
        more.pairs[0] = sorted([*more.pairs[0], (3, 3, newcomer)])
        more.shown = [100] * len(more.pairs)

        assert value_of(more.demand, solved(more).plan) <= before, seed


def test_a_square_assignment_costs_what_scipy_says() -> None:
    rng = np.random.default_rng(7)
    for size in (1, 2, 10, 60):
        costs = rng.integers(0, 1_000, (size, size))
        order = np.argsort(costs, axis=1, kind="stable")
        arcs = Arcs(
            start=np.arange(size) * size,
            end=np.arange(1, size + 1) * size,
            agent=order.ravel().astype(np.int64),
            major=np.take_along_axis(costs, order, axis=1).ravel().astype(np.int64),
            minor=np.zeros(size * size, np.int64),
            bound_major=np.full(size, ENDLESS),
            bound_minor=np.zeros(size, np.int64),
        )
        flow = start(_one_each(size), _nobody_grouped(size), arcs)
        place(flow, most_important_first(flow.demand))

        rows, columns = linear_sum_assignment(costs)
        assert value_of(flow.demand, flow.plan) == (int(costs[rows, columns].sum()), 0)


def test_ten_thousand_equal_agents_are_one_class_and_no_slower() -> None:
    stock = Supply(
        group_of=np.zeros(1, np.int32),
        shared=np.ones(1, np.bool_),
        parent=np.full(1, -1, np.int32),
        limit=ints([10_000]),
        child_start=ints([0, 0]),
        children=np.zeros(0, np.int32),
    )
    arcs = Arcs(ints([0]), ints([1]), ints([0]), ints([5]), ints([1]), ints([ENDLESS]), ints([0]))
    flow = start(Demand(np.zeros(12_000, np.int64), ints([100]), ints([0])), stock, arcs)

    place(flow, most_important_first(flow.demand))

    assert value_of(flow.demand, flow.plan) == (10_000 * 5 + 2_000 * 100, 10_000)


def test_out_of_time_the_rest_stands_open_and_the_placed_are_optimal() -> None:
    one = small(3)
    flow = start(one.demand, one.supply, one.arcs(), one.longer)

    assert place(flow, most_important_first(one.demand), until=0.0) == 0
    assert (flow.plan.agent == -1).all()


@pytest.mark.parametrize(
    "spoil", ["cost", "agent_twice", "worth", "price", "over_the_limit", "left_open"]
)
def test_the_proof_never_holds_for_a_plan_that_is_not_the_best(spoil: str) -> None:
    caught = 0
    for seed in range(200):
        one = small(seed)
        flow = solved(one)
        if not _spoiled(flow, spoil):
            continue
        proof = proof_of(one, flow)
        caught += not proof.holds
        # Other prices may prove the same plan; no prices prove a worse one.
        moved = spoil in {"worth", "price"}
        assert not proof.holds or (moved and proof.value == one.optimum()), (spoil, seed)
    assert caught > 5


def test_a_list_that_does_not_get_longer_is_refused_instead_of_asked_for_ever() -> None:
    arcs = Arcs(ints([0]), ints([0]), ints([]), ints([]), ints([]), ints([1]), ints([0]))
    nothing = (ints([]), ints([]), ints([]), 1, 0)
    flow = start(_one_each(1), _nobody_grouped(1), arcs, lambda need: nothing)

    with pytest.raises(ValueError, match="no longer and bounds no more"):
        place(flow, most_important_first(flow.demand))


def _one_each(size: int) -> Demand:
    return Demand(np.arange(size), np.full(size, 10**9), np.zeros(size, np.int64))


def _nobody_grouped(agents: int) -> Supply:
    return Supply(
        group_of=np.full(agents, -1, np.int32),
        shared=np.zeros(agents, np.bool_),
        parent=np.zeros(0, np.int32),
        limit=ints([]),
        child_start=ints([0]),
        children=np.zeros(0, np.int32),
    )


def _spoiled(flow: Flow, how: str) -> bool:
    """Make the plan wrong in one way; False when this plan has nothing to spoil."""
    plan = flow.plan
    filled = np.flatnonzero(plan.agent >= 0)
    if how == "cost" and len(filled):
        plan.cost[0][filled[0]] += 1
    elif how == "agent_twice" and len(filled) > 1:
        plan.agent[filled[1]] = plan.agent[filled[0]]
        return not flow.supply.shared[plan.agent[filled[0]]]
    elif how == "worth":
        plan.worth[0][0] += 1
    elif how == "price" and plan.groups["full"].any():
        group = np.flatnonzero(plan.groups["full"])[0]
        plan.price[0][group] += 1
        return bool(flow.supply.limit[group] > 0 and plan.used[group] > 0)
    elif how == "over_the_limit" and plan.used.any():
        flow.supply.limit[np.flatnonzero(plan.used)[0]] = 0
    elif how == "left_open" and len(filled):
        plan.agent[filled[0]] = -1
    else:
        return False
    return True
