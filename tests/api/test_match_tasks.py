"""Matching by API without waiting: 202, a task to look at, and stopping it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.api.test_door import is_problem
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.software import ROOT, Answer, Software, software_of

from muster.aid import jobs
from muster.aid.job_names import JobName
from muster.aid.models import MatchRun, MatchTask, Request
from muster.aid.queries.match_tasks import PATIENCE
from muster.aid.services import match_tasks
from muster.api.match_tasks import prefers_not_to_wait
from muster.audit.models import AuditEvent
from muster.directory.models import ApiToken

LATER = {"Prefer": "respond-async"}


@pytest.fixture
def request_(cast: Cast) -> Request:
    return road.asked(cast)


@pytest.fixture
def desk(cast: Cast) -> Software:
    return software_of(cast.coordinator)


@pytest.fixture
def town(cast: Cast) -> Software:
    return software_of(cast.keene_representative)


@pytest.fixture
def begun(desk: Software, request_: Request) -> Answer:
    return later(desk, request_)


@pytest.fixture
def path(begun: Answer) -> str:
    """The task's, behind the root."""
    return begun["Location"].removeprefix(ROOT)


def later(software: Software, request: Request, **options: Any) -> Answer:
    return software.post(f"/requests/{request.number}/matches", headers=LATER, **options)


def worked_off() -> None:
    jobs.work_off_match(task_id=str(MatchTask.objects.get().pk))


def test_the_answer_comes_before_the_match_and_says_where_to_look(
    desk: Software, request_: Request, begun: Answer, path: str
) -> None:
    assert begun.status_code == 202
    assert begun["Preference-Applied"] == "respond-async"
    assert int(begun["Retry-After"]) > 0
    assert not MatchRun.objects.exists()
    task = begun.json()
    assert begun["Location"] == f"/api/v1/match-tasks/{task['id']}"
    assert (task["status"], task["share"], task["match_id"]) == ("waiting", 0.0, None)
    assert task["requests"] == [request_.number]
    assert task["stage"] == "Waiting for the worker"
    [job] = ProcrastinateJob.objects.filter(task_name=JobName.WORK_OFF_MATCH)
    assert job.args == {"task_id": task["id"]}


def test_when_it_is_done_the_task_leads_to_the_proposal(
    desk: Software, request_: Request, path: str
) -> None:
    worked_off()

    task = desk.get(path).json()
    assert (task["status"], task["share"], task["failure"]) == ("done", 1.0, "")
    found = desk.get(f"/requests/{request_.number}/matches/{task['match_id']}")
    assert found.status_code == 200
    assert found.json() == desk.get(f"/requests/{request_.number}/matches/latest").json()
    assert sum(len(line["chosen"]) for line in found.json()["lines"]) == 5


def test_the_worker_acts_for_the_office_of_the_token(cast: Cast, path: str) -> None:
    worked_off()

    [event] = AuditEvent.objects.filter(subject_id=MatchRun.objects.get().pk)
    assert event.actor_name.endswith("(API)")
    assert event.office_id == cast.office(cast.coordinator).pk
    assert event.actor_id is None


def test_while_it_runs_the_task_says_how_far_it_is(desk: Software, path: str) -> None:
    now = timezone.now()
    MatchTask.objects.update(
        started_at=now,
        seen_at=now,
        asked_at=now - timedelta(seconds=9),
        stage="Judging 12 pairs",
        share=0.42,
    )

    task = desk.get(path).json()

    assert (task["status"], task["stage"], task["share"]) == ("running", "Judging 12 pairs", 0.42)
    assert task["seconds"] == 9
    assert task["stuck"] == ""


def test_a_task_nobody_begins_says_so(desk: Software, path: str) -> None:
    MatchTask.objects.update(asked_at=timezone.now() - PATIENCE)

    assert "may not be running" in desk.get(path).json()["stuck"]


