"""A clerk joins in a browser: asks, confirms by mail, types a code, and every page is sound."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browser.walking import COORDINATOR, TOWN, Hub, follow

Open = Callable[..., Page]


@pytest.mark.parametrize("width", [320, 1280])
def test_an_office_is_asked_for_refused_and_every_page_is_sound(
    hub: Hub, open_page: Open, width: int
) -> None:
    mail = f"clerk{width}@clerks.synthetic.example"
    page = open_page("", width=width)
    hub.go(page, "/join/")
    page.get_by_label("Your government or organization").fill("Keene")
    follow(page.get_by_role("link", name="City of Keene"))
    follow(page.get_by_role("button", name="Send me the link"))
    page.get_by_text("things need another look").wait_for()
    hub.check(page)
    page.get_by_label("Your name").fill("Synthetic Clerk")
    page.get_by_label("Your work e-mail address").fill(mail)
    page.get_by_label("Telephone").fill("817 555 0133")
    page.get_by_label("The office you hold").fill(f"Clerk {width}")
    page.get_by_text("It can discuss and prepare").click()
    follow(page.get_by_role("button", name="Send me the link"))
    page.get_by_role("heading", name="Look in your mail").wait_for()
    hub.check(page)
    own = page.url

    link = _mailed_link(hub, page, mail)
    page.goto(link)
    hub.check(page)
    follow(page.get_by_role("button", name="Yes, this is me"))
    page.get_by_role("heading", name="City of Keene has to agree").wait_for()
    hub.check(page)

    desk = open_page(COORDINATOR, width=width)
    hub.go(desk, "/joining/?q=Keene&status=open")
    hub.check(desk)
    follow(desk.get_by_role("link", name="City of Keene").first)
    desk.get_by_role("heading", name="Synthetic Clerk asks").wait_for()
    hub.check(desk)
    desk.locator("summary", has_text="Refuse").click()
    desk.get_by_label("Why?").fill("A walk in a browser")
    follow(desk.get_by_role("button", name="Refuse the request"))
    hub.check(desk)
    page.goto(own)
    page.get_by_text("A walk in a browser").wait_for()
    hub.check(page)


def test_a_government_is_found_without_a_script(hub: Hub, open_page: Open) -> None:
    page = open_page("", javascript=False)
    hub.go(page, "/join/")
    page.get_by_label("Your government or organization").fill("Keene")
    follow(page.get_by_role("button", name="Find"))
    follow(page.get_by_role("link", name="City of Keene"))
    page.get_by_role("heading", name="Join with City of Keene").wait_for()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_member_proves_itself_again_by_a_code_read_aloud(
    hub: Hub, open_page: Open, width: int
) -> None:
    town = open_page(TOWN, width=width)
    desk = open_page(COORDINATOR, width=width)
    hub.go(town, "/organizations/city-of-keene/proof/")
    follow(town.get_by_role("button", name="Prove it again"))
    town.get_by_role("heading", name="A code from the hub").wait_for()
    town.get_by_label("Member").fill("Denton")
    follow(town.get_by_role("button", name="Find a member"))
    hub.check(town)
    hub.go(desk, "/joining/?kind=renew&status=open")
    follow(desk.locator('main a[href^="/joining/"]').first)
    desk.get_by_text("I call now").click()
    desk.get_by_label("Published number").fill("+1 512 555 0199")
    desk.get_by_label("Where is it published?").fill("A directory, read today")
    follow(desk.get_by_role("button", name="Make the code"))
    code = desk.locator("code.m-code").inner_text()
    hub.check(desk)
    town.reload()
    town.get_by_label("Code").fill(code.lower())
    hub.check(town)
    follow(town.get_by_role("button", name="Check the code"))
    town.get_by_text("It counts until").wait_for()
    hub.check(town)
    hub.go(town, "/organizations/city-of-keene/proof/")
    hub.check(town)


def _mailed_link(hub: Hub, page: Page, mail: str) -> str:
    """The confirming link of the newest mail to this address."""
    for _ in range(60):
        hub.go(page, "/outbox/")
        row = page.locator("main li, main tr", has_text=mail)
        if row.count():
            follow(row.first.get_by_role("link").first)
            found = re.search(r"http\S+/join/mail/[\w-]+/", page.locator("main").inner_text())
            assert found
            return found.group()
        page.wait_for_timeout(500)
    raise AssertionError(f"no mail to {mail} came")
