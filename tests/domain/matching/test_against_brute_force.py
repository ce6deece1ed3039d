"""Thousands of small random problems under every constraint there is, against every plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from math import inf
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from tests.domain.matching.brute_force import Plan, Reference
from tests.domain.matching.builders import ALWAYS, covered
from tests.domain.matching.test_solve import new_plan, proven
from tests.domain.matching.tiny_problems import tiny_problems

from muster.domain.matching import HelperKind, Mode, Priority, Problem, solve
from muster.domain.matching.objectives import LOT

FILLED = len(Priority)


def check(asked: Problem) -> None:
    """The plan keeps every rule, is best level by level, and its certificate says just that."""
    reference, solution = Reference(asked), solve(asked)
    key, plan = reference.best()
    mine = new_plan(asked, solution)
    assert reference.allowed(mine)
    # A plan found as a flow draws no lot.
    drawn = solution.certificate.levels[-1].name == LOT
    levels = len(key) if drawn else len(key) - 1
    assert reference.key(mine)[:levels] == key[:levels]
    assert mine == plan or not drawn
    present = {one.priority for one in asked.needs}
    filled = tuple(key[p - 1] for p in Priority if p in present)
    assert proven(solution) == filled + key[FILLED:levels]
    assert solution.certificate.optimal


@settings(max_examples=400, deadline=None)
@given(tiny_problems())
def test_with_teams_the_solver_finds_the_best_plan_of_all(asked: Problem) -> None:
    check(asked)


@settings(max_examples=400, deadline=None)
@given(tiny_problems(teams=False))
def test_without_teams_the_flow_finds_the_best_plan_of_all(asked: Problem) -> None:
    check(asked)


FEW_PAIRS = 8


def found(wanted: Callable[[Problem], bool]) -> Problem:
    """One of the problems the tests above draw; raises NoSuchExample when they draw none."""
    quickly = settings(
        max_examples=5_000,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
        phases=[Phase.generate],
    )

    def quick_to_try(asked: Problem) -> bool:
        return len(Reference(asked).pairs) <= FEW_PAIRS and wanted(asked)

    return find(tiny_problems(), quick_to_try, settings=quickly)


def needs(**changes: Any) -> Callable[[Problem], Problem]:
    return lambda asked: replace(asked, needs=tuple(replace(n, **changes) for n in asked.needs))


def helpers(kind: HelperKind | None = None, **changes: Any) -> Callable[[Problem], Problem]:
    def loosen(asked: Problem) -> Problem:
        changed = (
            replace(one, **changes) if kind in (None, one.kind) else one for one in asked.helpers
        )
        return replace(asked, helpers=tuple(changed))

    return loosen


def those(**changes: Any) -> Callable[[Problem], Problem]:
    return lambda asked: replace(asked, **changes)


def without_teams(asked: Problem) -> Problem:
    kept = tuple(one for one in asked.helpers if one.kind is not HelperKind.TEAM)
    return replace(asked, helpers=kept, held=(), declined=frozenset())


LOOSENED: dict[str, Callable[[Problem], Problem]] = {
    "the level asked": needs(minimum_level=9),
    "the number asked": needs(count=9),
    "where the work is done": needs(mode=Mode.EITHER),
    "remote work": helpers(remote_capable=True),
    "the travel limit": helpers(travel_limit_km=inf),
    "availability": helpers(available=ALWAYS),
    "commitments": helpers(committed=()),
    "mobilization": helpers(mobilization_minutes=0),
    "conflicts of interest": helpers(conflicts=frozenset()),
    "stock": helpers(HelperKind.KIT, units=9),
    "the law": those(best_path=covered),
    "products": needs(products=frozenset()),
    "clearances": needs(clearances=frozenset()),
    "rest": helpers(rest_minutes=0),
    "the longest tour": helpers(longest_tour_hours=None),
    "how much a home lends already": helpers(home_load=0),
    "declines": those(declined=frozenset()),
    "held claims": those(held=()),
    "home floors": those(floors=()),
    "the lending limit": those(max_lent_per_organization=None),
}


@pytest.mark.parametrize("constraint", LOOSENED)
def test_every_constraint_decides_some_of_the_problems(constraint: str) -> None:
    def decides(asked: Problem) -> bool:
        loose = LOOSENED[constraint](asked)
        return loose != asked and Reference(asked).best() != Reference(loose).best()

    found(decides)


def test_some_of_the_problems_are_decided_by_an_alternate() -> None:
    def decides(asked: Problem) -> bool:
        free = replace(asked, held=(), declined=frozenset())
        regular = tuple(one for one in asked.helpers if not one.stand_ins)
        if regular == asked.helpers:
            return False
        return Reference(free).best() != Reference(replace(free, helpers=regular)).best()

    found(decides)


def test_some_of_the_problems_are_decided_by_a_team() -> None:
    def decides(asked: Problem) -> bool:
        free = replace(asked, held=(), declined=frozenset())
        return Reference(free).best() != Reference(without_teams(asked)).best()

    found(decides)


def plans(asked: Problem) -> tuple[Reference, Plan]:
    reference = Reference(asked)
    return reference, reference.best()[1]


def test_some_of_the_problems_send_one_person_to_two_needs_one_after_the_other() -> None:
    def possible(asked: Problem) -> bool:
        reference = Reference(asked)
        return any(
            one[1] == other[1]
            and reference.helpers[one[1]].kind is HelperKind.RESPONDER
            and reference.allowed({one: 1, other: 1})
            for one, other in combinations(reference.pairs, 2)
        )

    def twice(asked: Problem) -> bool:
        if not possible(asked):
            return False
        reference, plan = plans(asked)
        going = [one for _n, one in plan if reference.helpers[one].kind is HelperKind.RESPONDER]
        return len(going) > len(set(going))

    found(twice)


def test_some_of_the_problems_have_more_work_than_people_for_it() -> None:
    def scarce(asked: Problem) -> bool:
        free = replace(asked, held=(), floors=(), max_lent_per_organization=None)
        alone = [
            sum(Reference(replace(free, needs=(one,))).best()[0][:FILLED]) for one in free.needs
        ]
        return sum(alone) < sum(Reference(free).best()[0][:FILLED])

    found(scarce)


@pytest.mark.parametrize("remote", [False, True])
def test_some_of_the_problems_leave_it_to_the_helper_where_the_work_is_done(remote: bool) -> None:
    def chooses(reference: Reference, pair: tuple[str, str]) -> bool:
        return (
            reference.needs[pair[0]].mode is Mode.EITHER
            and reference.helpers[pair[1]].remote_capable
            and reference.pairs[pair].remote is remote
        )

    def either(asked: Problem) -> bool:
        reference = Reference(asked)
        if not any(chooses(reference, pair) for pair in reference.pairs):
            return False
        return any(chooses(reference, pair) for pair in reference.best()[1])

    found(either)
