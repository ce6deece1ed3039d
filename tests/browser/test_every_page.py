"""axe finds nothing on any page, on a phone, a small phone and a desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browser.walking import (
    AUDITOR,
    COORDINATOR,
    LENDER,
    TOWN,
    VOLUNTEER,
    Hub,
    follow,
)

Open = Callable[..., Page]

PAGES = {
    "": [
        "/",
        "/sign-in/",
        "/sign-in/sent/",
        "/verify/",
        "/verify/?code=NOSUCHCODE",
        "/verify/NOSUCHCODE/",
        "/outbox/",
        "/style-guide/",
        "/account/login/",
        "/account/password/reset/",
        "/sign-in/link/nosuchlink/",
        "/o/nosuchlink/",
        "/no-such-page/",
    ],
    TOWN: [
        "/",
        "/requests/",
        "/offers/",
        "/missions/",
        "/roster/",
        "/agreements/",
        "/organizations/",
        "/organizations/?q=zzzz",
        "/account/2fa/",
        "/account/2fa/totp/activate/",
        "/account/email/",
        "/account/password/set/",
        "/board/",
        "/audit/",
        "/requests/R-1999-0001/",
        "/me/",
    ],
    LENDER: ["/", "/offers/", "/roster/", "/missions/"],
    COORDINATOR: [
        "/",
        "/board/",
        "/requests/",
        "/agreements/declare/",
        "/offers/",
        "/lists/",
        "/lists/domains/",
    ],
    VOLUNTEER: ["/", "/me/", "/missions/"],
    AUDITOR: [
        "/",
        "/audit/",
        "/audit/?action=zzz",
        "/audit/?action=aid:request:sent",
        "/requests/",
    ],
}


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "visitor")
def test_the_fixed_pages_have_no_violations(
    hub: Hub, open_page: Open, who: str, width: int
) -> None:
    page = open_page(who, width=width)
    for path in PAGES[who]:
        hub.go(page, path)
        hub.check(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_behind_the_first_link_of_each_list_have_none(
    hub: Hub, open_page: Open, width: int
) -> None:
    page = open_page(COORDINATOR, width=width)
    for listing, link in (
        ("/requests/", 'main a[href^="/requests/R-"]'),
        ("/agreements/", 'main a[href^="/agreements/"]:not([href$="declare/"])'),
        ("/organizations/", 'main a[href^="/organizations/"]'),
        ("/outbox/", 'main a[href^="/outbox/"]'),
    ):
        hub.go(page, listing)
        if page.locator(link).count():
            follow(page.locator(link).first)
            hub.check(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_lender_asks_what_its_floor_holds_back(hub: Hub, open_page: Open, width: int) -> None:
    page = open_page(LENDER, width=width)
    hub.go(page, "/roster/")
    follow(page.locator('main a[href^="/roster/floors/"]').first)
    page.get_by_role("heading", name="If fewer stayed at home").wait_for()
    hub.check(page)


def test_the_coordinator_matches_everybody_together(hub: Hub, open_page: Open) -> None:
    page = open_page(COORDINATOR, width=1280)
    hub.go(page, "/board/")
    follow(page.get_by_role("button", name="Match the exercise together"))
    page.get_by_text("requests matched together").wait_for()
    hub.check(page)
    follow(page.locator('main a[href^="/requests/R-"]').first)
    follow(page.get_by_role("link", name="See who could come"))
    hub.check(page)
    page.locator("details summary", has_text="Not chosen because").first.click()
    follow(page.get_by_role("link", name="Everybody, with the reason").first)
    hub.check(page)
