"""Waiting for a match on its page, with and without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.aid import jobs
from muster.aid.models import MatchRun, MatchTask, Request
from muster.aid.queries.match_tasks import PATIENCE
from muster.aid.services import match_tasks

PIECE = {"HX-Request": "true"}


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match_tasks, "AT_ONCE_PAIRS", 0)


@pytest.fixture
def request_(cast: Cast) -> Request:
    return road.asked(cast)


@pytest.fixture
def coordinator(cast: Cast) -> Client:
    return client_of(cast.coordinator)


@pytest.fixture
def address(large: None, coordinator: Client, request_: Request) -> str:
    answer = coordinator.post(f"/requests/{request_.number}/match/")
    assert answer.status_code == 302
    return answer.headers["Location"]


def task_at(address: str) -> MatchTask:
    return MatchTask.objects.get(pk=UUID(address.rstrip("/").rpartition("/")[2]))


def test_a_small_match_goes_straight_to_the_proposal(
    cast: Cast, coordinator: Client, request_: Request
) -> None:
    answer = coordinator.post(f"/requests/{request_.number}/match/")

    assert answer.headers["Location"] == f"/requests/{request_.number}/match/"
    assert MatchRun.objects.count() == 1


def test_a_large_one_leads_to_a_page_that_shows_how_far_it_is(
    coordinator: Client, address: str
) -> None:
    page = coordinator.get(address).content.decode()

    assert f'hx-get="{address}" hx-trigger="every 1s"' in page
    assert "Waiting for the worker" in page
    assert '<progress id="match-progress" max="100" value="0">' in page
    assert f'<a href="{address}">Look again</a>' in page
    assert f'action="{address}stop/"' in page


def test_the_moving_part_comes_alone_and_is_never_kept_by_the_browser(
    coordinator: Client, address: str
) -> None:
    MatchTask.objects.update(stage="Judging 12,000 pairs", share=0.35)

    piece = coordinator.get(address, headers=PIECE)

    assert "Judging 12,000 pairs" in piece.content.decode()
    assert 'value="35"' in piece.content.decode()
    assert "<html" not in piece.content.decode()
    assert "no-store" in piece.headers["Cache-Control"]


def test_when_it_is_done_both_kinds_of_reader_get_to_the_proposal(
    coordinator: Client, address: str, request_: Request
) -> None:
    jobs.work_off_match(task_id=str(task_at(address).pk))
    proposal = f"/requests/{request_.number}/match/"

    assert coordinator.get(address, headers=PIECE).headers["HX-Redirect"] == proposal
    assert coordinator.get(address).headers["Location"] == proposal
    assert "Worked out in" in coordinator.get(proposal).content.decode()


def test_cancel_says_that_nothing_was_kept(
    coordinator: Client, address: str, request_: Request
) -> None:
    assert coordinator.post(f"{address}stop/").headers["Location"] == address
    page = coordinator.get(address).content.decode()

    assert "Nothing was kept." in page
    assert "hx-trigger" not in page.partition("<main")[2]
    assert f"/requests/{request_.number}/match/" in page
    assert coordinator.get(address, headers=PIECE).headers["HX-Refresh"] == "true"
    assert coordinator.post(f"{address}stop/").status_code == 409
    jobs.work_off_match(task_id=str(task_at(address).pk))
    assert not MatchRun.objects.exists()


def test_a_failure_stands_on_the_page(coordinator: Client, address: str) -> None:
    task = task_at(address)
    MatchTask.objects.update(failure="Only an open request is matched.", ended_at=task.asked_at)

    assert "Only an open request is matched." in coordinator.get(address).content.decode()


def test_without_a_worker_the_page_offers_to_match_here_after_a_while(
    coordinator: Client, address: str, request_: Request
) -> None:
    assert "Match here" not in coordinator.get(address).content.decode()
    task = task_at(address)
    MatchTask.objects.update(asked_at=task.asked_at - PATIENCE - timedelta(seconds=1))

    page = coordinator.get(address).content.decode()
    assert "may not be running" in page
    assert f'action="{address}here/"' in page
    assert coordinator.post(f"{address}here/").headers["Location"] == address
    assert coordinator.get(address).headers["Location"] == f"/requests/{request_.number}/match/"


def test_matching_here_leaves_a_task_the_worker_has_alone(
    coordinator: Client, address: str
) -> None:
    task = task_at(address)
    MatchTask.objects.update(started_at=task.asked_at, seen_at=task.asked_at)

    coordinator.post(f"{address}here/")

    assert not MatchRun.objects.exists()


def test_a_stranger_finds_nothing_and_an_insider_without_permission_is_told_why(
    cast: Cast, coordinator: Client, address: str, request_: Request
) -> None:
    stranger, auditor = client_of(cast.stranger), client_of(cast.auditor)
    town = client_of(cast.keene_contact)
    assert stranger.get(address).status_code == 404
    assert stranger.get(address, headers=PIECE).status_code == 404
    assert stranger.post(f"{address}stop/").status_code == 404
    assert stranger.post(f"{address}here/").status_code == 404
    assert auditor.get(address).status_code == 200
    assert "Cancel</button>" not in auditor.get(address).content.decode()
    assert auditor.post(f"{address}stop/").status_code == 403
    assert auditor.post(f"{address}here/").status_code == 403
    assert Client().get(address).status_code == 302
    assert town.get(address).status_code == 200
    assert town.post(f"{address}stop/").status_code == 302


def test_a_match_of_many_requests_is_the_coordinators_to_watch(
    cast: Cast, large: None, coordinator: Client, request_: Request
) -> None:
    foreign = road.asked(cast, make.line(make.LAPTOP, 1))
    foreign.incident.organization = cast.lubbock
    foreign.incident.save()
    address = coordinator.post("/board/match/").headers["Location"]

    assert client_of(cast.keene_representative).get(address).status_code == 403
    jobs.work_off_match(task_id=str(task_at(address).pk))
    assert coordinator.get(address).headers["Location"] == "/board/"
    assert "2 requests matched together" in coordinator.get("/board/").content.decode()


def test_the_second_click_leads_to_the_same_page(
    cast: Cast, coordinator: Client, address: str, request_: Request
) -> None:
    town = client_of(cast.keene_representative)
    assert town.post(f"/requests/{request_.number}/match/").headers["Location"] == address
    assert coordinator.post(f"/requests/{request_.number}/match/").headers["Location"] == address
    assert MatchTask.objects.count() == 1
