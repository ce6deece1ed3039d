"""Matching while somebody waits: at once, by the worker, stopped, failed, taken over."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.accounts.models import Person
from muster.aid import jobs
from muster.aid.job_names import JobName
from muster.aid.models import MatchRun, MatchTask, Request
from muster.aid.queries.match_tasks import (
    PATIENCE,
    SILENCE,
    progress_of_task,
    requests_of,
    task_by_id,
)
from muster.aid.services import amending, match_tasks, matching
from muster.aid.services import requests as asking
from muster.aid.services.matching import WorkedOut
from muster.audit.models import AuditEvent
from muster.directory.models import Tenure
from muster.directory.services.tenures import end_tenure
from muster.domain.failures import Conflict, NotFound, Refused
from muster.domain.matching.problem import Problem
from muster.domain.matching.watch import Stage, Stopped, Watch


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question is too large to be answered at once."""
    monkeypatch.setattr(match_tasks, "AT_ONCE_PAIRS", 0)
    monkeypatch.setattr(match_tasks, "BETWEEN_NOTES", 0.0)


@pytest.fixture
def request_(cast: Cast) -> Request:
    return road.asked(cast)


@pytest.fixture
def task(cast: Cast, large: None, request_: Request) -> MatchTask:
    return begun(cast, request_)


def begun(cast: Cast, *requests: Request, by: Person | None = None) -> MatchTask:
    found = match_tasks.begin(actor=cast.actor(by or cast.coordinator), requests=requests)
    assert isinstance(found, MatchTask)
    return found


def worked_off(task: MatchTask) -> MatchTask:
    jobs.work_off_match(task_id=str(task.pk))
    return MatchTask.objects.get(pk=task.pk)


def waiting() -> list[dict[str, str]]:
    found = ProcrastinateJob.objects.filter(task_name=JobName.WORK_OFF_MATCH)
    return [row.args for row in found]


def at_stage(monkeypatch: pytest.MonkeyPatch, name: Stage, act: object) -> None:
    """Do something in the middle of a run, when it comes to this stage."""
    noted = match_tasks._Progress.stage

    def stage(self: match_tasks._Progress, now: Stage, done: int, total: int) -> None:
        if now is name and callable(act):
            act()
        noted(self, now, done, total)

    monkeypatch.setattr(match_tasks._Progress, "stage", stage)


def test_a_small_question_is_answered_at_once(cast: Cast, request_: Request) -> None:
    run = match_tasks.begin(actor=cast.actor(cast.coordinator), requests=[request_])

    assert isinstance(run, MatchRun)
    assert (run.filled, run.optimal) == (5, True)
    assert not MatchTask.objects.exists()
    assert waiting() == []


def test_a_large_one_waits_for_the_worker_and_is_answered_by_it(task: MatchTask) -> None:
    assert not MatchRun.objects.exists()
    assert waiting() == [{"task_id": str(task.pk)}]

    ended = worked_off(task)

    assert ended.run is not None
    assert (ended.run.filled, ended.share, ended.stage) == (5, 1.0, "Explaining")
    assert ended.ended_at is not None


def test_the_worker_acts_as_who_asked(cast: Cast, large: None, request_: Request) -> None:
    ended = worked_off(begun(cast, request_, by=cast.keene_contact))

    assert ended.run is not None
    [event] = AuditEvent.objects.filter(subject_id=ended.run.pk)
    assert event.actor_name == cast.keene_contact.name


