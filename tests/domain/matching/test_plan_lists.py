"""Shortlists where teams take the problem to the solver."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.domain.matching.builders import helper, need, problem, team

from muster.domain.matching import Problem, plan, solve
from muster.domain.matching.levels import Outcome, settle
from muster.domain.matching.problem import Shortlist

PEOPLE = tuple(helper(name, hourly_cents=5000 - at) for at, name in enumerate("abcd"))


def listed(count: int) -> Problem:
    """So many of four people are on the list; a team of two could go as well."""
    names = frozenset(one.id for one in PEOPLE[:count])
    bound = None if count == len(PEOPLE) else (0, 0)
    pair = team("t", "a", "b", levels=(("network-engineer", 1),))
    asked = problem((need(count=3),), (*PEOPLE, pair))
    return replace(asked, shortlists={"n1": Shortlist(names, bound, {}, 0, {}, 0)})


class Longer:
    def __init__(self) -> None:
        self.count = 1

    def __call__(self, hungry: tuple[str, ...]) -> Problem:
        assert hungry == ("n1",)
        self.count += 1
        return listed(self.count)


def test_lists_are_complete_before_the_solver_is_asked_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []

    def counted(*args: Any, **named: Any) -> Outcome:
        asked.append(args)
        return settle(*args, **named)

    monkeypatch.setattr(plan, "settle", counted)
    solution = solve(listed(1), longer=Longer())

    assert len(asked) == 1
    assert not solution.hungry
    assert solution.certificate.optimal
    assert solution.certificate == solve(listed(4)).certificate


def test_without_time_the_plan_is_made_from_the_lists_as_they_are() -> None:
    solution = solve(listed(1), longer=Longer(), time_limit_seconds=0)

    assert solution.hungry == ("n1",)
    assert solution.assignments


def test_long_lists_are_not_made_longer_blindly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "MOST_LISTED", 0)
    longer = Longer()
    solution = solve(listed(1), longer=longer, time_limit_seconds=0)

    assert longer.count == 1
    assert solution.certificate.levels
