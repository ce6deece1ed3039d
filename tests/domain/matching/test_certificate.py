"""Proofs in whole numbers: they accept the best plan and refuse everything else."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.matching.certificate import (
    CertificateError,
    Prices,
    narrowed,
    prove,
    scaled_bound,
)
from muster.domain.matching.program import Limit, Program, total

# Two jobs, two people: person 0 is worth 3 or 5, person 1 is worth 2 or 6; one job each.
PAIRS = Program(
    lower=(0, 0, 0, 0),
    upper=(1, 1, 1, 1),
    limits=(
        Limit(1, ((0, 1), (1, 1))),
        Limit(1, ((2, 1), (3, 1))),
        Limit(1, ((0, 1), (2, 1))),
        Limit(1, ((1, 1), (3, 1))),
    ),
)
WORTH = (3, 5, 2, 6)
BEST = (1, 0, 0, 1)  # 3 + 6 = 9; the other way round is 5 + 2 = 7.
PRICES = (3.0, 4.0, 0.0, 2.0)  # 3 + 4 + 2 = 9, and no option is worth more than it pays.


@st.composite
def programs(draw: st.DrawFn) -> tuple[Program, tuple[int, ...]]:
    size = draw(st.integers(1, 4))
    figures = st.lists(st.integers(0, 3), min_size=size, max_size=size)
    limits = tuple(
        Limit(draw(st.integers(0, 5)), tuple(enumerate(draw(figures))))
        for _ in range(draw(st.integers(1, 3)))
    )
    gains = tuple(draw(st.lists(st.integers(-5, 5), min_size=size, max_size=size)))
    return Program((0,) * size, tuple(draw(figures)), limits), gains


def plans(program: Program) -> list[tuple[int, ...]]:
    ranges = [range(a, b + 1) for a, b in zip(program.lower, program.upper, strict=True)]
    return [plan for plan in product(*ranges) if not program.refusal(plan)]


def test_the_best_plan_is_proven_by_the_right_prices() -> None:
    proof = prove(PAIRS, WORTH, BEST, hints=PRICES)
    assert (proof.value, proof.bound, proof.method) == (9, 9, "duality")


def test_prices_that_are_a_little_off_are_rounded_to_the_right_ones() -> None:
    assert prove(PAIRS, WORTH, BEST, hints=[p + 1e-6 for p in PRICES]).tight


def test_a_seventh_is_recognised_where_rounding_would_leave_a_gap() -> None:
    # At a millionth the price 142857/1000000 leaves a gap of 90 on amounts this large.
    wide = Program((0,), (10**8,), (Limit(7 * 10**7, ((0, 7),)),))
    assert prove(wide, (1,), (10**7,), hints=(1 / 7,)).tight


def test_a_tampered_plan_that_breaks_a_limit_is_refused() -> None:
    with pytest.raises(CertificateError, match="Limit 0 allows 1 and 2 is used"):
        prove(PAIRS, WORTH, (1, 1, 0, 0), hints=PRICES)


def test_a_tampered_plan_that_is_worse_shows_the_gap() -> None:
    proof = prove(PAIRS, WORTH, (0, 1, 1, 0), hints=PRICES)
    assert (proof.value, proof.bound) == (7, 9)
    assert not proof.tight


def test_tampered_prices_prove_less_and_never_too_much() -> None:
    assert prove(PAIRS, WORTH, BEST, hints=(0.0, 4.0, 0.0, 2.0)).bound > 9


def test_useless_hints_still_give_a_bound() -> None:
    assert prove(PAIRS, WORTH, BEST, hints=(float("nan"), float("inf"), -1.0, 0.0)).bound >= 9


def test_a_negative_price_on_a_limit_that_may_stay_unused_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        scaled_bound(PAIRS, WORTH, Prices((-1, 0, 0, 0)))


def test_the_search_trees_bound_is_named_as_such() -> None:
    proof = prove(PAIRS, WORTH, BEST, tree_bound=9)
    assert (proof.bound, proof.method) == (9, "branch and bound")


def test_a_tree_bound_below_the_plans_own_value_is_not_believed() -> None:
    proof = prove(PAIRS, WORTH, BEST, tree_bound=8)
    assert proof.bound >= 9
    assert proof.method == "duality"


@given(programs(), st.data())
def test_no_plan_exceeds_any_bound(
    drawn: tuple[Program, tuple[int, ...]], data: st.DataObject
) -> None:
    program, gains = drawn
    hints = data.draw(
        st.lists(st.floats(-3, 6), min_size=len(program.limits), max_size=len(program.limits))
    )
    start = (0,) * len(gains)
    bound = prove(program, gains, start, hints=hints).bound
    assert all(total(gains, plan) <= bound for plan in plans(program))


@given(programs(), st.data())
def test_narrowing_keeps_exactly_the_plans_that_are_as_good(
    drawn: tuple[Program, tuple[int, ...]], data: st.DataObject
) -> None:
    program, gains = drawn
    hints = data.draw(
        st.lists(st.floats(0, 4), min_size=len(program.limits), max_size=len(program.limits))
    )
    plan = data.draw(st.sampled_from(plans(program)))
    proof = prove(program, gains, plan, hints=hints)
    kept = set(plans(narrowed(program, gains, proof)))
    assert kept == {p for p in plans(program) if total(gains, p) >= proof.value}
