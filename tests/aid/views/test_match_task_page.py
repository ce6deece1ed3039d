"""Waiting for a match on its page, with and without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.aid import jobs
from muster.aid.models import MatchRun, MatchTask, Request
from muster.aid.queries.match_tasks import PATIENCE
from muster.aid.services import match_tasks
from muster.domain.lifecycle import RequestStatus

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


def test_title_and_heading_say_how_far_it_is_and_follow_it(
    coordinator: Client, address: str
) -> None:
    MatchTask.objects.update(stage="Judging 12,000 pairs", share=0.42)

    page = coordinator.get(address).content.decode()
    assert "<title>Matching, 42 % | Muster</title>" in page
    assert '<h1>Matching, <span id="match-percent">42 %</span></h1>' in page
    assert page.count("<title>") == 1
    assert "hx-swap-oob" not in page

    MatchTask.objects.update(share=0.5)
    piece = coordinator.get(address, headers=PIECE).content.decode()
    assert piece.strip().startswith("<title>Matching, 50 % | Muster</title>")
    assert '<span id="match-percent" hx-swap-oob="true">50 %</span>' in piece


def test_a_screen_reader_is_told_of_the_next_step_and_not_of_every_second(
    coordinator: Client, address: str
) -> None:
    told = '<p hx-swap-oob="innerHTML:#match-said">Judging 12,000 pairs</p>'
    page = coordinator.get(address).content.decode()
    assert '<p class="usa-sr-only m-screen-only" id="match-said" role="status"></p>' in page
    assert 'hx-include="#match-said-already"' in page
    assert 'id="match-said-already" name="said" value="waiting"' in page

    MatchTask.objects.update(stage="Judging 12,000 pairs", share=0.2)
    piece = coordinator.get(address, {"said": "waiting"}, headers=PIECE).content.decode()
    assert told in piece
    assert 'name="said" value="judging"' in piece
    MatchTask.objects.update(stage="Judging 24,000 pairs", share=0.3)
    piece = coordinator.get(address, {"said": "judging"}, headers=PIECE).content.decode()
    assert "#match-said" not in piece


def test_that_nothing_moves_is_said_once(coordinator: Client, address: str) -> None:
    asked_at = task_at(address).asked_at
    MatchTask.objects.update(asked_at=asked_at - PATIENCE - timedelta(seconds=1))

    first = coordinator.get(address, {"said": "waiting"}, headers=PIECE).content.decode()
    assert '#match-said">The hub&#x27;s worker has not begun this.' in first
    second = coordinator.get(address, {"said": "stuck"}, headers=PIECE).content.decode()
    assert "#match-said" not in second
    for piece in (first, second):
        assert "may not be running" in piece
        assert 'role="' not in piece


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
    assert "at 0 %, 0 seconds after it was asked for" in page
    assert '<h1 tabindex="-1" autofocus>The match was stopped</h1>' in page
    assert "Try again</button>" not in page
    assert "hx-trigger" not in page.partition("<main")[2]
    assert f"/requests/{request_.number}/match/" in page
    assert coordinator.get(address, headers=PIECE).headers["HX-Refresh"] == "true"
    assert coordinator.post(f"{address}stop/").status_code == 409
    jobs.work_off_match(task_id=str(task_at(address).pk))
    assert not MatchRun.objects.exists()


def failed(address: str) -> None:
    MatchTask.objects.update(
        failure=match_tasks.BROKEN, ended_at=task_at(address).asked_at, share=0.42
    )


def test_a_failure_stands_on_the_page_and_one_can_try_again(
    coordinator: Client, address: str
) -> None:
    failed(address)

    page = coordinator.get(address).content.decode()
    assert match_tasks.BROKEN in page
    assert "<title>The match failed | Muster</title>" in page
    assert '<h1 tabindex="-1" autofocus>The match failed</h1>' in page
    assert f'action="{address}again/"' in page

    anew = coordinator.post(f"{address}again/").headers["Location"]
    assert anew != address
    assert task_at(anew).ended_at is None
    assert coordinator.post(f"{address}again/").headers["Location"] == anew


def test_trying_again_when_it_is_quick_leads_straight_to_the_proposal(
    coordinator: Client, address: str, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed(address)
    monkeypatch.setattr(match_tasks, "AT_ONCE_PAIRS", 10**9)

    answer = coordinator.post(f"{address}again/")

    assert answer.headers["Location"] == f"/requests/{request_.number}/match/"


def test_a_joint_match_is_tried_again_without_requests_that_are_over(
    cast: Cast, large: None, coordinator: Client, request_: Request
) -> None:
    over = road.asked(cast, make.line(make.LAPTOP, 1))
    third = road.asked(cast, make.line(make.LAPTOP, 1))
    address = coordinator.post("/board/match/").headers["Location"]
    failed(address)
    Request.objects.filter(pk=over.pk).update(
        status=RequestStatus.CANCELLED, ended_at=timezone.now(), end_reason="solved"
    )

    anew = coordinator.post(f"{address}again/").headers["Location"]

    assert set(task_at(anew).requests.all()) == {request_, third}


def test_who_may_not_match_cannot_try_again(
    cast: Cast, coordinator: Client, address: str, request_: Request
) -> None:
    failed(address)
    auditor = client_of(cast.auditor)
    assert "Try again</button>" not in auditor.get(address).content.decode()
    assert auditor.post(f"{address}again/").status_code == 403
    assert client_of(cast.stranger).post(f"{address}again/").status_code == 404

    client_of(cast.keene_representative).post(
        f"/requests/{request_.number}/cancel/", {"version": 1, "reason": "solved"}
    )
    assert "Try again</button>" not in coordinator.get(address).content.decode()
    assert coordinator.post(f"{address}again/").status_code == 403
    assert MatchTask.objects.count() == 1


def test_on_paper_stands_how_far_it_is_and_nothing_to_press(
    coordinator: Client, address: str
) -> None:
    """What only a screen can use has a class that the print sheet leaves out, or is a form."""
    main = coordinator.get(address).content.decode().partition("<main")[2].partition("</main")[0]

    assert '<p class="m-screen-only"><a' in main
    assert 'class="m-print-only">' in main
    assert "second" in main


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
