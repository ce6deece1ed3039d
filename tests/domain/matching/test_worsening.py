"""What it would cost to send somebody else, against trying every plan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from tests.domain.matching.brute_force import Key, Reference
from tests.domain.matching.builders import FAR, TOWN, helper, kit, need, problem, span, team
from tests.domain.matching.test_solve import going
from tests.domain.matching.tiny_problems import tiny_problems

from muster.domain.matching import (
    Helper,
    HomeFloor,
    Priority,
    Problem,
    Worsening,
    solve,
    worsening,
)
from muster.domain.matching.objectives import ARRIVAL, COST, FAIRNESS, LATEST, PRIORITY_NAMES

NAMES = (*(PRIORITY_NAMES[one] for one in Priority), ARRIVAL, LATEST, COST, FAIRNESS)


def sent(asked: Problem, helper_id: str, need_id: str = "n1", seconds: float = 10.0) -> Worsening:
    return worsening(asked, solve(asked), need_id, helper_id, time_limit_seconds=seconds)


def levels_of(key: Key, asked: Problem) -> dict[str, int]:
    """The reference's key as levels, without the lot and the classes nobody asks in."""
    present = {PRIORITY_NAMES[one.priority] for one in asked.needs}
    absent = set(PRIORITY_NAMES.values()) - present
    values = (*(-filled for filled in key[: len(Priority)]), *key[len(Priority) : -1])
    return {name: value for name, value in zip(NAMES, values, strict=True) if name not in absent}


def check_against_every_plan(asked: Problem) -> None:
    reference, solution = Reference(asked), solve(asked)
    before = levels_of(reference.best()[0], asked)
    for need_id, explanation in solution.explanations.items():
        chosen = {one.candidate.helper_id for one in explanation.chosen}
        for one in asked.helpers:
            found = worsening(asked, solution, need_id, one.id, time_limit_seconds=10)
            if one.id in chosen:
                assert found.possible
                assert found.first is None
                continue
            pair = (need_id, one.id)
            best = reference.best_with(pair) if pair in reference.pairs else None
            assert found.possible is (best is not None), found
            assert found.sentence.endswith(".")
            if best is None:
                assert found.levels == ()
                continue
            assert found.proven
            assert {level.name: level.before for level in found.levels} == before
            after = {level.name: level.after for level in found.levels}
            assert after == levels_of(best[0], asked)
            assert found.first is None or found.first.loss > 0


@settings(max_examples=80, deadline=None)
@given(tiny_problems())
def test_every_level_of_the_best_plan_with_the_pair_is_exact(asked: Problem) -> None:
    check_against_every_plan(asked)


@settings(max_examples=80, deadline=None)
@given(tiny_problems(teams=False))
def test_every_level_is_exact_where_the_plan_is_one_flow(asked: Problem) -> None:
    check_against_every_plan(asked)


def test_who_is_taken_from_a_higher_need_leaves_it_open() -> None:
    needs = need("n1"), need("n2", priority=Priority.LIFE_SAFETY)
    found = sent(problem(needs, (helper("a"),)), "a")
    assert found.sentence == "If they went here, 1 more life-safety need would stay open."
    assert found.proven


def test_who_comes_later_says_by_how_much() -> None:
    late = helper("late", mobilization_minutes=6 * 60, place=TOWN)
    found = sent(problem((need(),), (helper("a", place=TOWN), late)), "late")
    assert found.sentence == "If they went here, people would arrive 120 minutes later in all."


def test_who_costs_more_says_how_much() -> None:
    dear = helper("dear", hourly_cents=8000)
    found = sent(problem((need(),), (helper("a"), dear)), "dear")
    # 24 hours: 8 regular and 4 at time and a half, at 30 dollars more.
    assert found.sentence == "If they went here, the plan would cost $420.00 more."


def test_who_has_given_more_makes_the_burden_less_fair() -> None:
    tired = helper("tired", hours_given=36)
    found = sent(problem((need(),), (helper("a", hours_given=24), tired)), "tired")
    assert "the burden would be less fair by 1 (shifts given" in found.sentence


def test_a_twin_is_a_tie() -> None:
    asked = problem((need(),), (helper("a"), helper("b")))
    [waiting] = solve(asked).explanations["n1"].next_best
    assert sent(asked, waiting.helper_id).sentence == "Nothing would get worse: it is a tie."


def test_a_tie_that_a_lot_decided_says_so() -> None:
    # A team takes the problem to the solver, which draws.
    pair = helper("x", levels=()), helper("y", levels=())
    asked = problem((need(),), (helper("a"), helper("b"), *pair, team("t", "x", "y", levels=())))
    duo = team("u", "x", "y", levels=(("incident-lead", 1),))
    other = need("n2", position="incident-lead", count=2)
    asked = replace(asked, needs=(*asked.needs, other), helpers=(*asked.helpers, duo))
    [waiting] = solve(asked).explanations["n1"].next_best
    found = sent(asked, waiting.helper_id)
    assert found.sentence == "Nothing would get worse: it is a tie drawn by lot."


