"""Proposing who goes: one run over one request or over many at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from muster.aid.actions import Action
from muster.aid.job_names import JobName
from muster.aid.models import MatchRun, Request
from muster.aid.policies import may_match
from muster.aid.queries.answers import answer_of
from muster.aid.queries.problems import Question, question_for
from muster.aid.queries.proposals import kinds_missing
from muster.aid.queries.recordings import kept
from muster.aid.services.collecting import put_off
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.domain.failures import Conflict, Invalid, NotFound
from muster.domain.matching import Problem, Solution, Worsening, solve, worsening
from muster.domain.matching.candidates import Verdicts
from muster.domain.matching.open_ended import loosened
from muster.domain.matching.plan import Run, best_run
from muster.domain.matching.recorded import Paths, recording
from muster.domain.matching.watch import Stage, Unwatched, Watch
from muster.jobs.queue import enqueue

TIME_LIMIT_SECONDS = 20.0
INSTEAD_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A proposal that nobody has kept yet, with the legal paths it rests on."""

    question: Question
    solution: Solution
    paths: Paths


@use_case
def propose(*, actor: Actor, requests: Sequence[Request], watch: Watch | None = None) -> MatchRun:
    """Match these requests together and keep the proposal. Nobody is asked yet.

    A `watch` that raises `Stopped` ends it, and nothing is written.
    """
    found = work_out(actor=actor, requests=requests, watch=watch)
    return keep(actor=actor, requests=requests, found=found)


@put_off()
def work_out(
    *,
    actor: Actor,
    requests: Sequence[Request],
    seconds: float = TIME_LIMIT_SECONDS,
    watch: Watch | None = None,
) -> WorkedOut:
    """The proposal after at most so many seconds of search, written nowhere."""
    check(actor, requests)
    watch = watch or Unwatched()
    watch.stage(Stage.READING, 0, 1)
    question = asked(requests, actor)
    problem, recorder = recording(question.problem)
    question, solution = solved(replace(question, problem=problem), seconds=seconds, watch=watch)
    return WorkedOut(question, solution, recorder.paths)


@use_case
def keep(*, actor: Actor, requests: Sequence[Request], found: WorkedOut) -> MatchRun:
    """Store the proposal with its inputs. Raises Refused when matching is no longer allowed."""
    check(actor, requests)
    question, solution = found.question, found.solution
    stored = kept(question.problem, found.paths)
    run = MatchRun.objects.create(
        ran_at=actor.at,
        fingerprint=stored.fingerprint,
        inputs=stored.inputs,
        answer=answer_of(question, solution),
        optimal=solution.certificate.optimal,
        gap=solution.certificate.gap,
        filled=sum(row.units for row in solution.assignments),
        unfilled=sum(row.units for row in solution.unfilled),
        seconds=solution.seconds,
    )
    run.requests.set(requests)
    for request in requests:
        record(
            actor=actor,
            action=Action.MATCH_PROPOSED,
            subject=run,
            about=request.pk,
            facts={
                "filled": _filled_for(request, question, solution),
                "fingerprint": stored.fingerprint,
            },
            organization_id=request.incident.organization_id,
        )
    if kinds_missing(run):
        enqueue(JobName.LOOK_AHEAD, run_id=str(run.pk))
    return run


def asked(
    requests: Sequence[Request], actor: Actor, *, also: Iterable[tuple[UUID, UUID]] = ()
) -> Question:
    """The question as it is on record now."""
    return question_for(requests, at=actor.at, also=also)


@dataclass(slots=True)
class Growing:
    """A question whose lists of people get longer while it is answered."""

    question: Question

    def longer(self, hungry: tuple[str, ...]) -> Problem:
        self.question = self.question.longer(hungry)
        return self.question.problem


def solved(
    question: Question, *, seconds: float = TIME_LIMIT_SECONDS, watch: Watch | None = None
) -> tuple[Question, Solution]:
    """The matcher's answer, and the question with as many people as it took to prove it.

    Raises Conflict when the data on record cannot be matched.
    """
    lists = Growing(question)
    with _readable():
        solution = solve(
            question.problem, time_limit_seconds=seconds, longer=lists.longer, watch=watch
        )
        return lists.question, loosened(lists.question.problem, solution)


def planned(question: Question, verdicts: Verdicts) -> tuple[Question, Run]:
    """The plan of `solved` without the reasons; `verdicts` that are known stand.

    Raises Conflict when the data on record cannot be matched.
    """
    lists = Growing(question)
    with _readable():
        run = best_run(
            question.problem, verdicts, time_limit_seconds=TIME_LIMIT_SECONDS, longer=lists.longer
        )
        return lists.question, run


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise Conflict(
            f"The matcher could not read what is on record: {error}",
            "Tell the hub coordinator; the roster or the request needs mending.",
        ) from error


def listed_whole(question: Question) -> Question:
    """With everybody judged one by one; in a large hub those who are worth it."""
    try:
        return question.whole()
    except ValueError:
        return question


@put_off()
def instead(
    *, actor: Actor, requests: Sequence[Request], need_id: UUID, helper_id: UUID
) -> Worsening:
    """By how much the plan for these requests would worsen with this helper on this need.

    Solved twice, now; nothing is written. Raises NotFound when either is not in question any more.
    """
    check(actor, requests)
    pair = str(need_id), str(helper_id)
    question = asked(requests, actor, also=[(need_id, helper_id)]).remembering_paths()
    known = {need.id for need in question.problem.needs}
    known |= {helper.id for helper in question.problem.helpers}
    if not known.issuperset(pair):
        raise NotFound("This line or this helper is not in question any more.", "Match again.")
    verdicts: Verdicts = {}
    question, run = planned(question, verdicts)
    return worsening(
        question.problem,
        run.without_reasons(),
        *pair,
        time_limit_seconds=INSTEAD_SECONDS,
        longer=Growing(question).longer,
        verdicts=verdicts,
    )


def check(actor: Actor, requests: Sequence[Request]) -> None:
    """Raises Invalid, Refused or Conflict when these requests cannot be matched by this actor."""
    if not requests:
        raise Invalid("There is no open request to match.", "Wait until somebody asks for help.")
    for request in requests:
        require(may_match(actor, request))
    check_apart(requests)


def check_apart(requests: Sequence[Request]) -> None:
    """Raises Conflict when exercise and reality would mix."""
    if len({request.incident.exercise for request in requests}) > 1:
        raise Conflict(
            "Exercise and real requests are never matched together.", "Match them separately."
        )


def _filled_for(request: Request, question: Question, solution: Solution) -> int:
    ours = {str(need.pk) for need in question.needs if need.request_id == request.pk}
    return sum(row.units for row in solution.assignments if row.candidate.need_id in ours)
