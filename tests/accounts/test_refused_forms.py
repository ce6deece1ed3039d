"""A form of the account that was refused is a 422, and says what to do."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from tests.support.cast import Cast
from tests.support.signed_in import client_of

LONG = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example"


@pytest.fixture
def member(cast: Cast) -> Client:
    return client_of(cast.coordinator)


def test_an_address_too_long_to_store_is_refused(member: Client, cast: Cast) -> None:
    answer = member.post("/account/email/", {"email": LONG, "action_add": ""})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Keep the address within 254 characters." in page
    assert LONG in page
    assert not EmailAddress.objects.filter(email__startswith="aaa").exists()


def test_the_longest_address_is_taken(member: Client) -> None:
    longest = f"{'a' * 60}@{'.'.join(['b' * 60] * 3)}.{'c' * 10}"
    assert len(longest) == 254
    assert member.post("/account/email/", {"email": longest, "action_add": ""}).status_code == 302
    assert EmailAddress.objects.filter(email=longest).exists()


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/account/email/", {"email": "nobody", "action_add": ""}),
        ("/account/2fa/totp/activate/", {"code": "000000"}),
        ("/account/password/set/", {"password1": "short", "password2": "other"}),
    ],
)
def test_a_refused_form_of_somebody_signed_in_is_a_422(
    member: Client, path: str, typed: dict[str, str]
) -> None:
    assert member.get(path).status_code == 200
    assert member.post(path, typed).status_code == 422


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/account/login/", {"login": "nobody@b.example", "password": "wrong wrong wrong"}),
        ("/account/password/reset/", {"email": "nobody"}),
    ],
)
def test_a_refused_form_on_the_way_in_is_a_422(
    client: Client, db: None, path: str, typed: dict[str, str]
) -> None:
    assert client.get(path).status_code == 200
    assert client.post(path, typed).status_code == 422


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("account_login", "/account/login/"),
        ("account_reauthenticate", "/account/reauthenticate/"),
        ("account_email", "/account/email/"),
        ("account_change_password", "/account/password/change/"),
        ("account_set_password", "/account/password/set/"),
        ("account_reset_password", "/account/password/reset/"),
        ("mfa_authenticate", "/account/2fa/authenticate/"),
        ("mfa_reauthenticate", "/account/2fa/reauthenticate/"),
        ("mfa_activate_totp", "/account/2fa/totp/activate/"),
        ("mfa_deactivate_totp", "/account/2fa/totp/deactivate/"),
        ("mfa_generate_recovery_codes", "/account/2fa/recovery-codes/generate/"),
    ],
)
def test_the_names_still_lead_to_the_same_addresses(name: str, path: str) -> None:
    """Were allauth to move a page, ours would no longer stand before it."""
    assert reverse(name) == path
