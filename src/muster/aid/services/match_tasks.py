"""Matching while somebody waits: at once when it is quick, else by the worker with progress.

Working out happens outside any transaction, so that the progress can be seen and the task can be
stopped. Only what keeps the result is a transaction, and it keeps all of it or nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from time import monotonic
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from muster.accounts.models import Person
from muster.aid.job_names import JobName
from muster.aid.models import MatchRun, MatchTask, Request
from muster.aid.policies import may_stop_match
from muster.aid.queries.match_tasks import (
    SILENCE,
    open_task,
    pairs_to_judge,
    requests_of,
    set_of,
)
from muster.aid.services.matching import WorkedOut, check, keep, work_out
from muster.audit.recording import use_case
from muster.authz.actors import Actor, Source
from muster.authz.decisions import require
from muster.authz.sight import everything
from muster.directory.models import ApiToken
from muster.directory.queries.actors import actor_for, actor_for_token, usable_tokens
from muster.domain.failures import Conflict, Failure, Refused
from muster.domain.matching.watch import Stage, Stopped, share_of, words_of
from muster.jobs.queue import enqueue

AT_ONCE_SECONDS = 1.5
"""How long somebody waits for a page without being told why."""

AT_ONCE_PAIRS = 250_000
"""Above this nobody tries to be that quick."""

BETWEEN_NOTES = 0.4
"""Seconds between two notes of progress within one stage."""

_loaded = threading.Event()
"""A process loads compiled code with its first match. That is not held against the question."""

BROKEN = "Something broke while matching. Tell the hub coordinator, then try again."


@use_case
def begin(*, actor: Actor, requests: Sequence[Request]) -> MatchRun | MatchTask:
    """The kept run when it is proven at once, else the task that will find it.

    Whoever asks for the same requests while a task is open gets that task.
    """
    check(actor, requests)
    under_way = open_task(requests)
    if under_way is not None:
        return under_way
    if pairs_to_judge(requests) <= AT_ONCE_PAIRS:
        with suppress(Stopped):
            found = _at_once(actor, requests)
            if found.solution.certificate.optimal:
                return keep(actor=actor, requests=requests, found=found)
    return _queued(actor, requests)


@use_case
def queue(*, actor: Actor, requests: Sequence[Request], token: ApiToken | None = None) -> MatchTask:
    """The task that will find the run, or the open one for the same requests.

    `token` is what software asks with that will look again; otherwise a person waits.
    """
    check(actor, requests)
    return open_task(requests) or _queued(actor, requests, token)


@use_case
def stop(*, actor: Actor, task: MatchTask) -> None:
    """End the task. Whoever works on it notices at the next step and keeps nothing."""
    require(may_stop_match(actor, requests_of(task)))
    stopped = _open(task.pk).update(cancelled_at=actor.at, ended_at=actor.at)
    if not stopped:
        raise Conflict("This match has ended already.", "Look at the result.")


def work_off(*, task_id: UUID, at: datetime) -> None:
    """The worker's part: match as who asked, with what they may do now."""
    task = MatchTask.objects.select_related("asked_by").filter(pk=task_id).first()
    if task is not None:
        carry_out(actor=_who_asked(task, at), task=task)


@everything()
def carry_out(*, actor: Actor, task: MatchTask) -> None:
    """Match what the task asks for, here and now, unless somebody is at it or it has ended.

    Failures end the task with their sentences; nothing is raised for them.
    """
    if not _taken(task, actor.at):
        return
    requests = requests_of(task)
    try:
        watch = _Progress(task.pk, actor.at)
        found = work_out(actor=actor, requests=requests, watch=watch)
        _finish(actor, task, requests, found)
    except Stopped:
        return
    except Failure as failure:
        _fail(task, actor.at, f"{failure.sentence} {failure.what_to_do}".strip())
    except Exception:
        _fail(task, actor.at, BROKEN)
        raise


