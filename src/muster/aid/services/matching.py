"""Proposing who goes: one run over one request or over many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from muster.agreements.queries import legal_book
from muster.aid.actions import Action
from muster.aid.models import MatchRun, Need, Request
from muster.aid.policies import may_judge_unfillable, may_match
from muster.aid.queries.answers import answer_of
from muster.aid.queries.problems import Question, question_for
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.domain import lifecycle
from muster.domain.coverage import Act, ActKind, LegalBook
from muster.domain.failures import Conflict, Invalid, NotFound
from muster.domain.lifecycle import NeedStatus
from muster.domain.matching import Solution, solve
from muster.domain.windows import Window

TIME_LIMIT_SECONDS = 20.0


@use_case
def propose(*, actor: Actor, requests: Sequence[Request]) -> MatchRun:
    """Match these requests together and keep the proposal. Nobody is asked yet."""
    _check(actor, requests)
    question = question_for(requests, at=actor.at)
    solution = solve(question.problem, time_limit_seconds=TIME_LIMIT_SECONDS)
    run = MatchRun.objects.create(
        ran_at=actor.at,
        fingerprint=question.fingerprint,
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
            facts={"filled": _filled_for(request, question, solution)},
            organization_id=request.incident.organization_id,
        )
    return run


@dataclass(frozen=True, slots=True)
class WhatIf:
    """How a plan changes with one more act: units filled before and after, of how many."""

    before: int
    after: int
    asked: int


def with_act(
    *, actor: Actor, requests: Sequence[Request], kind: ActKind
) -> tuple[Question, Solution]:
    """Solve as if this act had been supplied for every requesting organization. Writes nothing."""
    _check(actor, requests)
    book = legal_book(exercise=any(request.incident.exercise for request in requests))
    act = Act(
        kind=kind,
        organization_ids=frozenset(str(request.incident.organization_id) for request in requests),
        effective=Window(actor.at - timedelta(days=30), actor.at + timedelta(days=365)),
        reference="if it were supplied",
    )
    supposed = LegalBook(instruments=book.instruments, acts=(*book.acts, act))
    question = question_for(requests, at=actor.at, book=supposed)
    return question, solve(question.problem, time_limit_seconds=TIME_LIMIT_SECONDS)


def what_if(*, actor: Actor, run: MatchRun, kind: ActKind) -> WhatIf:
    """What one more act would fill, against a stored run."""
    requests = list(run.requests.select_related("incident__organization__jurisdiction"))
    _, solution = with_act(actor=actor, requests=requests, kind=kind)
    after = sum(row.units for row in solution.assignments)
    missing = sum(row.units for row in solution.unfilled)
    return WhatIf(before=run.filled, after=after, asked=after + missing)


@use_case
def mark_unable_to_fill(*, actor: Actor, request: Request, need_id: UUID, reason: str) -> Need:
    """Say plainly that nobody can be found, so that the town can look elsewhere."""
    require(may_judge_unfillable(actor, request))
    if not reason.strip():
        raise Invalid(
            "Say what was tried and where the town could turn.",
            fields={"reason": "Say what was tried and where the town could turn."},
        )
    need = _locked_need(request, need_id)
    lifecycle.NEED.require(need.status, NeedStatus.UNABLE_TO_FILL)
    need.status = NeedStatus.UNABLE_TO_FILL
    need.unable_reason = reason.strip()[:300]
    need.save(update_fields=["status", "unable_reason"])
    record(
        actor=actor,
        action=Action.NEED_UNABLE_TO_FILL,
        subject=need,
        about=request.pk,
        facts={"position": need.job.title, "reason": need.unable_reason},
    )
    return need


@use_case
def reopen_need(*, actor: Actor, request: Request, need_id: UUID) -> Need:
    """Look again for a need that was marked unable to fill."""
    require(may_judge_unfillable(actor, request))
    need = _locked_need(request, need_id)
    lifecycle.NEED.require(need.status, NeedStatus.OPEN)
    need.status = NeedStatus.OPEN
    need.unable_reason = ""
    need.save(update_fields=["status", "unable_reason"])
    record(
        actor=actor,
        action=Action.NEED_REOPENED,
        subject=need,
        about=request.pk,
        facts={"position": need.job.title},
    )
    return need


def _check(actor: Actor, requests: Sequence[Request]) -> None:
    if not requests:
        raise Invalid("There is no open request to match.", "Wait until somebody asks for help.")
    for request in requests:
        require(may_match(actor, request))
    if len({request.incident.exercise for request in requests}) > 1:
        raise Conflict(
            "Exercise and real requests are never matched together.", "Match them separately."
        )


def _filled_for(request: Request, question: Question, solution: Solution) -> int:
    ours = {str(need.pk) for need in question.needs if need.request_id == request.pk}
    return sum(row.units for row in solution.assignments if row.candidate.need_id in ours)


def _locked_need(request: Request, need_id: UUID) -> Need:
    need = Need.objects.select_for_update().filter(pk=need_id, request=request).first()
    if need is None:
        raise NotFound("This line does not exist any more.", "Reload the page.")
    return need