def even_or_cheap(*, last: int) -> Problem:
    """Two engineers at 60 and 60 minutes, or two cheap ones at 20 and 100; they do not mix."""

    def one(name: str, position: str, minutes: int, cents: int, home: str) -> Helper:
        return helper(
            name,
            levels=((position, 1),),
            mobilization_minutes=minutes,
            hourly_cents=cents,
            organization_id=home,
            place=TOWN,
        )

    wanted = ("incident-lead", "network-engineer", "rebuild-technician")
    helpers = (
        one("lead", wanted[0], 0, 5000, "east"),
        one("last", wanted[0], last, 5000, "west"),
        one("even", wanted[1], 60, 9000, "north"),
        one("even too", wanted[2], 60, 9000, "south"),
        one("soon", wanted[1], 20, 1000, "south"),
        one("late", wanted[2], 100, 1000, "north"),
    )
    needs = tuple(
        need(f"n{at}", position=position, window=span(0, 24))
        for at, position in enumerate(wanted, start=1)
    )
    return problem(needs, helpers, max_lent_per_organization=1)


@pytest.mark.parametrize("with_team", [False, True])
def test_who_is_last_anyhow_lets_others_come_as_late_for_less(with_team: bool) -> None:
    asked = even_or_cheap(last=100)
    if with_team:  # It is left to the solver then, and otherwise one flow.
        duo = team("t", "even", "late", levels=(("network-engineer", 1),))
        needs = (replace(asked.needs[1], id="n4", count=2, window=span(40, 50)), *asked.needs)
        asked = replace(asked, needs=needs, helpers=(*asked.helpers, duo))
    assert ("n2", "even") in going(solve(asked))
    found = sent(asked, "last")
    cost = next(level for level in found.levels if level.name == COST)
    assert cost.after < cost.before
    check_against_every_plan(asked)


def test_nobody_comes_even_later_than_who_is_last_anyhow() -> None:
    asked = even_or_cheap(last=90)
    found = sent(asked, "last")
    assert next(level.after for level in found.levels if level.name == LATEST) == 90
    check_against_every_plan(asked)


def test_whoever_goes_already_changes_nothing() -> None:
    found = sent(problem((need(),), (helper("a"),)), "a")
    assert (found.possible, found.first) == (True, None)
    assert found.sentence == "Goes there already in this plan."


def test_who_cannot_go_at_all_is_told_why() -> None:
    found = sent(problem((need(),), (helper("a", travel_limit_km=1),)), "a")
    assert not found.possible
    assert "travels up to 1 km" in found.sentence


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"floors": (HomeFloor("north", "network-engineer", 9),)}, "home floor"),
        ({"max_lent_per_organization": 0}, "more than it may"),
        ({"held": (("n1", "b", 1),)}, "no room"),
        ({"held": (("n2", "a", 1),)}, "elsewhere"),
    ],
)
def test_what_nothing_else_can_make_room_for_is_said(
    changes: dict[str, object], words: str
) -> None:
    needs = need("n1"), need("n2")
    found = sent(problem(needs, (helper("a"), helper("b")), **changes), "a")
    assert not found.possible
    assert words in found.sentence


def test_stock_that_is_held_elsewhere_cannot_be_sent() -> None:
    needs = need("n1", position="laptop"), need("n2", position="laptop")
    found = sent(problem(needs, (kit("k", 1),), held=(("n2", "k", 1),)), "k")
    assert found.sentence == "What stands already uses up its stock in these hours."


def test_without_time_the_loss_is_called_unproven() -> None:
    # Taking what fits strands a need, so a plan without a search is not proven.
    needs = need("n1"), need("n2", position="incident-lead"), need("n3", place=FAR)
    both = helper("both", levels=(("network-engineer", 1), ("incident-lead", 1)), place=TOWN)
    asked = problem(needs, (both, helper("a", place=FAR), helper("b"), helper("c", place=FAR)))
    found = sent(asked, "both", seconds=0)
    assert not found.proven
    assert "Time ran out before this was proven; the loss may be smaller." in found.sentence


def test_somebody_unknown_is_asked_about_with_a_sentence() -> None:
    asked = problem((need(),), (helper("a"),))
    with pytest.raises(ValueError, match="The helper ghost is not in the problem"):
        sent(asked, "ghost")
    with pytest.raises(ValueError, match="The need ghost is not in the problem"):
        sent(asked, "a", need_id="ghost")
    with pytest.raises(ValueError, match="0 seconds or more"):
        sent(asked, "a", seconds=-1)
