"""Drafts save themselves, mistakes keep what was typed, and no page needs JavaScript."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.browser.walking import (
    TOWN,
    Hub,
    begin_request,
    fill_request,
    follow,
    send_request,
)

Open = Callable[..., Page]
STORY = "Every screen shows a note. The clerk's window is closed."


def test_what_is_typed_survives_a_phone_that_dies(hub: Hub, open_page: Open) -> None:
    phone = open_page(TOWN)
    begin_request(phone)
    phone.locator('[name="what_happened"]').fill(STORY)
    expect(phone.locator("#saved")).to_contain_text("Saved at")
    address = phone.url
    phone.close()

    other = open_page(TOWN)
    other.goto(address)
    assert other.locator('[name="what_happened"]').input_value() == STORY


def test_a_mistake_keeps_every_answer_and_says_what_to_mend(hub: Hub, open_page: Open) -> None:
    page = open_page(TOWN)
    begin_request(page)
    fill_request(page, {"rebuild-technician": 3})
    page.locator('[name="what_happened"]').fill(STORY)
    page.locator('[name="call_back_number"]').fill("911")
    follow(page.get_by_role("button", name="Send and see who could come"))
    hub.check(page)
    assert "works outside your own network" in page.locator("main").inner_text()
    assert page.locator('[name="what_happened"]').input_value() == STORY
    assert page.locator('[name="count_rebuild-technician"]').input_value() == "3"


def test_the_calculator_turns_computers_into_people(hub: Hub, open_page: Open) -> None:
    page = open_page(TOWN)
    begin_request(page)
    page.get_by_text("How many computers?").click()
    page.locator('[name="computers"]').fill("400")
    page.locator('[name="rebuild_days"]').fill("5")
    follow(page.get_by_role("button", name="Work it out"))
    hub.check(page)
    # 10 hours × 60 ÷ 45 minutes × 4 at once = 53 a day; 400 ÷ (53 × 5) rounds up to 2.
    assert page.locator('[name="count_rebuild-technician"]').input_value() == "2"


def test_the_road_begins_without_javascript(hub: Hub, open_page: Open) -> None:
    page = open_page(TOWN, javascript=False)
    begin_request(page)
    fill_request(page, {"server-administrator": 1})
    number = send_request(page)
    assert number in page.locator("main").inner_text()
    follow(page.get_by_role("button", name="Ask them now"))
    assert "Being arranged" in page.locator("main").inner_text()
