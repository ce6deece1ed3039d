"""A match that is under way stands on the pages from which one could begin another."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.aid import jobs
from muster.aid.models import MatchTask, Request
from muster.aid.services import match_tasks

LINE = "A match is under way (42 %, judging 12,000 pairs)."


@pytest.fixture
def request_(cast: Cast) -> Request:
    return road.asked(cast)


@pytest.fixture
def coordinator(cast: Cast) -> Client:
    return client_of(cast.coordinator)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match_tasks, "AT_ONCE_PAIRS", 0)


def begun(cast: Cast, *requests: Request) -> MatchTask:
    task = match_tasks.begin(actor=cast.actor(cast.coordinator), requests=requests)
    MatchTask.objects.update(stage="Judging 12,000 pairs", share=0.42)
    assert isinstance(task, MatchTask)
    return task


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def in_lubbock(cast: Cast) -> Request:
    found = road.asked(cast, make.line(make.LAPTOP, 1))
    found.incident.organization = cast.lubbock
    found.incident.save()
    return found


def test_the_match_page_leads_to_it_and_offers_no_second_one(
    cast: Cast, large: None, coordinator: Client, request_: Request
) -> None:
    address = f"/requests/{request_.number}/match/"
    assert "Find help</button>" in page(coordinator, address)

    task = begun(cast, request_)
    assert LINE in page(coordinator, address)
    assert f'<a href="/matches/under-way/{task.pk}/">Follow it</a>' in page(coordinator, address)
    assert "Find help</button>" not in page(coordinator, address)

    jobs.work_off_match(task_id=str(task.pk))
    assert "under way" not in page(coordinator, address)
    assert "Match again</button>" in page(coordinator, address)

    begun(cast, request_)
    assert LINE in page(coordinator, address)
    assert "Match again</button>" not in page(coordinator, address)


def test_the_request_page_says_so_and_its_moving_part_too(
    cast: Cast, large: None, coordinator: Client, request_: Request
) -> None:
    address = f"/requests/{request_.number}/"
    assert "under way" not in page(coordinator, address)

    task = begun(cast, request_)
    piece = coordinator.get(address, headers={"HX-Request": "true"}).content.decode()
    assert LINE in piece
    assert LINE in page(coordinator, address)
    assert LINE in page(client_of(cast.keene_contact), address)

    match_tasks.stop(actor=cast.actor(cast.coordinator), task=task)
    assert "under way" not in page(coordinator, address)


def test_a_match_of_many_requests_is_told_to_those_who_may_follow_it(
    cast: Cast, large: None, coordinator: Client, request_: Request
) -> None:
    begun(cast, request_, in_lubbock(cast))
    address = f"/requests/{request_.number}/match/"

    assert LINE in page(coordinator, address)
    assert LINE in page(client_of(cast.auditor), address)
    town = page(client_of(cast.keene_representative), address)
    assert "under way" not in town
    assert "Find help</button>" in town


def test_many_requests_of_one_town_are_told_to_it(
    cast: Cast, large: None, request_: Request
) -> None:
    begun(cast, request_, road.asked(cast, make.line(make.LAPTOP, 1)))

    address = f"/requests/{request_.number}/"
    assert LINE in page(client_of(cast.keene_representative), address)


def test_the_board_shows_the_match_of_many_and_not_that_of_one(
    cast: Cast, large: None, coordinator: Client, request_: Request
) -> None:
    other = in_lubbock(cast)
    begun(cast, request_)
    assert "under way" not in page(coordinator, "/board/")
    assert "Match them all together</button>" in page(coordinator, "/board/")

    task = begun(cast, request_, other)
    assert LINE in page(coordinator, "/board/")
    assert f"/matches/under-way/{task.pk}/" in page(coordinator, "/board/")
    assert "Match them all together</button>" not in page(coordinator, "/board/")
    assert LINE in page(client_of(cast.auditor), "/board/")


def test_a_board_of_one_request_shows_its_match(
    cast: Cast, large: None, coordinator: Client, request_: Request
) -> None:
    coordinator.post("/board/match/")

    assert "A match is under way (0 %, waiting for the worker)." in page(coordinator, "/board/")


def test_an_exercise_under_way_is_no_match_of_the_real_board(
    cast: Cast, large: None, coordinator: Client, request_: Request
) -> None:
    drills = [road.asked(cast, order=make.order(exercise=True)) for _ in range(2)]
    begun(cast, *drills)

    assert "under way" not in page(coordinator, "/board/")
    assert LINE in page(coordinator, "/board/?exercise=yes")
