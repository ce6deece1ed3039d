"""Passkeys in a real browser with an authenticator made of software, as phones have one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from tests.browser.walking import VOLUNTEER, Hub, follow

Open = Callable[..., Page]


@pytest.fixture
def named(hub: Hub) -> Hub:
    """The same hub under a name: passkeys belong to names, never to bare addresses."""
    return replace(hub, address=hub.address.replace("127.0.0.1", "localhost"))


def give_a_phone(page: Page, *, willing: bool = True) -> None:
    """An authenticator that knows its owner's finger."""
    chromium = page.context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    chromium.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": willing,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_out(page: Page, hub: Hub) -> None:
    hub.go(page, "/account/logout/")
    follow(page.get_by_role("main").get_by_role("button", name=re.compile("Sign out")))


def test_a_passkey_is_added_signs_in_alone_shows_who_one_is_and_is_removed(
    named: Hub, open_page: Open
) -> None:
    page = open_page()
    give_a_phone(page)
    named.sign_in(page, VOLUNTEER)
    named.go(page, "/account/ways/")
    follow(page.get_by_role("link", name="Add a passkey"))
    page.get_by_label("Name it").fill("My synthetic phone")
    follow(page.get_by_role("button", name="Add the passkey"))
    named.go(page, "/account/ways/")
    expect(page.get_by_text("My synthetic phone, added")).to_be_visible()
    named.check(page)

    sign_out(page, named)
    named.go(page, "/sign-in/?next=/me/")
    named.check(page)
    follow(page.get_by_role("button", name="Sign in with a passkey"))
    page.wait_for_url(named.address + "/me/")

    named.go(page, "/account/show/?next=/me/")
    follow(page.get_by_role("link", name="Use your passkey"))
    named.check(page)
    follow(page.get_by_role("button", name="Use your passkey"))
    page.wait_for_url(named.address + "/me/")

    named.go(page, "/account/ways/")
    follow(page.get_by_role("link", name="Rename My synthetic phone"))
    named.check(page)
    page.get_by_label("Name").fill("My old phone")
    follow(page.get_by_role("button", name="Save the name"))
    named.go(page, "/account/ways/")
    follow(page.get_by_role("link", name="Remove My old phone"))
    named.check(page)
    follow(page.get_by_role("button", name="Remove it"))
    named.go(page, "/account/ways/")
    expect(page.get_by_text("My old phone")).to_have_count(0)


def test_a_passkey_that_is_not_there_says_what_else_there_is(named: Hub, open_page: Open) -> None:
    page = open_page()
    give_a_phone(page, willing=False)
    named.go(page, "/sign-in/")

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_text("Try again, or choose another way")).to_be_visible()
    named.check(page)


def test_without_scripts_or_on_a_bare_address_no_passkey_is_offered(
    hub: Hub, named: Hub, open_page: Open
) -> None:
    plain = open_page(javascript=False)
    named.go(plain, "/sign-in/")
    expect(plain.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    bare = open_page()
    hub.go(bare, "/sign-in/")
    expect(bare.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    expect(bare.get_by_role("link", name="Sign in with a printed code")).to_be_visible()
