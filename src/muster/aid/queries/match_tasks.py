"""Matches somebody waits for: how large they will be, how far they are, who may look."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from muster.aid.models import MatchTask, Need, Request
from muster.aid.queries.visibility import visible_requests
from muster.authz.actors import Actor, Duty
from muster.authz.sight import everything
from muster.domain.failures import NotFound
from muster.domain.lifecycle import NeedStatus
from muster.responders.models import Kit, Responder

PATIENCE: Final = timedelta(seconds=10)
"""After this a task nobody has begun says that the worker may not be running."""

SILENCE: Final = timedelta(seconds=60)
"""After this a worker that notes nothing is taken for dead. One step of solving takes up to 20."""


class TaskStatus(StrEnum):
    """Where a task stands. The last three are for good."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Progress:
    """What the pages show. `percent` is of the whole; `stuck` says why nothing moves."""

    task_id: UUID
    stage: str
    percent: int
    seconds: int
    stuck: str

    @property
    def step(self) -> str:
        """What is worth telling somebody who listens: figures in a stage may change within it."""
        return "stuck" if self.stuck else self.stage.partition(" ")[0].lower()


def pairs_to_judge(requests: Sequence[Request]) -> int:
    """Open lines times everybody and everything there is; an estimate from above. Three queries."""
    needs = Need.objects.filter(request__in=requests, status=NeedStatus.OPEN).count()
    helpers = Responder.objects.filter(removed_at=None).count() + Kit.objects.count()
    return needs * helpers


def task_by_id(actor: Actor, task_id: UUID) -> MatchTask:
    """Raises NotFound, also when the actor may know of none of its requests."""
    found = MatchTask.objects.filter(pk=task_id, requests__in=visible_requests(actor))
    task = found.distinct().first()
    if task is None:
        raise NotFound(
            "There is no match under way that you may see.",
            "Open the request and look who could come.",
        )
    return task


def set_of(requests: Sequence[Request]) -> str:
    """What stands for these requests, in any order: SHA-256 over their ids."""
    ids = sorted(str(request.pk) for request in requests)
    return hashlib.sha256(" ".join(ids).encode()).hexdigest()


def open_task(requests: Sequence[Request]) -> MatchTask | None:
    """The task that is under way for exactly these requests."""
    return MatchTask.objects.filter(request_set=set_of(requests), ended_at=None).first()


def under_way(actor: Actor, request: Request) -> Progress | None:
    """The newest open match of this request, alone or with others, if the actor may follow it."""
    return _progress_of_newest(_followed(actor).filter(requests=request), actor.at)


def under_way_together(
    actor: Actor, requests: Sequence[Request], *, exercise: bool
) -> Progress | None:
    """The newest open match of many requests, or of all these, if the actor may follow it."""
    many = Q(together__gt=1) | Q(request_set=set_of(requests))
    tasks = _followed(actor).filter(requests__incident__exercise=exercise)
    return _progress_of_newest(tasks.annotate(together=Count("requests")).filter(many), actor.at)


def _followed(actor: Actor) -> QuerySet[MatchTask]:
    """Open tasks, as `may_follow_match` decides."""
    tasks = MatchTask.objects.filter(ended_at=None)
    if actor.coordinates or actor.audits:
        return tasks
    own = actor.organizations_with(Duty.REPRESENT, Duty.CONTACT)
    # Foreign requests do not show, so they are told by not being among one's own.
    ours = Request.objects.filter(incident__organization__in=own).values("pk")
    foreign = MatchTask.requests.through.objects.filter(matchtask=OuterRef("pk")).exclude(
        request__in=ours
    )
    return tasks.exclude(Exists(foreign))


def _progress_of_newest(tasks: QuerySet[MatchTask], at: datetime) -> Progress | None:
    task = tasks.order_by("-asked_at").first()
    return progress_of_task(task, at) if task else None


@everything()
def requests_of(task: MatchTask) -> list[Request]:
    """Read anew: they may have changed since the match was asked for.

    All of them: whether somebody may follow it depends on those that are not theirs.
    """
    return list(task.requests.select_related("incident__organization__jurisdiction").order_by("pk"))


def progress_of_task(task: MatchTask, at: datetime) -> Progress:
    """How far a task is at this moment, or was when it ended."""
    return Progress(
        task_id=task.pk,
        stage=task.stage or "Waiting for the worker",
        percent=round(100 * task.share),
        seconds=max(0, int(((task.ended_at or at) - task.asked_at).total_seconds())),
        stuck=_stuck(task, at),
    )


def status_of_task(task: MatchTask) -> TaskStatus:
    if task.ended_at is None:
        return TaskStatus.RUNNING if task.started_at else TaskStatus.WAITING
    if task.cancelled_at:
        return TaskStatus.STOPPED
    return TaskStatus.FAILED if task.failure else TaskStatus.DONE


def _stuck(task: MatchTask, at: datetime) -> str:
    if task.ended_at is not None:
        return ""
    if task.started_at is None and at - task.asked_at >= PATIENCE:
        return "The hub's worker has not begun this. It may not be running, or be busy."
    if task.seen_at is not None and at - task.seen_at >= SILENCE:
        return "The hub's worker began this and has gone silent."
    return ""
