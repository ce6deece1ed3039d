"""A mail link is a step towards a way in of one's own, not a way in."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core import mail
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.accounts import services
from muster.accounts.jobs import mail_way_changed
from muster.accounts.models import Person
from muster.audit.models import AuditEvent
from muster.authz.actors import Actor, Source


def by_mail(client: Client, person: Person, destination: str = "") -> str:
    address = services.make_link(person=person, at=timezone.now(), destination=destination)
    return client.post("/" + address.split("/", 3)[3]).headers["Location"]


def test_who_came_by_mail_sets_up_a_way_before_anything_else(client: Client, cast: Cast) -> None:
    wanted = by_mail(client, cast.coordinator, "/board/?q=x")

    asked = client.get(wanted)
    assert asked.headers["Location"] == "/account/set-up/?next=%2Fboard%2F%3Fq%3Dx"
    assert client.post("/requests/new/").headers["Location"] == "/account/set-up/"
    page = client.get(asked.headers["Location"]).content.decode()
    assert "A passkey on your phone or computer" in page
    assert "Ten codes on paper" in page
    assert "An authenticator app" in page


def test_one_click_prints_codes_and_the_rest_opens(client: Client, cast: Cast) -> None:
    by_mail(client, cast.coordinator)

    sheet = client.post("/account/codes/")

    assert "Ten codes for" in sheet.content.decode()
    assert client.get("/board/").status_code == 200
    assert client.get("/account/set-up/?next=/board/").headers["Location"] == "/board/"


def test_a_password_alone_is_no_way_of_its_own_either(client: Client, cast: Cast) -> None:
    person = cast.coordinator
    person.set_password("a long and synthetic pass phrase")
    person.save()

    client.post(
        "/account/login/", {"login": person.email, "password": "a long and synthetic pass phrase"}
    )

    assert client.get("/board/").headers["Location"].startswith("/account/set-up/")


def test_after_a_mail_link_a_printed_code_can_be_the_second_proof(cast: Cast) -> None:
    person, client = cast.coordinator, Client()
    TOTP.activate(person, generate_totp_secret())
    codes = services.make_sheet(actor=_self(cast, person), person=person)[1]
    assert "/2fa/authenticate/" in by_mail(client, person)
    assert "/sign-in/code/" in client.get("/account/2fa/authenticate/").content.decode()

    client.post("/sign-in/code/", {"code": codes[0]})

    assert client.get("/board/").status_code == 200


def test_who_has_only_paper_shows_a_code_after_the_link(cast: Cast) -> None:
    """Otherwise whoever reads the mailbox would be in."""
    person, client = cast.coordinator, Client()
    codes = services.make_sheet(actor=_self(cast, person), person=person)[1]

    wanted = by_mail(client, person, "/board/")

    assert client.get(wanted).headers["Location"] == "/account/show/?next=%2Fboard%2F"
    answer = client.post("/account/show/", {"code": codes[0], "next": "/board/"})
    assert answer.headers["Location"] == "/board/"
    assert client.get("/board/").status_code == 200


def test_a_mailbox_alone_changes_nothing_once_there_is_a_way(cast: Cast) -> None:
    person, client = cast.coordinator, Client()
    services.make_sheet(actor=_self(cast, person), person=person)
    by_mail(client, person)

    for path in (
        "/account/2fa/totp/activate/",
        "/account/2fa/webauthn/add/",
        "/account/email/",
        "/account/password/set/",
    ):
        assert client.get(path).headers["Location"].startswith("/account/show/"), path
    assert client.post("/account/codes/").headers["Location"].startswith("/account/show/")


def test_a_password_that_mail_can_reset_does_not_stand_for_a_way(cast: Cast) -> None:
    person, client = cast.coordinator, Client()
    person.set_password("a long and synthetic pass phrase")
    person.save()
    services.make_sheet(actor=_self(cast, person), person=person)
    by_mail(client, person)

    client.post("/account/reauthenticate/", {"password": "a long and synthetic pass phrase"})

    assert client.get("/board/").headers["Location"].startswith("/account/show/")
    assert client.get("/account/2fa/webauthn/add/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_app_opens_the_rest_and_is_told(client: Client, cast: Cast) -> None:
    by_mail(client, cast.coordinator)
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret">([A-Z2-7]+)<', page)
    assert secret
    code = format_hotp_value(hotp_value(secret.group(1), next(iter(counters()))))

    client.post("/account/2fa/totp/activate/", {"code": code})

    assert client.get("/board/").status_code == 200
    on_record = AuditEvent.objects.filter(action="accounts:way:added")
    assert {"totp"} <= {event.facts["way"] for event in on_record}
    assert ProcrastinateJob.objects.filter(args__way="totp", args__what="added").exists()


def test_a_new_sheet_is_told_by_mail(cast: Cast) -> None:
    services.make_sheet(actor=_self(cast, cast.coordinator), person=cast.coordinator)

    mail_way_changed(**ProcrastinateJob.objects.get().args)

    assert mail.outbox[-1].to == [cast.coordinator.email]
    assert "If not, call your hub coordinator" in str(mail.outbox[-1].body)


def test_sessions_made_otherwise_are_left_alone(cast: Cast) -> None:
    assert client_of(cast.coordinator).get("/board/").status_code == 200


def test_the_page_of_ways_says_what_is_missing(cast: Cast) -> None:
    person = cast.coordinator
    client = client_of(person)
    assert "You have no way in of your own" in client.get("/account/ways/").content.decode()

    TOTP.activate(person, generate_totp_secret())
    assert "Nothing on paper" in client.get("/account/ways/").content.decode()

    services.make_sheet(actor=_self(cast, person), person=person)
    page = client.get("/account/ways/").content.decode()
    assert "10 of 10 codes left" in page
    assert "usa-alert--warning" not in page


def _self(cast: Cast, person: Person) -> Actor:
    return Actor(at=cast.now, source=Source.WEB, name=person.name, person_id=person.pk)
