"""Matches somebody waits for, with real threads and connections."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.support import road
from tests.support.cast import Cast
from tests.support.racing import race

from muster.aid import jobs
from muster.aid.job_names import JobName
from muster.aid.models import MatchRun, MatchTask
from muster.aid.queries.match_tasks import progress_of_task
from muster.aid.services import match_tasks
from muster.domain.matching.watch import Stage, Stopped
from muster.jobs.queue import work_off

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match_tasks, "AT_ONCE_PAIRS", 0)
    monkeypatch.setattr(match_tasks, "BETWEEN_NOTES", 0.0)


def test_two_who_start_the_same_at_once_get_one_task(cast: Cast) -> None:
    request = road.asked(cast)
    actors = [cast.actor(one) for one in (cast.coordinator, cast.keene_representative)]

    first, second = race(
        *(partial(match_tasks.begin, actor=actor, requests=[request]) for actor in actors)
    )

    assert isinstance(first, MatchTask), first
    assert first == second
    assert ProcrastinateJob.objects.filter(task_name=JobName.WORK_OFF_MATCH).count() == 1


def test_whoever_was_trying_at_once_when_a_task_was_opened_gets_that_task(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = road.asked(cast)
    trying, opened = threading.Event(), threading.Event()

    def slow(*_arguments: object) -> None:
        trying.set()
        assert opened.wait(20)
        raise Stopped

    def second() -> object:
        assert trying.wait(20)
        monkeypatch.setattr(match_tasks, "AT_ONCE_PAIRS", 0)
        try:
            return match_tasks.begin(actor=cast.actor(cast.coordinator), requests=[request])
        finally:
            opened.set()

    monkeypatch.setattr(match_tasks, "AT_ONCE_PAIRS", 10**9)
    monkeypatch.setattr(match_tasks, "_at_once", slow)
    town = cast.actor(cast.keene_representative)
    found, theirs = race(partial(match_tasks.begin, actor=town, requests=[request]), second)

    assert isinstance(theirs, MatchTask), theirs
    assert found == theirs
    assert MatchTask.objects.count() == 1


def test_the_worker_finds_the_task_in_its_queue(cast: Cast) -> None:
    match_tasks.begin(actor=cast.actor(cast.coordinator), requests=[road.asked(cast)])

    work_off()

    task = MatchTask.objects.get()
    assert task.run is not None
    assert list(task.requests.all()) == list(task.run.requests.all())


def test_two_workers_on_one_task_make_one_run(cast: Cast) -> None:
    task = match_tasks.begin(actor=cast.actor(cast.coordinator), requests=[road.asked(cast)])

    results = race(*(partial(jobs.work_off_match, task_id=str(task.pk)) for _ in range(2)))

    assert results == [None, None]
    assert MatchRun.objects.count() == 1
    assert MatchTask.objects.get().run is not None


def test_others_see_the_progress_and_their_stop_reaches_the_worker(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker holds no transaction open: what it notes is seen, and what is written is seen."""
    coordinator = cast.actor(cast.coordinator)
    task = match_tasks.begin(actor=coordinator, requests=[road.asked(cast)])
    assert isinstance(task, MatchTask)
    judging, stopped = threading.Event(), threading.Event()
    noted = match_tasks._Progress.stage

    def slow(self: match_tasks._Progress, name: Stage, done: int, total: int) -> None:
        noted(self, name, done, total)
        if name is Stage.JUDGING:
            judging.set()
            assert stopped.wait(20)

    def stopping() -> str:
        assert judging.wait(20)
        seen = progress_of_task(MatchTask.objects.get(), coordinator.at).stage
        match_tasks.stop(actor=coordinator, task=task)
        stopped.set()
        return seen

    monkeypatch.setattr(match_tasks._Progress, "stage", slow)
    results = race(partial(jobs.work_off_match, task_id=str(task.pk)), stopping)

    assert results[0] is None
    assert results[1].startswith("Judging ")
    assert not MatchRun.objects.exists()
    assert MatchTask.objects.get().cancelled_at is not None
