"""What if and what instead, told fast, are what solving everything twice would tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from tests.support.real_data import atlas_path

from muster.accounts.models import Person
from muster.aid.models import Request
from muster.aid.queries.problems import question_for
from muster.aid.services import matching, supposing
from muster.authz.actors import Actor, Source
from muster.demo.demo_hub import load_demo_hub
from muster.directory.queries.actors import actor_for
from muster.domain.acts import ActKind
from muster.domain.coverage import LegalBook
from muster.domain.matching import Problem, solve, worsening
from muster.domain.matching.objectives import LOT
from muster.domain.matching.recorded import recording
from muster.domain.matching.solution import LevelProof, Solution
from muster.domain.supposition import Supposition

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
SECONDS = 20.0

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("shortlists")]


@pytest.fixture
def hub() -> list[Request]:
    """Twenty-two towns of the demo hub, all asking at once."""
    atlas_path()
    load_demo_hub(now=NOW)
    return list(Request.objects.filter(incident__exercise=True).order_by("number"))


def coordinator() -> Actor:
    person = Person.objects.filter(
        tenures__office__duties__contains=["coordinate"], synthetic=True
    ).first()
    assert person
    return actor_for(person, at=NOW, source=Source.CLI)


def whole(requests: list[Request]) -> tuple[Problem, LegalBook]:
    """Everybody judged one by one, and the law."""
    question = question_for(requests, at=NOW)
    return question.whole().problem, question.lists.asked.book


def under(supposition: Supposition, problem: Problem, book: LegalBook) -> Problem:
    return replace(problem, best_path=supposition.book(book, NOW).best_path)


def values(levels: tuple[LevelProof, ...]) -> list[tuple[str, int]]:
    return [(level.name, level.value) for level in levels if level.name != LOT]


def suppositions(plan: Solution) -> list[Supposition]:
    """Everybody's acts of each kind, and that of one organization where one is missing."""
    missing = {
        act.kind: act.organization_id
        for _need, one in sorted(plan.explanations.items())
        for row in one.blocked_by_one
        for act in row.missing
    }
    alone = [Supposition(kind, organization_id) for kind, organization_id in missing.items()]
    return [*map(Supposition, ActKind), *alone]


def test_acts_change_what_solving_twice_with_everybody_says(hub: list[Request]) -> None:
    problem, book = whole(hub)
    before = solve(problem, time_limit_seconds=SECONDS)
    gained = set()
    for supposition in suppositions(before):
        after = solve(under(supposition, problem, book), time_limit_seconds=SECONDS)
        _question, *fast = supposing.with_and_without(coordinator(), hub, supposition)
        told = supposing.what_if(actor=coordinator(), requests=hub, supposition=supposition)

        units = [sum(row.units for row in one.assignments) for one in (before, after)]
        assert [told.before, told.after] == units, supposition
        gained.add((bool(supposition.organization_id), units[0] < units[1]))
        for mine, theirs in zip(fast, (before, after), strict=True):
            assert mine.outcome.proofs
            assert not mine.hungry
            assert all(level.gap == 0 for level in mine.outcome.proofs)
            assert values(mine.outcome.proofs) == values(theirs.certificate.levels)
    assert {(False, True), (False, False), (True, True)} <= gained


@pytest.mark.parametrize("kind", ActKind)
def test_the_law_with_more_acts_answers_every_deployment_alike(
    hub: list[Request], kind: ActKind
) -> None:
    question = question_for(hub, at=NOW)
    supposed, _paths = question.supposing(Supposition(kind))
    problem, recorder = recording(supposed.problem)
    solve(problem, time_limit_seconds=SECONDS)
    law = under(Supposition(kind), problem, question.lists.asked.book).best_path

    assert recorder.paths
    assert all(path == law(deployment) for deployment, path in recorder.paths.items())


def test_somebody_else_costs_what_solving_twice_with_everybody_says(hub: list[Request]) -> None:
    problem, _book = whole(hub)
    plan = solve(problem, time_limit_seconds=SECONDS)
    pairs = []
    for need_id, one in list(plan.explanations.items())[::30]:
        staying = (*one.next_best[:1], *one.next_best[-1:], *one.not_chosen[:1])
        pairs += [(need_id, row.helper_id) for row in staying]
        pairs += [(need_id, row.candidate.helper_id) for row in one.chosen[:1]]

    for need_id, helper_id in pairs:
        slow = worsening(problem, plan, need_id, helper_id, time_limit_seconds=SECONDS)
        fast = matching.instead(
            actor=coordinator(), requests=hub, need_id=UUID(need_id), helper_id=UUID(helper_id)
        )
        assert fast == slow
    assert len(pairs) > 8
