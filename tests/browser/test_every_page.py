"""axe finds nothing on any page, on a small phone and at a desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

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
        "/sign-in/code/",
        "/verify/",
        "/verify/?code=NOSUCHCODE",
        "/verify/NOSUCHCODE/",
        "/seals/",
        "/outbox/",
        "/style-guide/",
        "/account/login/",
        "/account/password/reset/",
        "/sign-in/link/nosuchlink/",
        "/join/",
        "/join/?q=keene",
        "/join/?q=zzzz",
        "/join/for/city-of-keene/",
        "/join/nosuchpage/",
        "/join/mail/nosuchlink/",
        "/o/nosuchlink/",
        "/no-such-page/",
        "/security/",
    ],
    TOWN: [
        "/",
        "/requests/",
        "/offers/",
        "/missions/",
        "/roster/",
        "/agreements/",
        "/agreements/templates/",
        "/organizations/city-of-keene/tonight/",
        "/organizations/city-of-keene/tonight/?people=volunteer&aid=specialist",
        "/agreements/templates/la-porte-12h/",
        "/agreements/statewide-it-mutual-aid/leave/?organization=city-of-keene",
        "/organizations/",
        "/organizations/?q=zzzz",
        "/organizations/city-of-keene/",
        "/organizations/city-of-keene/proof/",
        "/joining/",
        "/account/ways/",
        "/account/set-up/",
        "/account/show/",
        "/account/sessions/",
        "/account/2fa/webauthn/add/",
        "/account/2fa/totp/activate/",
        "/account/email/",
        "/account/password/set/",
        "/board/",
        "/audit/",
        "/requests/R-1999-0001/",
        "/me/",
        "/rota/",
        "/call-list/",
    ],
    LENDER: ["/", "/offers/", "/roster/", "/missions/"],
    COORDINATOR: [
        "/",
        "/board/",
        "/requests/",
        "/agreements/declare/",
        "/cover/",
        "/organizations/city-of-keene/tonight/city-of-denton/?where=remote",
        "/agreements/new/?template=warn",
        "/agreements/north-central-it-mutual-aid/",
        "/agreements/north-central-it-mutual-aid/draft/",
        "/agreements/north-central-it-mutual-aid/draft/discard/",
        "/agreements/north-central-it-mutual-aid/draft/propose/",
        "/agreements/north-central-it-mutual-aid/parties/?q=keene",
        "/agreements/north-central-it-mutual-aid/versions/2/",
        "/agreements/north-central-it-mutual-aid/versions/2/compare/",
        "/offers/",
        "/call-list/",
        "/lists/",
        "/lists/domains/",
        "/joining/",
        "/joining/?status=refused",
        "/organizations/city-of-keene/proof/",
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


@pytest.mark.parametrize("width", [320, 1280])
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


@pytest.mark.parametrize("width", [320, 1280])
def test_a_town_puts_somebody_on_call_and_reads_a_calendar(
    hub: Hub, open_page: Open, width: int
) -> None:
    page = open_page(TOWN, width=width)
    hub.go(page, "/rota/")
    follow(page.get_by_role("link", name="Put somebody on call"))
    hub.check(page)
    page.get_by_label("Their number").fill("nobody knows")
    follow(page.get_by_role("button", name="Put on the rota"))
    hub.check(page)
    hub.go(page, "/rota/")
    follow(page.get_by_role("link", name="Weekly turns"))
    page.get_by_label("Who is called").fill(f"Synthetic Person {width}")
    page.get_by_label("Their number").fill("+1 512 555 0100")
    page.get_by_text("Wednesday", exact=True).click()
    first = datetime.now(UTC).date() + timedelta(days=width // 2)
    page.get_by_label("From this date on").fill(first.isoformat())
    hub.check(page)
    follow(page.get_by_role("button", name="Put them on the rota"))
    hub.check(page)
    begins = datetime.now(UTC) + timedelta(hours=-1 if width < 1000 else 12)
    follow(page.get_by_role("link", name="Read a calendar"))
    hub.check(page)
    page.get_by_label("Or paste its text").fill(_calendar(begins, f"night-{width}"))
    page.get_by_label("Name of this calendar").fill("Nights")
    follow(page.get_by_role("button", name="Look at what would change"))
    hub.check(page)
    follow(page.get_by_role("button", name="Apply it"))
    hub.check(page)
    follow(page.locator("main table a", has_text="Change").first)
    hub.check(page)
    page.go_back()
    follow(page.get_by_role("link", name="History, undo"))
    hub.check(page)
    hub.go(page, "/rota/")
    for link in ("Another time zone", "Print it"):
        follow(page.get_by_role("link", name=link))
        hub.check(page)
        page.go_back()


def _calendar(begins: datetime, uid: str) -> str:
    start, end = (f"{one:%Y%m%dT%H%M%SZ}" for one in (begins, begins + timedelta(hours=12)))
    return (
        f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:{uid}\nDTSTART:{start}\n"
        f"DTEND:{end}\nSUMMARY:On call: Synthetic Person\nDESCRIPTION:tel:+1 512 555 0101\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )


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
