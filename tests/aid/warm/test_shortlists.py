"""Reading shortlists from the arrays says what judging everybody one by one would say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.support.real_data import atlas_path

from muster.agreements.queries import legal_book
from muster.aid.models import Request
from muster.aid.queries.problems import Question, question_for
from muster.aid.services.matching import solved
from muster.aid.warm import shortlists
from muster.aid.warm.ground import Ground, Law
from muster.aid.warm.keeping import keeper
from muster.aid.warm.roster import roster_of
from muster.demo.demo_hub import load_demo_hub
from muster.domain.acts import ActKind
from muster.domain.matching import Explanation, Solution, solve
from muster.domain.matching.flow import augment
from muster.domain.matching.kernels import compile_flow, compile_pool
from muster.domain.matching.objectives import LOT
from muster.domain.matching.pool import census, listing
from muster.domain.positions import BY_CODE
from muster.responders.models import Responder
from muster.responders.rows import roster_rows

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("shortlists")]


@pytest.fixture
def hub() -> list[Request]:
    """Twenty-two towns of the demo hub, all asking at once."""
    atlas_path()
    load_demo_hub(now=NOW)
    return list(Request.objects.filter(incident__exercise=True).order_by("number"))


def both(requests: list[Request]) -> tuple[Question, Solution, Question, Solution]:
    short, quick = solved(question_for(requests, at=NOW))
    whole = question_for(requests, at=NOW).whole()
    return short, quick, whole, solve(whole.problem)


def values(solution: Solution) -> list[tuple[str, int]]:
    """What the plan reaches, level by level; the lot only makes the answer unique."""
    levels = solution.certificate.levels
    return [(level.name, level.value) for level in levels if level.name != LOT]


def test_the_plan_is_as_good_at_every_level(hub: list[Request]) -> None:
    short, quick, whole, slow = both(hub)

    assert values(quick) == values(slow)
    assert quick.certificate.optimal
    assert not quick.hungry
    assert len(short.problem.helpers) <= len(whole.problem.helpers)


def test_everybody_is_counted_under_the_cause_they_would_be_judged_by(hub: list[Request]) -> None:
    for request in hub[:6]:
        short, quick, _whole, slow = both([request])
        for need in short.problem.needs:
            if BY_CODE[need.position].is_kit:
                continue
            mine, theirs = quick.explanations[need.id], slow.explanations[need.id]
            # Who could go and does not is told apart by name only.
            passed = {"home_floor", "lending_limit", "better_used", "not_needed"}
            counted = {c: n for c, n in mine.counts.items() if c not in passed}
            assert counted == {c: n for c, n in theirs.counts.items() if c not in passed}
            assert sum(mine.counts.values()) == sum(theirs.counts.values())
            assert mine.blocked == theirs.blocked


def test_a_common_act_that_is_missing_does_not_hide_a_rare_one(hub: list[Request]) -> None:
    _short, quick, _whole, slow = both(hub)
    kinds = set()
    for need_id, found in slow.explanations.items():
        named, everybody = first_by_act(quick.explanations[need_id]), first_by_act(found)
        assert named == everybody
        kinds.add(frozenset(everybody))
    assert any(len(of_one_need) > 1 for of_one_need in kinds)


def first_by_act(explanation: Explanation) -> dict[ActKind, datetime]:
    """When the first of those could be there whom one act of each kind keeps."""
    found: dict[ActKind, datetime] = {}
    for row in explanation.blocked_by_one:
        assert row.candidate
        kind, arrives_at = row.missing[0].kind, row.candidate.arrives_at
        found[kind] = min(found.get(kind, arrives_at), arrives_at)
    return found


def test_a_list_that_is_too_short_is_made_longer_until_the_same_plan_is_proven(
    hub: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = solved(question_for(hub, at=NOW))[1]
    monkeypatch.setattr(shortlists, "BEYOND", -1)
    first = question_for(hub, at=NOW)
    once = solve(first.problem)

    question, solution = solved(first)

    assert once.hungry
    assert not solution.hungry
    assert max(question.lists.room.values()) > 3
    assert values(solution) == values(usual)


def test_what_changed_on_the_roster_weighs_as_if_everybody_were_read_again(
    hub: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Ground(roster_of(roster_rows(at=NOW)), Law(legal_book(exercise=True)))
    people = Responder.objects.order_by("organization")
    homes = list(people.values_list("organization", flat=True).distinct())
    cheaper, gone = homes[::3], homes[1::9]
    people.filter(organization__in=cheaper).update(hourly_cents=1_234)
    people.filter(organization__in=gone).update(removed_at=NOW)
    changed = {*cheaper, *gone}
    roster = before.roster.with_fresh(roster_rows(at=NOW, organizations=changed), changed)
    whole, slow = solved(question_for(hub, at=NOW))

    monkeypatch.setattr(keeper, "ground", lambda **_when: before.under(roster))
    mine, quick = solved(question_for(hub, at=NOW))

    assert (whole.roster.changed, mine.roster.changed) == (frozenset(), changed)
    assert len(whole.roster) == len(mine.roster) == len(list(mine.roster))
    assert values(quick) == values(slow)
    assert quick.certificate.optimal
    for need_id, found in slow.explanations.items():
        assert figures(quick.explanations[need_id]) == figures(found)


def figures(explanation: Explanation) -> tuple[object, ...]:
    """Of everybody; who of them is judged by name differs with the lists."""
    passed = {"home_floor", "lending_limit", "better_used", "not_needed"}
    counts = {cause: n for cause, n in explanation.counts.items() if cause not in passed}
    return counts, sum(explanation.counts.values()), explanation.blocked


def test_the_unfilled_are_explained_the_same(hub: list[Request]) -> None:
    _short, quick, _whole, slow = both(hub)

    assert [(row.need_id, row.units, row.cause) for row in quick.unfilled] == [
        (row.need_id, row.units, row.cause) for row in slow.unfilled
    ]


def test_the_kernels_compiled_at_set_up_are_the_ones_in_use(hub: list[Request]) -> None:
    compile_flow()
    compile_pool()
    kernels = (listing._fill, census._count, augment.augment)
    before = [len(kernel.signatures) for kernel in kernels]

    solved(question_for(hub, at=NOW))

    assert [len(kernel.signatures) for kernel in kernels] == before
