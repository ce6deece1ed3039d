"""axe and the small phone on every page of an office."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browser.walking import COORDINATOR, Hub

Open = Callable[..., Page]

PARTS = ["", "change/", "retire/", "affirm/", "delegate/", "seat/", "handover/"]


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_an_office_have_no_violations(hub: Hub, open_page: Open, width: int) -> None:
    page = open_page(COORDINATOR, width=width)
    hub.go(page, "/organizations/city-of-keene/")
    hub.check(page)
    office = page.locator('main a[href^="/offices/"]').first.get_attribute("href")
    assert office
    for part in PARTS:
        hub.go(page, f"{office}{part}")
        hub.check(page)
    hub.go(page, office)
    leaving = page.locator('main a[href^="/tenures/"]').first.get_attribute("href")
    assert leaving
    hub.go(page, leaving)
    hub.check(page)
    hub.go(page, "/organizations/city-of-keene/offices/new/")
    hub.check(page)
