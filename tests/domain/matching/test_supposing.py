"""What one more act moves, and what stays as it was judged."""

from __future__ import annotations

from dataclasses import replace

from tests.domain.matching.builders import COMPLETE, helper, need, not_yet, problem
from tests.domain.test_coverage import ASKED, COMPACT, DECLARED

from muster.domain.coverage import ActKind, Deployment, LegalBook, LegalPath
from muster.domain.matching.candidates import Verdicts, screen
from muster.domain.matching.problem import Shortlist
from muster.domain.matching.supposing import Supposed, same_lists, unmoved


def south_waits(deployment: Deployment) -> LegalPath | None:
    return not_yet() if deployment.assisting_id == "south" else COMPLETE


def test_only_pairs_whose_paths_changed_are_judged_again() -> None:
    helpers = (
        helper("a"),
        helper("b", organization_id="south"),
        helper("c", organization_id="south", levels=()),
    )
    before, verdicts = problem((need(),), helpers, best_path=south_waits), Verdicts()
    screen(before, verdicts)
    after = replace(before, best_path=lambda _deployment: COMPLETE)

    kept = unmoved(verdicts, before, after)

    assert set(verdicts) == {("n1", "a"), ("n1", "b"), ("n1", "c")}
    assert set(kept) == {("n1", "a"), ("n1", "c")}
    assert screen(after, dict(kept)) == screen(after)


def test_who_is_no_longer_in_the_problem_is_forgotten() -> None:
    before, verdicts = problem((need(),), (helper("a"), helper("b"))), Verdicts()
    screen(before, verdicts)
    assert set(unmoved(verdicts, replace(before, helpers=(helper("a"),)), before)) == {("n1", "a")}


def test_an_act_that_somebody_asks_for_is_supposed_and_no_other() -> None:
    book, asked = LegalBook((COMPACT,), ()), []

    def before(deployment: Deployment) -> LegalPath | None:
        asked.append(deployment)
        return book.best_path(deployment)

    supposed = Supposed(before, book, DECLARED)
    assert supposed(ASKED) == LegalBook((COMPACT,), (DECLARED,)).best_path(ASKED)
    assert not asked

    other = replace(DECLARED, kind=ActKind.EMPLOYER_CONSENT)
    for act in (
        other,
        replace(DECLARED, organization_ids=frozenset({"north"})),
        replace(DECLARED, instrument_id="another"),
    ):
        assert Supposed(before, book, act)(ASKED) == book.best_path(ASKED)
    assert len(asked) == 3


def test_lists_are_the_same_whatever_is_counted_beside_them() -> None:
    def listed(*names: str, bound: tuple[int, int] | None = None, own: int = 0) -> Shortlist:
        return Shortlist(frozenset(names), bound, {}, own, {}, 0)

    asked = problem((need(),), (helper("a"),))
    one = replace(asked, shortlists={"n1": listed("a")})
    assert same_lists(one, replace(asked, shortlists={"n1": listed("a", own=3)}))
    assert not same_lists(one, replace(asked, shortlists={"n1": listed("a", "b")}))
    assert not same_lists(one, replace(asked, shortlists={"n1": listed("a", bound=(1, 1))}))
    assert not same_lists(one, asked)
