"""Objectives in strict order."""

from __future__ import annotations

from itertools import count

import pytest
from tests.domain.matching.test_certificate import PAIRS, WORTH

from muster.domain.matching import levels
from muster.domain.matching.levels import settle
from muster.domain.matching.program import Limit, Peak, Program, Total, by_merit, greedy

# Two jobs and two people; person 0 can do both jobs (options 0 and 1), person 1 only the first
# (option 2). Taking options in order strands the second job. Option 3 stands alone.
STRANDED = Program(
    (0, 0, 0, 0),
    (1, 1, 1, 1),
    (Limit(1, ((0, 1), (2, 1))), Limit(1, ((1, 1),)), Limit(1, ((0, 1), (1, 1)))),
)
JOBS = Total("jobs", (1, 1, 1, 0), largest=True)
ALONE = Total("alone", (0, 0, 0, 1), largest=True)


def test_taking_what_fits_strands_a_job_and_the_solver_does_not() -> None:
    assert greedy(STRANDED, by_merit(STRANDED, (JOBS, ALONE)), STRANDED.lower) == (1, 0, 0, 1)
    assert settle(STRANDED, (JOBS, ALONE), seconds=5).amounts == (0, 1, 1, 1)


def test_when_time_ends_after_one_level_the_next_is_still_filled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The clock is read once for the deadline and once before each level; every reading is 3 s on.
    clock = count(0, 3)
    monkeypatch.setattr(levels, "perf_counter", lambda: next(clock))
    outcome = settle(STRANDED, (JOBS, ALONE, Total("cost", (1, 1, 1, 1))), seconds=5)
    assert outcome.amounts == (0, 1, 1, 1)
    assert [proof.value for proof in outcome.proofs] == [2, 1, 3]


def test_a_later_objective_chooses_only_among_ties_of_the_earlier() -> None:
    cost = Total("cost", (0, 9, 0, 9))
    fill = Total("fill", (1, 1, 1, 1), largest=True)
    outcome = settle(PAIRS, (fill, cost), seconds=5)
    assert sum(outcome.amounts) == 2
    assert [(proof.value, proof.gap) for proof in outcome.proofs] == [(2, 0), (9, 0)]


def test_a_peak_is_proven_by_what_cannot_be_avoided() -> None:
    fill = Total("fill", (1, 1, 1, 1), largest=True)
    # Options 0 and 3, or 1 and 2: the peaks are 8 and 5.
    outcome = settle(PAIRS, (fill, Peak("peak", (2, 5, 4, 8))), seconds=5)
    assert outcome.amounts == (0, 1, 1, 0)
    assert (outcome.proofs[1].value, outcome.proofs[1].bound) == (5, 5)


def test_with_nothing_in_use_the_peak_is_nil() -> None:
    outcome = settle(PAIRS, (Total("least", WORTH), Peak("peak", (2, 5, 4, 8))), seconds=5)
    assert [(proof.value, proof.gap) for proof in outcome.proofs] == [(0, 0), (0, 0)]
