"""Whoever has a second factor needs it, whichever way they come in."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.test import Client
from django.utils import timezone
from tests.support.cast import Cast

from muster.accounts import services
from muster.accounts.models import Person

PASSWORD = "a long and synthetic pass phrase"


@pytest.fixture
def guarded(cast: Cast) -> tuple[Person, str]:
    """A person with a password and an authenticator, and the authenticator's secret."""
    person = cast.keene_representative
    person.set_password(PASSWORD)
    person.save()
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return person, secret


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(counters())))))


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_password_alone_does_not_let_in(client: Client, guarded: tuple[Person, str]) -> None:
    person, secret = guarded

    answer = client.post("/account/login/", {"login": person.email, "password": PASSWORD})

    assert answer.status_code == 302
    assert not signed_in(client)
    wrong = client.post(answer.headers["Location"], {"code": "000000"})
    assert wrong.status_code == 422
    assert not signed_in(client)
    client.post(answer.headers["Location"], {"code": code_of(secret)})
    assert signed_in(client)


def test_a_mail_link_asks_for_the_second_factor_too(
    client: Client, guarded: tuple[Person, str]
) -> None:
    person, secret = guarded
    address = services.make_link(person=person, at=timezone.now())

    answer = client.post("/" + address.split("/", 3)[3])

    assert answer.status_code == 302
    assert not signed_in(client)
    client.post(answer.headers["Location"], {"code": code_of(secret)})
    assert signed_in(client)


def test_nobody_signs_up_by_themselves(client: Client, db: None) -> None:
    answer = client.post(
        "/account/signup/",
        {"email": "new@people.synthetic.example", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert not Person.objects.filter(email="new@people.synthetic.example").exists()
    assert not signed_in(client)
    assert answer.status_code == 200


def test_whoever_came_in_by_mail_can_set_up_an_authenticator(client: Client, cast: Cast) -> None:
    address = services.make_link(person=cast.coordinator, at=timezone.now())
    client.post("/" + address.split("/", 3)[3])

    page = client.get("/account/2fa/totp/activate/")

    assert page.status_code == 200
    assert "authenticator" in page.content.decode().lower()
