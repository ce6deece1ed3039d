"""Partners and bodies in a browser: added, corrected, moved, marked as ceased; every page sound."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browser.walking import COORDINATOR, LENDER, Hub, follow

Open = Callable[..., Page]
CENTER = "/organizations/johnson-county-911-center-stand-in/"


@pytest.mark.parametrize("width", [320, 1280])
def test_a_partner_is_added_after_a_look_at_names_like_it(
    hub: Hub, open_page: Open, width: int
) -> None:
    page = open_page(COORDINATOR, width=width)
    hub.go(page, "/organizations/")
    follow(page.get_by_role("link", name="Add a partner"))
    hub.check(page)
    follow(page.get_by_role("button", name="Put it on record"))
    page.get_by_text("things need another look").wait_for()
    hub.check(page)
    page.get_by_label("Name", exact=True).fill("Prairie State University (stand-in)")
    page.get_by_label("What is it?").select_option("university")
    page.get_by_label("State (optional)").select_option("TX")
    page.get_by_label("Where is this published?").fill("Made up for a walk in a browser")
    page.get_by_label("On which day did you read it there?").fill("2026-01-31")
    follow(page.get_by_role("button", name="Put it on record"))
    page.get_by_text("Is it one of these?").wait_for()
    hub.check(page)
    page.get_by_label("Name", exact=True).fill(f"Walk in a browser {width} (stand-in)")
    page.get_by_text("None of these: it is another one", exact=True).click()
    follow(page.get_by_role("button", name="Put it on record"))
    page.get_by_role("heading", name=f"Walk in a browser {width}").wait_for()
    hub.check(page)

    follow(page.get_by_role("link", name="Correct what is on record"))
    hub.check(page)
    follow(page.get_by_role("link", name="It has ceased"))
    hub.check(page)
    page.get_by_label("On which day did it cease?").fill("2026-02-28")
    page.get_by_label("What happened").fill("The walk is over")
    follow(page.get_by_role("button", name="Mark it as ceased"))
    page.get_by_text("It asks for nothing and lends nobody.").wait_for()
    hub.check(page)
    follow(page.get_by_role("button", name="It exists: open it again"))
    hub.check(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_county_adds_a_body_and_the_hub_moves_one(hub: Hub, open_page: Open, width: int) -> None:
    county = open_page(LENDER, width=width)
    hub.go(county, "/organizations/johnson-county/bodies/new/")
    hub.check(county)
    desk = open_page(COORDINATOR, width=width)
    hub.go(desk, f"{CENTER}move/")
    hub.check(desk)
    desk.get_by_label("Look for the one above it").fill("Keene")
    follow(desk.get_by_role("button", name="Find"))
    hub.check(desk)
    for path in ("/call-list/?all=yes", "/call-list/?page=2", "/organizations/?closed=yes"):
        hub.go(desk, path)
        hub.check(desk)
