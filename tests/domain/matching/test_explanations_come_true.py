"""Every reason is tried: the change it names is made, and the pair becomes possible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from tests.domain.matching.brute_force import Plan, Reference
from tests.domain.matching.changes import group, helper_of, made, need_of, with_need
from tests.domain.matching.test_solve import new_plan
from tests.domain.matching.tiny_problems import tiny_problems

from muster.domain.matching import (
    Candidate,
    Cause,
    HelperKind,
    NotChosen,
    Problem,
    Solution,
    solve,
)
from muster.domain.matching.candidates import screen

PASSED_OVER = (Cause.HOME_FLOOR, Cause.LENDING_LIMIT, Cause.BETTER_USED, Cause.NOT_NEEDED)
MANY = settings(max_examples=150, deadline=None)


def verdict(asked: Problem, row: NotChosen) -> Candidate | NotChosen:
    """On the same pair, in another problem."""
    screening = screen(asked)
    pairs = (*screening.candidates, *screening.refused[row.need_id])
    return next(
        one for one in pairs if (one.need_id, one.helper_id) == (row.need_id, row.helper_id)
    )


def refused(solution: Solution) -> Iterator[NotChosen]:
    for one in solution.explanations.values():
        yield from one.blocked_by_one
        yield from one.not_chosen


def passed_over(solution: Solution, *causes: Cause) -> Iterator[NotChosen]:
    for one in solution.explanations.values():
        yield from (row for row in one.next_best if row.cause in causes)


def with_room(asked: Problem, row: NotChosen) -> Problem:
    """The need asks for so many that there is a place for everybody."""
    return with_need(asked, replace(need_of(asked, row), count=99))


def without_limits(asked: Problem) -> Problem:
    return replace(asked, floors=(), max_lent_per_organization=None)


def movers(asked: Problem, helper_id: str) -> set[str]:
    one = helper_of(asked, helper_id)
    return set(one.member_ids) or {one.id}


def clashes(asked: Problem, row: NotChosen, need_id: str, helper_id: str) -> bool:
    """Whether that assignment takes some of the same people, or the kit, in the same hours."""
    reference = Reference(asked)
    there = next(one for one in asked.needs if one.id == need_id)
    for one in movers(asked, row.helper_id) & movers(asked, helper_id):
        mover = helper_of(asked, one)
        if mover.kind is HelperKind.KIT:
            return there.window.overlaps(need_of(asked, row).window)
        mine = reference.span((row.need_id, row.helper_id), mover)
        if mine.overlaps(reference.span((need_id, helper_id), mover)):
            return True
    return False


def freed(asked: Problem, plan: Plan, row: NotChosen) -> Plan:
    """The plan without what the helper does in the same hours."""
    return {pair: n for pair, n in plan.items() if not clashes(asked, row, *pair)}


def allowed(asked: Problem, plan: Plan, row: NotChosen) -> bool:
    """Whether the pair fits beside the plan, were there room in the need."""
    roomy = with_room(asked, row)
    return Reference(roomy).allowed({**plan, (row.need_id, row.helper_id): 1})


@MANY
@given(tiny_problems())
def test_whatever_is_named_is_truly_in_the_way_and_making_it_right_leads_to_a_candidate(
    asked: Problem,
) -> None:
    reference = Reference(asked)
    for row in refused(solve(asked)):
        assert (row.need_id, row.helper_id) not in reference.pairs
        changed, now = asked, verdict(asked, row)
        steps = 0
        while isinstance(now, NotChosen):
            # To come in time somebody may have to be free at another time; that is all.
            steps += 1
            assert steps <= len(Cause)
            changed = made(changed, now)
            now = verdict(changed, row)
        assert (row.need_id, row.helper_id) in Reference(changed).pairs


@MANY
@given(tiny_problems())
def test_who_is_blocked_by_one_act_could_go_with_the_figures_shown_once_it_is_done(
    asked: Problem,
) -> None:
    for one in solve(asked).explanations.values():
        for row in one.blocked_by_one:
            now = verdict(made(asked, row), row)
            assert isinstance(now, Candidate)
            assert row.candidate is not None
            assert replace(now, path=row.candidate.path) == row.candidate


@MANY
@given(tiny_problems())
def test_a_floor_that_is_named_would_be_breached_and_no_longer_once_it_is_lowered(
    asked: Problem,
) -> None:
    solution = solve(asked)
    for row in passed_over(solution, Cause.HOME_FLOOR):
        plan = freed(asked, new_plan(asked, solution), row)
        homes = {one.organization_id for one in group(asked, row)}
        lower = tuple(
            replace(floor, keep=0) if floor.organization_id in homes else floor
            for floor in asked.floors
        )
        unlimited = replace(asked, max_lent_per_organization=None)
        assert not allowed(unlimited, plan, row)
        assert allowed(replace(unlimited, floors=lower), plan, row)


@MANY
@given(tiny_problems())
def test_a_lending_limit_that_is_named_would_be_broken_and_no_longer_once_it_is_raised(
    asked: Problem,
) -> None:
    solution = solve(asked)
    for row in passed_over(solution, Cause.LENDING_LIMIT):
        plan = freed(asked, new_plan(asked, solution), row)
        floorless = replace(asked, floors=())
        assert not allowed(floorless, plan, row)
        raised = replace(floorless, max_lent_per_organization=len(asked.helpers))
        assert allowed(raised, plan, row)


@MANY
@given(tiny_problems())
def test_who_is_better_used_is_used_up_there_and_free_to_come_without_it(asked: Problem) -> None:
    solution = solve(asked)
    for row in passed_over(solution, Cause.BETTER_USED):
        free = without_limits(asked)
        plan = new_plan(asked, solution)
        assert not allowed(free, plan, row)
        there = [
            one.candidate
            for one in solution.assignments
            if one.candidate.need_id == row.elsewhere
            and clashes(asked, row, row.elsewhere, one.candidate.helper_id)
        ]
        assert there
        held = tuple(claim for claim in asked.held if not clashes(asked, row, *claim[:2]))
        assert allowed(replace(free, held=held), freed(asked, plan, row), row)


@MANY
@given(tiny_problems())
def test_who_is_not_needed_fits_into_the_plan_as_soon_as_there_is_room(asked: Problem) -> None:
    solution = solve(asked)
    for row in passed_over(solution, Cause.NOT_NEEDED):
        assert allowed(asked, new_plan(asked, solution), row), row


@MANY
@given(tiny_problems())
def test_nobody_is_passed_over_who_could_simply_be_added(asked: Problem) -> None:
    solution, reference = solve(asked), Reference(asked)
    plan = new_plan(asked, solution)
    for row in passed_over(solution, *PASSED_OVER):
        assert row.candidate == reference.pairs[row.need_id, row.helper_id]
        assert not reference.allowed({**plan, (row.need_id, row.helper_id): 1})


@pytest.mark.parametrize("cause", list(Cause))
def test_the_problems_these_tests_draw_give_every_reason_there_is(cause: Cause) -> None:
    def given_there(asked: Problem) -> bool:
        return any(cause in one.counts for one in solve(asked).explanations.values())

    quickly = settings(
        max_examples=3_000,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
        phases=[Phase.generate],
    )
    assert find(tiny_problems(), given_there, settings=quickly).helpers
