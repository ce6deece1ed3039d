"""What help costs the town that asked, worked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.costs import CostBasis, CostRule, Deployed, estimate

# 8 hours free, then a day: 160.9344 km one way is 100 miles, 200 there and back.
TRIP = Deployed(elapsed_hours=32, hourly_cents=5000, road_km=160.9344, remote=False)


@pytest.mark.parametrize(
    ("basis", "cents"),
    [
        (CostBasis.NONE, 0),
        # 200 miles at 70 cents are 14,000 and one night is 17,800.
        (CostBasis.TRAVEL_ONLY, 31_800),
        # 4 hours over the first 8 of a 12-hour shift, at time and a half: 6 x 5,000 = 30,000.
        (CostBasis.OVERTIME_TRAVEL_EQUIPMENT, 61_800),
        # And 8 regular hours: 40,000.
        (CostBasis.ALL_COSTS, 101_800),
    ],
)
def test_one_chargeable_day_by_each_clause(basis: CostBasis, cents: int) -> None:
    assert estimate(CostRule(basis, "synthetic", free_hours=8), TRIP).amount == cents


def test_nothing_is_charged_inside_the_free_period_not_even_travel() -> None:
    rule = CostRule(CostBasis.ALL_COSTS, "synthetic", free_hours=32)
    assert estimate(rule, TRIP).amount == 0


def test_a_started_day_costs_a_whole_night() -> None:
    rule = CostRule(CostBasis.TRAVEL_ONLY, "synthetic", free_hours=7)
    assert estimate(rule, TRIP).amount == 14_000 + 2 * 17_800


def test_remote_help_is_charged_hours_and_no_travel() -> None:
    rule = CostRule(CostBasis.ALL_COSTS, "synthetic", free_hours=8)
    assert estimate(rule, replace(TRIP, remote=True)).amount == 70_000


def test_a_longer_free_period_weighs_less_on_the_requester() -> None:
    rules = [CostRule(CostBasis.ALL_COSTS, "s", hours) for hours in (0, 8, 12)]
    assert [r.burden_rank for r in rules] == sorted((r.burden_rank for r in rules), reverse=True)


def test_no_free_period_makes_one_kind_of_clause_lighter_than_a_lighter_kind() -> None:
    light = CostRule(CostBasis.TRAVEL_ONLY, "s")
    assert light.burden_rank < CostRule(CostBasis.ALL_COSTS, "s", 720).burden_rank


def test_a_rule_reads_as_a_sentence() -> None:
    assert str(CostRule(CostBasis.NONE, "s")) == "Nothing is charged."
    assert str(CostRule(CostBasis.TRAVEL_ONLY, "s", 12)) == (
        "First 12 hours free, then the requester pays travel and subsistence."
    )


@given(st.sampled_from(CostBasis), st.integers(0, 48), st.floats(1, 500), st.integers(0, 20_000))
def test_more_free_hours_never_cost_more(
    basis: CostBasis, free: int, elapsed: float, hourly: int
) -> None:
    trip = Deployed(elapsed, hourly, 120.0, remote=False)
    less = estimate(CostRule(basis, "s", free), trip).amount
    more = estimate(CostRule(basis, "s", free + 1), trip).amount
    assert 0 <= more <= less
