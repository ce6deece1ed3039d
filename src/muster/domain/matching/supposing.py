"""Acts that are only supposed: what they move, and what stays as it was judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from muster.domain.coverage import Deployment, LegalBook, LegalPath
from muster.domain.matching.candidates import Verdicts
from muster.domain.matching.cover import senders_of
from muster.domain.matching.people import Roster
from muster.domain.matching.problem import Problem
from muster.domain.matching.solution import Candidate, Cause
from muster.domain.supposition import Supposition

_BEFORE_THE_LAW = frozenset({Cause.NOT_QUALIFIED, Cause.DECLINED, Cause.CONFLICT})
"""Found before anybody asks for a legal path."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """The paths with what is supposed: `before` answers wherever nobody asks for it."""

    before: Callable[[Deployment], LegalPath | None]
    book: LegalBook
    """on record"""
    supposition: Supposition
    supposed: LegalBook

    def __call__(self, deployment: Deployment) -> LegalPath | None:
        if self.touches(deployment.requesting_id, deployment.assisting_id):
            return self.supposed.best_path(deployment)
        return self.before(deployment)

    def touches(self, requesting_id: str, assisting_id: str) -> bool:
        return self.supposition.touches(self.book, requesting_id, assisting_id)


def unmoved(verdicts: Verdicts, problem: Problem, supposed: Supposed) -> Verdicts:
    """The verdicts on pairs of the `problem` on record that hold under the supposition as well.

    Nobody asks for its acts between those who ask and those who would send, or another cause was
    found before anybody asked for a legal path.
    """
    asks = {need.id: need.organization_id for need in problem.needs}
    roster = Roster(problem)
    senders = {
        one.id: frozenset(sender for sender, _duty in senders_of(one, roster.people(one)))
        for one in problem.helpers
    }

    @cache
    def touched(asking: str, sending: frozenset[str]) -> bool:
        return any(supposed.touches(asking, one) for one in sending)

    return {
        (need_id, helper_id): verdict
        for (need_id, helper_id), verdict in verdicts.items()
        if (not isinstance(verdict, Candidate) and verdict.cause in _BEFORE_THE_LAW)
        or (helper_id in senders and not touched(asks[need_id], senders[helper_id]))
    }


def same_lists(before: Problem, after: Problem) -> bool:
    """Whether the same people are judged for the same needs, under the same bounds."""
    one, other = before.shortlists, after.shortlists
    return one.keys() == other.keys() and all(
        (mine.helper_ids, mine.bound) == (other[need_id].helper_ids, other[need_id].bound)
        for need_id, mine in one.items()
    )
