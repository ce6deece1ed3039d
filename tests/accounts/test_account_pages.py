"""The account pages speak as the rest of the hub does."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.support.cast import Cast

from muster.accounts import services

VENDOR_WORDS = (
    "Two-Factor Authentication",
    "two-factor authentication",
    "Activate",
    "Deactivate",
    "reauthenticate",
    "Confirm Access",
    "Authenticator secret",
    "Set Password",
    "Change Password",
    "Bad Token",
    "Make Primary",
    "Successfully",
    "Password (again)",
)


@pytest.fixture
def member(client: Client, cast: Cast) -> Client:
    """Signed in by mail, as most people are."""
    address = services.make_link(person=cast.coordinator, at=timezone.now())
    client.post("/" + address.split("/", 3)[3])
    return client


def read(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    text = answer.content.decode()
    assert 'class="m-header"' in text, f"{path} does not look like the rest of the hub"
    assert text.count("<h1") == 1
    assert [words for words in VENDOR_WORDS if words in text] == [], path
    return text


def turn_on(client: Client) -> str:
    """Set the authenticator app up; answers the page that follows."""
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret">([A-Z2-7]+)<', page)
    assert secret
    code = format_hotp_value(hotp_value(secret.group(1), next(iter(counters()))))
    answer = client.post("/account/2fa/totp/activate/", {"code": code}, follow=True)
    assert "Show that it is you" in answer.content.decode()
    backup = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).generate_codes()[9]
    answer = client.post(
        "/account/2fa/reauthenticate/",
        {"code": backup, "next": "/account/2fa/recovery-codes/"},
        follow=True,
    )
    return answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/account/2fa/",
        "/account/2fa/totp/activate/",
        "/account/password/set/",
        "/account/password/change/",
        "/account/email/",
    ],
)
def test_every_page_of_the_account_is_in_our_words(member: Client, path: str) -> None:
    read(member, path)


@pytest.mark.parametrize(
    "path",
    [
        "/account/login/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/password/reset/key/done/",
        "/account/password/reset/key/1-nosuchkey/",
        "/account/confirm-email/nosuchkey/",
        "/account/signup/",
        "/account/inactive/",
    ],
)
def test_every_page_on_the_way_in_is_in_our_words(client: Client, db: None, path: str) -> None:
    read(client, path)


def test_the_set_up_page_has_a_picture_and_a_key_to_type(member: Client) -> None:
    page = read(member, "/account/2fa/totp/activate/")

    assert 'src="data:image/svg+xml;base64,' in page
    assert re.search(r'id="authenticator_secret">[A-Z2-7]{16,}<', page)


def test_recovery_codes_follow_and_can_be_downloaded(member: Client) -> None:
    page = turn_on(member)

    codes = re.findall(r"<li>([0-9a-z]{8,})</li>", page)
    assert len(codes) == 9
    assert "9 of 10 are unused" in page
    assert [words for words in VENDOR_WORDS if words in page] == []
    file = member.get("/account/2fa/recovery-codes/download/").content.decode()
    assert all(code in file for code in codes)
    read(member, "/account/2fa/")
    read(member, "/account/2fa/totp/deactivate/")
    read(member, "/account/2fa/recovery-codes/generate/")


def test_the_page_that_asks_for_the_code_is_in_our_words(
    member: Client, client: Client, cast: Cast
) -> None:
    turn_on(member)
    stranger = Client()
    address = services.make_link(person=cast.coordinator, at=timezone.now())
    page = stranger.post("/" + address.split("/", 3)[3], follow=True).content.decode()

    assert "Six-digit code" in page
    assert [words for words in VENDOR_WORDS if words in page] == []


def test_a_wrong_password_says_what_to_do(client: Client, cast: Cast) -> None:
    page = client.post(
        "/account/login/", {"login": cast.coordinator.email, "password": "wrong wrong wrong"}
    ).content.decode()

    assert "do not go together" in page
    assert "mail link instead" in page


def test_a_wrong_code_says_what_to_do(settings: Settings) -> None:
    settings.MFA_ADAPTER = "muster.accounts.adapter.PlainSecondFactorAdapter"

    assert "wait for the next one" in str(mfa_adapter().validation_error("incorrect_code"))
