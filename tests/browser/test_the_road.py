"""Ask, match, offer by mail, commit, mission order: on a phone, in one go."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from io import BytesIO

from playwright.sync_api import Page
from pypdf import PdfReader
from tests.browser.walking import (
    TOWN,
    Hub,
    begin_request,
    fill_request,
    follow,
    send_request,
)

Open = Callable[..., Page]
MAIL_SECONDS = 30


def _answer_link(page: Page, hub: Hub, number: str) -> str:
    """The newest offer mail's link, once the worker has written it."""
    deadline = time.monotonic() + MAIL_SECONDS
    while time.monotonic() < deadline:
        hub.go(page, "/outbox/")
        mail = page.get_by_role("link", name=re.compile("Can .* help"))
        if mail.count():
            hub.check(page)
            follow(mail.first)
            hub.check(page)
            assert number not in page.locator(".m-mail").inner_text()
            return page.locator('.m-mail a[href*="/o/"]').first.get_attribute("href") or ""
        time.sleep(0.5)
    raise AssertionError("No offer mail was written:\n" + hub.log.read_text()[-2000:])


def test_a_town_asks_and_a_covered_team_is_on_its_way(hub: Hub, open_page: Open) -> None:
    town = open_page(TOWN)
    hub.check(town)

    begin_request(town)
    hub.check(town)
    fill_request(town, {"directory-recovery": 1, "rebuild-technician": 2, "laptop": 5})
    number = send_request(town)
    hub.check(town)
    assert "Proven best" in town.locator("main").inner_text()
    follow(town.get_by_role("button", name="Ask them now"))
    town.wait_for_url(re.compile(rf"/requests/{number}/$"))
    hub.check(town)

    hub.go(town, f"/requests/{number}/more/")
    hub.check(town)
    hub.go(town, f"/requests/{number}/amend/")
    hub.check(town)
    town.locator("[name=call_back_number]").fill("817 555 0142")
    follow(town.get_by_role("button", name="Save the changes"))
    town.wait_for_url(re.compile(rf"/requests/{number}/$"))
    assert "817 555 0142" in town.locator("main").inner_text()
    follow(town.locator('a[href*="/lines/"]').first)
    hub.check(town)

    lender = open_page()
    link = _answer_link(lender, hub, number)
    lender.goto(link)
    hub.check(lender)
    assert "Keene" not in lender.locator("main").inner_text()
    follow(lender.get_by_role("button", name="Accept the terms and send them"))
    lender.get_by_role("heading", name="Thank you").wait_for()
    hub.check(lender)
    assert "Keene" in lender.locator("main").inner_text()

    lender.goto(link)
    assert "answers once" in lender.locator("main").inner_text()
    hub.check(lender)

    hub.go(town, "/")
    follow(town.get_by_role("link", name="Read and sign").first)
    hub.check(town)
    follow(town.get_by_role("button", name="Sign and send for them"))
    town.wait_for_url(re.compile(r"/missions/M-\d{4}-\d{4}/$"))
    hub.check(town)

    paper = town.request.get(town.url + "order.pdf")
    assert paper.ok
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.body())).pages)
    assert "Keene" in text
    code = town.locator('a[href^="/verify/"]').first.inner_text()
    assert code in text.replace(" ", "")

    stranger = open_page()
    hub.go(stranger, f"/verify/{code}/")
    assert "This order is ours and stands" in stranger.locator("main").inner_text()
    hub.check(stranger)

    hub.go(town, f"/requests/{number}/")
    assert "issued mission order" in town.locator("main").inner_text()
    hub.check(town)