def _at_once(actor: Actor, requests: Sequence[Request]) -> WorkedOut:
    """Raises Stopped when it takes too long."""
    if _loaded.is_set():
        return work_out(actor=actor, requests=requests, seconds=AT_ONCE_SECONDS, watch=_Hurry())
    found = work_out(actor=actor, requests=requests)
    _loaded.set()
    return found


def _who_asked(task: MatchTask, at: datetime) -> Actor:
    if task.asked_by is not None:
        return actor_for(task.asked_by, at=at, source=Source.WEB)
    token = usable_tokens(at=at).filter(match_tasks=task).first()
    if token is None:
        return Actor(at=at, source=Source.API, name="software whose token is over")
    return actor_for_token(token, at=at)


def _queued(actor: Actor, requests: Sequence[Request], token: ApiToken | None = None) -> MatchTask:
    person = Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None
    if person is None and token is None:
        raise Refused("Only a person who is signed in can wait for a match.")
    try:
        with transaction.atomic():
            task = MatchTask.objects.create(
                asked_by=person,
                asked_with=None if person else token,
                asked_at=actor.at,
                request_set=set_of(requests),
            )
            task.requests.set(requests)
    except IntegrityError:
        return _faster(requests)
    enqueue(JobName.WORK_OFF_MATCH, task_id=str(task.pk))
    return task


def _faster(requests: Sequence[Request]) -> MatchTask:
    """The task of whoever asked for the same at the same moment."""
    found = open_task(requests)
    if found is None:
        raise Conflict(
            "Somebody else matched the same at the same moment, and it has ended.",
            "Look at the result, or match again.",
        )
    return found


def _open(task_id: UUID) -> QuerySet[MatchTask]:
    return MatchTask.objects.filter(pk=task_id, ended_at=None)


def _taken(task: MatchTask, at: datetime) -> bool:
    """Whether it is ours now: nobody began it, or whoever did has gone silent."""
    free = Q(started_at=None) | Q(seen_at__lt=at - SILENCE)
    return bool(_open(task.pk).filter(free).update(started_at=at, seen_at=at))


@use_case
def _finish(actor: Actor, task: MatchTask, requests: Sequence[Request], found: WorkedOut) -> None:
    """Keep the result. Raises Stopped when the task has ended or somebody has taken it over."""
    ours = _open(task.pk).filter(started_at=actor.at).select_for_update().first()
    if ours is None:
        raise Stopped
    ours.run = keep(actor=actor, requests=requests, found=found)
    ours.ended_at = timezone.now()
    ours.share = 1.0
    ours.save(update_fields=["run", "ended_at", "share"])


def _fail(task: MatchTask, started_at: datetime, sentence: str) -> None:
    ours = _open(task.pk).filter(started_at=started_at)
    ours.update(failure=sentence, ended_at=timezone.now())


class _Hurry:
    """Ends a run that takes longer than somebody waits without being told why."""

    def __init__(self) -> None:
        self._deadline = monotonic() + AT_ONCE_SECONDS

    def stage(self, name: Stage, done: int, total: int) -> None:
        if monotonic() > self._deadline:
            raise Stopped


class _Progress:
    """Writes the progress of a task where its page reads it, and notices that it is over."""

    def __init__(self, task_id: UUID, started_at: datetime) -> None:
        self._ours = _open(task_id).filter(started_at=started_at)
        self._stage: Stage | None = None
        self._share = 0.0
        self._next = 0.0

    def stage(self, name: Stage, done: int, total: int) -> None:
        if name is self._stage and monotonic() < self._next:
            return
        # A second round over longer lists goes on from where the first was.
        self._share = max(self._share, share_of(name, done, total))
        self._stage, self._next = name, monotonic() + BETWEEN_NOTES
        noted = self._ours.update(
            stage=words_of(name, total), share=self._share, seen_at=timezone.now()
        )
        if not noted:
            raise Stopped
