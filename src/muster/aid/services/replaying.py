"""Solving a stored match run again from what was stored, and saying whether it is the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError

from muster.aid.actions import Action
from muster.aid.models import MatchRun
from muster.aid.policies import may_replay_match
from muster.aid.queries.comparisons import Difference, differences
from muster.aid.queries.recordings import RecordChangedError, restored
from muster.aid.services.matching import TIME_LIMIT_SECONDS
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.domain.failures import Conflict
from muster.domain.matching import Problem, Solution, solve
from muster.domain.matching.open_ended import loosened
from muster.domain.matching.recorded import UnknownVersionError
from muster.domain.matching.watch import Watch

ASK = "Ask the hub's auditor, or the hub coordinator."
NO_INPUTS = "This run was made before the hub kept what a run is asked, so it cannot be replayed."
MATCH_AGAIN = "Match the request again: the new run can be replayed."


class Verdict(StrEnum):
    """What a replay found."""

    SAME = "same"
    DIFFERENT = "different"
    CHANGED = "changed"


SENTENCES = {
    Verdict.SAME: "Same plan, same proof.",
    Verdict.DIFFERENT: "The replay does not find what is stored.",
    Verdict.CHANGED: "The record was changed after the run.",
}


@dataclass(frozen=True, slots=True)
class Replay:
    """The verdict with every difference. `detail` says what does not fit in a changed record.

    `release` is the one that solved the run; `seconds` is what solving took now.
    """

    run: MatchRun
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    detail: str = ""
    release: str = ""
    seconds: float = 0.0

    @property
    def sentence(self) -> str:
        return SENTENCES[self.verdict]

    @property
    def cut_short(self) -> bool:
        """Out of time, two searches need not end at the same plan."""
        return self.verdict is Verdict.DIFFERENT and not self.run.optimal


@use_case
def replay(*, actor: Actor, run: MatchRun, watch: Watch | None = None) -> Replay:
    """Solve the run again from its own inputs and compare. That it was replayed is recorded.

    Raises Refused for anybody but auditors and coordinators, and Conflict with a sentence for a
    run without inputs or one that another release wrote.
    """
    require(may_replay_match(actor), ASK)
    if run.inputs is None:
        raise Conflict(NO_INPUTS, MATCH_AGAIN)
    found = _replayed(run, watch)
    record(
        actor=actor,
        action=Action.MATCH_REPLAYED,
        subject=run,
        facts={"verdict": found.verdict.value, "differences": len(found.differences)},
    )
    return found


def _replayed(run: MatchRun, watch: Watch | None) -> Replay:
    try:
        stored = restored(run)
        solution = _solved(stored.problem, watch)
    except UnknownVersionError as error:
        raise Conflict(str(error)) from error
    except RecordChangedError as error:
        return Replay(run, Verdict.CHANGED, detail=str(error))
    except ValueError as error:
        detail = f"The stored inputs cannot be solved. {error}"
        return Replay(run, Verdict.CHANGED, detail=detail)
    try:
        found = tuple(differences(run, solution))
    except (KeyError, TypeError, AttributeError, ValueError, ValidationError):
        return Replay(run, Verdict.CHANGED, detail="The stored answer cannot be read.")
    return Replay(
        run=run,
        verdict=Verdict.DIFFERENT if found else Verdict.SAME,
        differences=found,
        release=stored.release,
        seconds=solution.seconds,
    )


def _solved(problem: Problem, watch: Watch | None) -> Solution:
    solution = solve(problem, time_limit_seconds=TIME_LIMIT_SECONDS, watch=watch)
    return loosened(problem, solution)