def test_what_takes_longer_than_somebody_waits_goes_to_the_worker(
    cast: Cast, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    match_tasks._loaded.set()
    monkeypatch.setattr(match_tasks, "AT_ONCE_SECONDS", -1.0)

    with monkeypatch.context() as patch:
        patch.setattr("muster.aid.services.matching.solve", _never)
        task = begun(cast, request_)

    assert waiting() == [{"task_id": str(task.pk)}]
    assert not MatchRun.objects.exists()


def test_the_first_match_of_a_process_may_take_its_time(
    cast: Cast, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It loads compiled code, which the next one finds there."""
    monkeypatch.setattr(match_tasks, "_loaded", threading.Event())
    monkeypatch.setattr(match_tasks, "AT_ONCE_SECONDS", -1.0)
    actor = cast.actor(cast.coordinator)

    assert isinstance(match_tasks.begin(actor=actor, requests=[request_]), MatchRun)
    assert isinstance(match_tasks.begin(actor=actor, requests=[request_]), MatchTask)


def _never(_problem: Problem, **_options: object) -> None:
    raise AssertionError("Nothing is solved after the time is over.")


def test_what_is_not_proven_at_once_goes_to_the_worker(
    cast: Cast, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    from muster.domain.matching import Certificate, LevelProof, Solution, solve

    def unproven(problem: Problem, **options: object) -> Solution:
        from dataclasses import replace

        gap = Certificate((LevelProof("people", 1, 2, "branch and bound"),))
        return replace(solve(problem), certificate=gap)

    monkeypatch.setattr("muster.aid.services.matching.solve", unproven)

    task = begun(cast, request_)

    assert not MatchRun.objects.exists()
    ended = worked_off(task)
    assert ended.run is not None
    assert (ended.run.optimal, ended.run.gap) == (False, 1)


def test_the_same_requests_have_one_task_whoever_asks(
    cast: Cast, task: MatchTask, request_: Request
) -> None:
    other = road.asked(cast, make.line(make.LAPTOP, 1))

    assert begun(cast, request_) == task
    assert begun(cast, request_, by=cast.keene_representative) == task
    assert begun(cast, request_, other) != task
    assert begun(cast, other, request_) == begun(cast, request_, other)
    assert len(waiting()) == MatchTask.objects.count() == 2
    worked_off(task)
    assert begun(cast, request_) != task


def test_while_a_task_is_open_nobody_tries_the_same_at_once(
    cast: Cast, task: MatchTask, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would compete with the worker, for an answer that is on its way."""
    monkeypatch.setattr(match_tasks, "AT_ONCE_PAIRS", 10**9)

    assert begun(cast, request_, by=cast.keene_representative) == task
    assert not MatchRun.objects.exists()
    match_tasks.stop(actor=cast.actor(cast.coordinator), task=task)
    again = match_tasks.begin(actor=cast.actor(cast.coordinator), requests=[request_])
    assert isinstance(again, MatchRun)


def test_an_open_task_is_no_way_around_the_question_who_may_match(
    cast: Cast, task: MatchTask, request_: Request
) -> None:
    with refused(Refused, "Only the hub coordinator or the requesting organization"):
        begun(cast, request_, by=cast.auditor)


def test_the_database_keeps_a_second_open_task_out(task: MatchTask) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchTask.objects.create(
            asked_by=task.asked_by, asked_at=task.asked_at, request_set=task.request_set
        )


@pytest.mark.parametrize(
    "ways",
    [
        {"ended_at": timezone.now()},
        {"failure": "Broken."},
        {"cancelled_at": timezone.now()},
        {"ended_at": timezone.now(), "failure": "Broken.", "cancelled_at": timezone.now()},
        {"share": 1.5},
    ],
)
def test_the_database_lets_a_task_end_in_one_way_only(
    task: MatchTask, ways: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchTask.objects.filter(pk=task.pk).update(**ways)


def test_progress_is_noted_stage_by_stage(
    cast: Cast, task: MatchTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int]] = []

    def look() -> None:
        now = progress_of_task(MatchTask.objects.get(pk=task.pk), timezone.now())
        seen.append((now.stage, now.percent))

    for name in (Stage.JUDGING, Stage.EXPLAINING):
        at_stage(monkeypatch, name, look)
    worked_off(task)

    assert seen[0] == ("Reading the roster", 0)
    assert seen[-1][0] == "Solving"
    assert [percent for _stage, percent in seen] == sorted(percent for _stage, percent in seen)
    assert MatchTask.objects.get(pk=task.pk).stage == "Explaining"


@pytest.mark.parametrize("name", Stage)
def test_a_stopped_match_ends_at_the_next_step_and_keeps_nothing(
    cast: Cast, task: MatchTask, monkeypatch: pytest.MonkeyPatch, name: Stage
) -> None:
    events = AuditEvent.objects.count()
    owner = cast.actor(cast.keene_representative)
    at_stage(monkeypatch, name, lambda: match_tasks.stop(actor=owner, task=task))

    ended = worked_off(task)

    assert ended.cancelled_at is not None
    assert ended.run is None
    assert not MatchRun.objects.exists()
    assert AuditEvent.objects.count() == events


def test_a_match_stopped_in_its_last_moment_keeps_nothing(
    cast: Cast, task: MatchTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped_after(**arguments: Any) -> WorkedOut:
        found = matching.work_out(**arguments)
        match_tasks.stop(actor=cast.actor(cast.coordinator), task=task)
        return found

    monkeypatch.setattr(match_tasks, "work_out", stopped_after)

    assert worked_off(task).cancelled_at is not None
    assert not MatchRun.objects.exists()


def test_a_task_stopped_before_it_began_never_begins(cast: Cast, task: MatchTask) -> None:
    match_tasks.stop(actor=cast.actor(cast.coordinator), task=task)

    ended = worked_off(task)

    assert (ended.started_at, ended.run) == (None, None)
    with refused(Conflict, "ended already"):
        match_tasks.stop(actor=cast.actor(cast.coordinator), task=task)


def test_a_request_cancelled_meanwhile_ends_the_task_with_its_sentence(
    cast: Cast, task: MatchTask, request_: Request
) -> None:
    asking.cancel_request(
        actor=cast.actor(cast.keene_representative),
        request=request_,
        version=request_.version,
        reason="solved",
    )

    ended = worked_off(task)

    assert ended.failure == "Only an open request is matched."
    assert not MatchRun.objects.exists()


def test_an_office_lost_meanwhile_ends_the_task(cast: Cast, large: None, request_: Request) -> None:
    task = begun(cast, request_, by=cast.keene_contact)
    [seat] = Tenure.objects.filter(person=cast.keene_contact)
    end_tenure(actor=cast.actor(cast.coordinator), tenure=seat)

    assert "Only the hub coordinator" in worked_off(task).failure


def test_a_fault_ends_the_task_with_a_sentence_and_is_reported(
    task: MatchTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_problem: Problem, **_options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("muster.aid.services.matching.solve", broken)

    with pytest.raises(ZeroDivisionError):
        worked_off(task)
    assert MatchTask.objects.get().failure == match_tasks.BROKEN


def test_a_task_is_worked_off_once(task: MatchTask) -> None:
    first = worked_off(task)
    again = worked_off(task)

    assert first.run_id == again.run_id
    assert MatchRun.objects.count() == 1


def test_a_silent_worker_is_replaced_and_its_late_result_is_dropped(
    cast: Cast, task: MatchTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = cast.now - SILENCE - timedelta(seconds=1)
    MatchTask.objects.filter(pk=task.pk).update(started_at=long_ago, seen_at=long_ago)
    late = match_tasks._Progress(task.pk, long_ago)

    match_tasks.carry_out(actor=cast.actor(cast.coordinator), task=task)

    assert MatchTask.objects.get(pk=task.pk).run is not None
    with pytest.raises(Stopped):
        late.stage(Stage.SOLVING, 0, 1)
    assert MatchRun.objects.count() == 1


def test_a_busy_worker_is_not_replaced(cast: Cast, task: MatchTask) -> None:
    MatchTask.objects.filter(pk=task.pk).update(started_at=cast.now, seen_at=cast.now)

    match_tasks.carry_out(actor=cast.actor(cast.coordinator), task=task)

    assert MatchTask.objects.get(pk=task.pk).run is None


def test_a_task_nobody_begins_says_so_after_a_while(cast: Cast, task: MatchTask) -> None:
    at = task.asked_at
    assert progress_of_task(task, at + PATIENCE - timedelta(seconds=1)).stuck == ""
    assert "may not be running" in progress_of_task(task, at + PATIENCE).stuck
    task.started_at = task.seen_at = at
    assert progress_of_task(task, at + PATIENCE).stuck == ""
    assert "gone silent" in progress_of_task(task, at + SILENCE).stuck
    assert progress_of_task(task, at + SILENCE).seconds == SILENCE.total_seconds()


def test_a_stranger_cannot_stop_it_and_does_not_know_of_it(cast: Cast, task: MatchTask) -> None:
    with refused(NotFound, "no match under way"):
        task_by_id(cast.actor(cast.stranger), task.pk)
    with refused(Refused, "Only those who may match"):
        match_tasks.stop(actor=cast.actor(cast.auditor), task=task)


def test_an_empty_request_is_answered_at_once(cast: Cast, large: None) -> None:
    request = road.asked(cast, make.line(make.REBUILD))
    amending.cancel_need(
        actor=cast.actor(cast.keene_representative),
        request=request,
        version=1,
        need_id=request.needs.get().pk,
    )
    run = match_tasks.begin(actor=cast.actor(cast.coordinator), requests=[request])

    assert isinstance(run, MatchRun)
    assert run.filled == 0


def test_the_task_reads_its_requests_anew(task: MatchTask, request_: Request) -> None:
    assert requests_of(task) == [request_]
    watch: Watch = match_tasks._Hurry()
    watch.stage(Stage.READING, 0, 1)