def test_without_the_preference_the_answer_is_the_proposal(
    desk: Software, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when it takes long: software that waits gets what it waited for."""
    monkeypatch.setattr(match_tasks, "AT_ONCE_PAIRS", 0)

    for headers in ({}, {"Prefer": "return=minimal"}):
        answer = desk.post(f"/requests/{request_.number}/matches", headers=headers)
        assert answer.status_code == 201
        assert answer.json()["optimal"]
    assert not MatchTask.objects.exists()


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("respond-async", True),
        ("Respond-Async", True),
        ("return=minimal, respond-async; wait=10", True),
        ("wait=100,respond-async", True),
        ("", False),
        ("respond-asynchronously", False),
        ("return=respond-async", False),
    ],
)
def test_the_preference_is_read_as_the_standard_writes_it(header: str, wanted: bool) -> None:
    assert prefers_not_to_wait(header) is wanted


def test_stopping_ends_it_once(desk: Software, path: str) -> None:
    stopped = desk.delete(path)

    assert (stopped.status_code, stopped.content) == (204, b"")
    assert desk.get(path).json()["status"] == "stopped"
    assert "ended already" in is_problem(desk.delete(path), 409)["detail"]
    worked_off()
    assert not MatchRun.objects.exists()


def test_a_request_that_is_over_meanwhile_fails_the_task_in_words(
    desk: Software, town: Software, request_: Request, path: str
) -> None:
    town.post(f"/requests/{request_.number}/cancel", {"version": 1, "reason": "solved"})
    worked_off()

    task = desk.get(path).json()
    assert (task["status"], task["match_id"]) == ("failed", None)
    assert task["failure"] == "Only an open request is matched."
    is_problem(desk.delete(path), 409)


@pytest.mark.parametrize("way", ["revoked_at", "expires_at"])
def test_what_was_asked_with_a_token_that_is_over_by_now_is_not_matched(
    path: str, way: str
) -> None:
    now = timezone.now()
    ApiToken.objects.update(created_at=now - timedelta(days=2), **{way: now})
    worked_off()

    assert "Only the hub coordinator" in MatchTask.objects.get().failure
    assert not MatchRun.objects.exists()


def test_the_same_key_begins_one_match_and_is_answered_the_same(
    desk: Software, request_: Request
) -> None:
    key = str(uuid4())
    first = later(desk, request_, key=key)
    worked_off()
    second = later(desk, request_, key=key)

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    assert first["Location"] == second["Location"]
    assert second["Idempotent-Replay"] == "true"
    assert MatchTask.objects.count() == 1


def test_who_asks_for_the_same_while_it_is_under_way_gets_the_same_task(
    cast: Cast, town: Software, request_: Request, path: str
) -> None:
    assert later(town, request_)["Location"] == f"{ROOT}{path}"
    on_a_page = match_tasks.begin(actor=cast.actor(cast.coordinator), requests=[request_])
    assert on_a_page == MatchTask.objects.get()


def test_a_task_begun_on_a_page_is_there_for_software_too(
    cast: Cast, town: Software, request_: Request
) -> None:
    task = match_tasks.queue(actor=cast.actor(cast.coordinator), requests=[request_])

    assert town.get(f"/match-tasks/{task.pk}").json()["status"] == "waiting"
    assert town.delete(f"/match-tasks/{task.pk}").status_code == 204


def test_strangers_find_nothing_and_insiders_without_permission_are_told_why(
    cast: Cast, request_: Request, path: str
) -> None:
    stranger = software_of(cast.denton_representative)
    is_problem(later(stranger, request_), 404)
    is_problem(stranger.get(path), 404)
    is_problem(stranger.delete(path), 404)
    is_problem(Software("").get(path), 401)
    is_problem(stranger.get(f"/match-tasks/{uuid4()}"), 404)

    auditor = software_of(cast.auditor)
    is_problem(later(auditor, request_), 403)
    assert auditor.get(path).status_code == 200
    is_problem(auditor.delete(path), 403)
    assert MatchTask.objects.get().ended_at is None


def test_a_match_of_several_towns_is_not_one_towns_to_follow_or_stop(
    cast: Cast, town: Software, desk: Software, request_: Request
) -> None:
    foreign = road.asked(cast, make.line(make.LAPTOP, 1))
    foreign.incident.organization = cast.lubbock
    foreign.incident.save()
    task = match_tasks.queue(actor=cast.actor(cast.coordinator), requests=[request_, foreign])

    is_problem(town.get(f"/match-tasks/{task.pk}"), 403)
    is_problem(town.delete(f"/match-tasks/{task.pk}"), 403)
    numbers = desk.get(f"/match-tasks/{task.pk}").json()["requests"]
    assert set(numbers) == {request_.number, foreign.number}


def test_a_proposal_of_another_request_is_not_found_under_this_one(
    cast: Cast, desk: Software, request_: Request
) -> None:
    other = road.proposed(cast, road.asked(cast, make.line(make.LAPTOP, 1)))

    is_problem(desk.get(f"/requests/{request_.number}/matches/{other.pk}"), 404)


def test_the_description_tells_of_the_answer_and_its_headers(desk: Software) -> None:
    described = desk.get("/openapi.json").json()["paths"]
    post = described[f"{ROOT}/requests/{{number}}/matches"]["post"]
    task = described[f"{ROOT}/match-tasks/{{task_id}}"]

    assert set(post["responses"]["202"]["headers"]) == {
        "Location",
        "Retry-After",
        "Preference-Applied",
    }
    assert "Prefer" in {one.get("name") for one in post["parameters"]}
    assert {"200", "409"} <= set(task["get"]["responses"])
    assert {"204", "409"} <= set(task["delete"]["responses"])
