"""What one more act moves, and what stays as it was judged."""

from __future__ import annotations

from dataclasses import replace

from tests.domain.matching.builders import COMPLETE, helper, need, not_yet, problem
from tests.domain.test_coverage import ASKED, COMPACT, DECLARED

from muster.domain.acts import ActKind
from muster.domain.coverage import Deployment, LegalBook, LegalPath, PathStanding
from muster.domain.matching.candidates import Verdicts, screen
from muster.domain.matching.problem import Shortlist
from muster.domain.matching.supposing import Supposed, same_lists, unmoved
from muster.domain.supposition import Supposition

SOUTH = Supposition(ActKind.LOCAL_DECLARATION, "south")


def south_waits(deployment: Deployment) -> LegalPath | None:
    return not_yet() if deployment.assisting_id == "south" else COMPLETE


class SouthSupplies(Supposed):
    """The law of which only the south's act is missing."""

    def touches(self, requesting_id: str, assisting_id: str) -> bool:
        return "south" in (requesting_id, assisting_id)


def test_only_pairs_whose_paths_may_change_are_judged_again() -> None:
    helpers = (
        helper("a"),
        helper("b", organization_id="south"),
        helper("c", organization_id="south", levels=()),
    )
    before, verdicts = problem((need(),), helpers, best_path=south_waits), Verdicts()
    screen(before, verdicts)
    after = replace(before, best_path=lambda _deployment: COMPLETE)
    empty = LegalBook((), ())

    kept = unmoved(verdicts, before, SouthSupplies(south_waits, empty, SOUTH, empty))

    assert set(verdicts) == {("n1", "a"), ("n1", "b"), ("n1", "c")}
    assert set(kept) == {("n1", "a"), ("n1", "c")}
    assert screen(after, dict(kept)) == screen(after)


def test_who_is_no_longer_in_the_problem_is_forgotten() -> None:
    before, verdicts = problem((need(),), (helper("a"), helper("b"))), Verdicts()
    screen(before, verdicts)
    empty = LegalBook((), ())
    supposed = Supposed(south_waits, empty, SOUTH, empty)
    assert set(unmoved(verdicts, replace(before, helpers=(helper("a"),)), supposed)) == {
        ("n1", "a")
    }


def test_paths_that_nobody_touches_are_asked_as_before() -> None:
    book, asked = LegalBook((COMPACT,), ()), []

    def before(deployment: Deployment) -> LegalPath | None:
        asked.append(deployment)
        return book.best_path(deployment)

    def path(supposition: Supposition) -> LegalPath | None:
        supposed = supposition.book(book, ASKED.begins_at)
        return Supposed(before, book, supposition, supposed)(ASKED)

    declared = LegalBook((COMPACT,), (DECLARED,)).best_path(ASKED)
    asking = next(iter(DECLARED.organization_ids))
    for supposition in (Supposition(DECLARED.kind), Supposition(DECLARED.kind, asking)):
        told = path(supposition)
        assert told
        assert declared
        assert told.standing is declared.standing is PathStanding.COMPLETE
    assert not asked

    for other in (Supposition(ActKind.EMPLOYER_CONSENT), Supposition(DECLARED.kind, "nowhere")):
        assert path(other) == book.best_path(ASKED)
    assert len(asked) == 2


def test_lists_are_the_same_whatever_is_counted_beside_them() -> None:
    def listed(*names: str, bound: tuple[int, int] | None = None, own: int = 0) -> Shortlist:
        return Shortlist(frozenset(names), bound, {}, own, {}, 0)

    asked = problem((need(),), (helper("a"),))
    one = replace(asked, shortlists={"n1": listed("a")})
    assert same_lists(one, replace(asked, shortlists={"n1": listed("a", own=3)}))
    assert not same_lists(one, replace(asked, shortlists={"n1": listed("a", "b")}))
    assert not same_lists(one, replace(asked, shortlists={"n1": listed("a", bound=(1, 1))}))
    assert not same_lists(one, asked)
