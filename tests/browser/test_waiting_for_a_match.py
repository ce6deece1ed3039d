"""Waiting for a match in a browser: title, heading and what is read out follow the worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.conftest import AXE, BROWSER_PARTS
from tests.browser.walking import Hub
from tests.support import road
from tests.support.cast import Cast, make_cast
from tests.support.signed_in import client_of

from muster.aid import jobs
from muster.aid.models import MatchTask
from muster.aid.services import match_tasks

pytestmark = pytest.mark.django_db(transaction=True)

Check = Callable[[Page], None]
SAID = """() => {
    window.said = [];
    const region = document.getElementById("match-said");
    new MutationObserver(() => window.said.push(region.textContent)).observe(
        region, {childList: true, characterData: true, subtree: true});
}"""


@pytest.fixture
def everybody() -> Cast:
    """Committed for all to see."""
    return make_cast()


@pytest.fixture
def check(live_server: LiveServer) -> Check:
    """axe, sideways scrolling and the console."""
    missing = [path for path in (AXE, BROWSER_PARTS / "css") if not path.exists()]
    if missing:
        pytest.skip(f"NOT CHECKED in a browser: run ./muster test once, it brings {missing[0]}.")
    return Hub(live_server.url, AXE.read_text(encoding="utf-8"), Path()).check


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, everybody: Cast) -> Iterator[Page]:
    """The coordinator's browser."""
    session = client_of(everybody.coordinator).cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    yield opened
    context.close()


@pytest.fixture
def task(everybody: Cast) -> MatchTask:
    actor = everybody.actor(everybody.coordinator)
    return match_tasks.queue(actor=actor, requests=[road.asked(everybody)])


@pytest.fixture
def address(live_server: LiveServer, task: MatchTask) -> str:
    return f"{live_server.url}/matches/under-way/{task.pk}/"


def noted(stage: str, share: float) -> None:
    MatchTask.objects.update(stage=stage, share=share)


def test_title_and_heading_follow_and_each_step_is_said_once(
    page: Page, address: str, check: Check, live_server: LiveServer, task: MatchTask
) -> None:
    page.goto(address)
    expect(page).to_have_title("Matching, 0 % | Muster")
    check(page)
    page.evaluate(SAID)

    for stage, share in (
        ("Judging 12 pairs", 0.2),
        ("Judging 24 pairs", 0.42),
        ("Solving", 0.6),
    ):
        noted(stage, share)
        expect(page).to_have_title(f"Matching, {round(100 * share)} % | Muster")
        expect(page.get_by_role("heading", level=1)).to_have_text(
            f"Matching, {round(100 * share)} %"
        )
        expect(page.get_by_label(stage)).to_be_visible()
    check(page)
    assert page.evaluate("window.said") == ["Judging 12 pairs", "Solving"]

    jobs.work_off_match(task_id=str(task.pk))
    page.wait_for_url(f"{live_server.url}/requests/*/match/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who could come")


def test_when_it_fails_the_news_has_the_focus_and_one_can_try_again(
    page: Page, address: str, check: Check, task: MatchTask
) -> None:
    page.goto(address)
    MatchTask.objects.update(failure=match_tasks.BROKEN, ended_at=task.asked_at)

    expect(page).to_have_title("The match failed | Muster")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("The match failed")
    expect(heading).to_be_focused()
    check(page)

    page.get_by_role("button", name="Try again").click()
    page.wait_for_url("**/requests/*/match/")


def test_cancel_says_what_happened_and_paper_shows_no_button(
    page: Page, address: str, check: Check
) -> None:
    page.goto(address)
    noted("Solving", 0.6)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
    expect(page.get_by_text("Look again")).to_be_hidden()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.emulate_media(media="screen")

    page.get_by_role("button", name="Cancel").click()

    expect(page.get_by_text("Nothing was kept.")).to_contain_text("at 60 %")
    check(page)


def test_pages_that_tell_of_a_match_under_way_have_no_violations(
    page: Page, live_server: LiveServer, check: Check, task: MatchTask
) -> None:
    number = task.requests.get().number
    for path in (f"/requests/{number}/", f"/requests/{number}/match/"):
        page.goto(f"{live_server.url}{path}")
        expect(page.get_by_role("link", name="Follow it")).to_be_visible()
        check(page)
