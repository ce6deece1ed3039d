"""One more act than is on record: what it moves, and what stays as it was judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from muster.domain.coverage import Act, Deployment, LegalBook, LegalPath
from muster.domain.matching.candidates import Verdicts
from muster.domain.matching.cover import CoverBook, senders_of
from muster.domain.matching.people import Roster
from muster.domain.matching.problem import Problem
from muster.domain.matching.solution import Candidate, Cause

_BEFORE_THE_LAW = frozenset({Cause.NOT_QUALIFIED, Cause.DECLINED, Cause.CONFLICT})
"""Found before anybody asks for a legal path."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """The paths with one more act: `before` answers wherever nobody asks for it."""

    before: Callable[[Deployment], LegalPath | None]
    book: LegalBook
    """on record"""
    act: Act
    with_act: LegalBook = field(init=False)

    def __post_init__(self) -> None:
        book = LegalBook(instruments=self.book.instruments, acts=(*self.book.acts, self.act))
        object.__setattr__(self, "with_act", book)

    def __call__(self, deployment: Deployment) -> LegalPath | None:
        touched = self.book.touched(self.act, deployment)
        return self.with_act.best_path(deployment) if touched else self.before(deployment)


def unmoved(verdicts: Verdicts, before: Problem, after: Problem) -> Verdicts:
    """The verdicts on pairs of `before` that hold in `after` too.

    The problems may differ in their legal paths and in who is listed, and in nothing else. A
    verdict holds where the same paths are open to everybody who would go.
    """
    needs = {need.id: need for need in before.needs}
    roster, mine, theirs = Roster(before), CoverBook(before), CoverBook(after)
    senders = {one.id: senders_of(one, roster.people(one)) for one in before.helpers}

    def same_paths(need_id: str, helper_id: str) -> bool:
        need, sent_by = needs[need_id], senders.get(helper_id)
        return sent_by is not None and mine.cover(need, sent_by) == theirs.cover(need, sent_by)

    return {
        (need_id, helper_id): verdict
        for (need_id, helper_id), verdict in verdicts.items()
        if (not isinstance(verdict, Candidate) and verdict.cause in _BEFORE_THE_LAW)
        or same_paths(need_id, helper_id)
    }


def same_lists(before: Problem, after: Problem) -> bool:
    """Whether the same people are judged for the same needs, under the same bounds."""
    one, other = before.shortlists, after.shortlists
    return one.keys() == other.keys() and all(
        (mine.helper_ids, mine.bound) == (other[need_id].helper_ids, other[need_id].bound)
        for need_id, mine in one.items()
    )
