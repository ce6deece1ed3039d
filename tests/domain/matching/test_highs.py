"""The solver behind one objective, on programs small enough to enumerate."""

from __future__ import annotations

from itertools import product
from threading import current_thread, main_thread
from time import perf_counter

import pytest
from hypothesis import given, settings
from tests.domain.matching.test_certificate import BEST, PAIRS, WORTH, plans, programs

from muster.domain.matching.certificate import prove
from muster.domain.matching.highs import improve
from muster.domain.matching.program import Limit, Program, total
from muster.domain.matching.watch import Stopped

HARD = 40

# Three people, every two of whom exclude each other: the relaxation takes half of each.
TRIANGLE = Program(
    (0, 0, 0),
    (1, 1, 1),
    (Limit(1, ((0, 1), (1, 1))), Limit(1, ((1, 1), (2, 1))), Limit(1, ((0, 1), (2, 1)))),
)


def test_a_whole_corner_of_the_relaxation_is_proven_by_its_prices() -> None:
    attempt = improve(PAIRS, WORTH, (0, 0, 0, 0), seconds=5)
    assert attempt.amounts == BEST
    assert prove(PAIRS, WORTH, attempt.amounts, hints=attempt.hints).tight


def test_a_fractional_relaxation_goes_to_branch_and_bound() -> None:
    gains = (10, 10, 10)  # Halves of each make 15; one whole person makes 10.
    attempt = improve(TRIANGLE, gains, (0, 0, 0), seconds=5)
    proof = prove(
        TRIANGLE, gains, attempt.amounts, hints=attempt.hints, tree_bound=attempt.tree_bound
    )
    assert (proof.value, proof.bound, proof.method) == (10, 10, "branch and bound")


def test_settled_options_keep_their_amounts_and_take_up_room() -> None:
    settled = Program((0, 0, 1, 0), (1, 1, 1, 1), PAIRS.limits)
    assert improve(settled, WORTH, (0, 0, 1, 0), seconds=5).amounts == (0, 1, 1, 0)


def test_the_same_program_gets_the_same_answer_twice() -> None:
    flat = (1, 1, 1, 1)
    first = improve(PAIRS, flat, (0, 0, 0, 0), seconds=5)
    assert improve(PAIRS, flat, (0, 0, 0, 0), seconds=5) == first


def test_a_program_without_options_is_answered() -> None:
    assert improve(Program((), (), ()), (), (), seconds=5).amounts == ()


@settings(max_examples=100, deadline=None)
@given(programs())
def test_the_answer_is_the_best_of_all_plans(drawn: tuple[Program, tuple[int, ...]]) -> None:
    program, gains = drawn
    attempt = improve(program, gains, (0,) * len(gains), seconds=5)
    assert not program.refusal(attempt.amounts)
    assert total(gains, attempt.amounts) == max(total(gains, plan) for plan in plans(program))


def halves() -> Program:
    """Four sums to be halved at once by the same choice: branch and bound takes minutes."""
    rows = [
        [(37 * one + 61 * row * row + 11 * one * row) % 97 + 1 for one in range(HARD)]
        for row in (1, 2, 3, 5)
    ]
    limits = tuple(Limit(sum(row) // 2, tuple(enumerate(row))) for row in rows)
    return Program((0,) * HARD, (1,) * HARD, limits)


def test_a_search_in_progress_ends_when_somebody_stops_it() -> None:
    program = halves()
    start, gains = perf_counter(), tuple(sum(column) for column in _columns(program))

    def stopped_by_and_by() -> None:
        assert current_thread() is main_thread()
        if perf_counter() - start > 0.3:
            raise Stopped

    with pytest.raises(Stopped):
        improve(program, gains, (0,) * HARD, seconds=60, look=stopped_by_and_by)
    assert perf_counter() - start < 30


def _columns(program: Program) -> list[tuple[int, ...]]:
    rows = [[coefficient for _option, coefficient in limit.members] for limit in program.limits]
    return list(zip(*rows, strict=True))


def test_who_only_looks_changes_nothing() -> None:
    gains, looks = (10, 10, 10), []
    watched = improve(TRIANGLE, gains, (0, 0, 0), seconds=5, look=lambda: looks.append(1))
    assert watched == improve(TRIANGLE, gains, (0, 0, 0), seconds=5)


def test_the_enumeration_these_tests_lean_on_sees_every_plan() -> None:
    everything = [plan for plan in product((0, 1), repeat=3) if sum(plan) <= 1]
    assert sorted(plans(TRIANGLE)) == sorted(everything)
