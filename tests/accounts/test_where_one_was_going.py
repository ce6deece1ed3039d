"""Signing in leads to the page one wanted, by every way in, and never off the hub."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core import mail
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from tests.support.cast import Cast

from muster.accounts import services
from muster.accounts.jobs import mail_sign_in_link
from muster.accounts.models import Person, SignInLink

PASSWORD = "a long and synthetic pass phrase"
WANTED = "/organizations/?q=keene&page=2"
ELSEWHERE = [
    "https://elsewhere.synthetic.example/",
    "//elsewhere.synthetic.example/",
    "/\\elsewhere.synthetic.example/",
    "///elsewhere.synthetic.example",
    "http:///elsewhere.synthetic.example",
    "javascript:alert(1)",
    "/organizations/" + "x" * 600,
]


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(counters())))))


def with_second_factor(person: Person) -> str:
    person.set_password(PASSWORD)
    person.save()
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return str(secret)


def test_a_page_for_members_sends_to_sign_in_and_a_mail_link_leads_back_to_it(cast: Cast) -> None:
    here, phone = Client(), Client()
    sign_in = here.get(WANTED).headers["Location"]
    form = here.get(sign_in).content.decode()
    hidden = re.search(r'name="next" value="([^"]+)"', form)
    assert hidden
    assert hidden.group(1) == "/organizations/?q=keene&amp;page=2"

    sent = here.post("/sign-in/", {"email": cast.coordinator.email, "next": WANTED})
    assert 'href="/sign-in/?next=%2Forganizations%2F' in here.get(sent["Location"]).content.decode()
    mail_sign_in_link(**ProcrastinateJob.objects.get().args)
    address = re.search(r"http\S+", str(mail.outbox[-1].body))
    assert address
    answer = phone.post(path_of(address.group()))

    assert answer.headers["Location"] == WANTED


def test_the_second_factor_after_a_mail_link_keeps_the_page(client: Client, cast: Cast) -> None:
    secret = with_second_factor(cast.keene_representative)
    address = services.make_link(
        person=cast.keene_representative, at=timezone.now(), destination=WANTED
    )

    code_page = client.post(path_of(address)).headers["Location"]
    answer = client.post(code_page, {"code": code_of(secret)})

    assert answer.headers["Location"] == WANTED


def test_password_and_code_keep_the_page(client: Client, cast: Cast) -> None:
    secret = with_second_factor(cast.keene_representative)
    page = client.get("/sign-in/", {"next": WANTED}).content.decode()
    address = re.search(r'href="(/account/login/\?next=[^"]+)"', page)
    assert address
    form = client.get(address.group(1).replace("&amp;", "&")).content.decode()
    assert 'name="next"' in form

    first = client.post(
        "/account/login/",
        {"login": cast.keene_representative.email, "password": PASSWORD, "next": WANTED},
    )
    answer = client.post(first.headers["Location"], {"code": code_of(secret)})

    assert answer.headers["Location"] == WANTED


def test_a_wrong_address_in_the_form_does_not_forget_the_page(client: Client, cast: Cast) -> None:
    page = client.post("/sign-in/", {"email": "not an address", "next": WANTED})

    assert page.status_code == 422
    assert 'name="next" value="/organizations/' in page.content.decode()


def test_one_click_on_a_demo_hub_keeps_the_page(
    client: Client, cast: Cast, settings: Settings
) -> None:
    settings.DEMO = True
    Person.objects.filter(pk=cast.coordinator.pk).update(
        synthetic=True, demo_rank=1, demo_part="Hub coordinator"
    )

    page = client.get("/sign-in/", {"next": WANTED}).content.decode()
    link = re.search(r'href="(/sign-in/demo/[^"]+)"', page)
    assert link
    answer = client.get(link.group(1).replace("&amp;", "&"))

    assert answer.headers["Location"] == WANTED


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_sent_off_the_hub(client: Client, cast: Cast, target: str) -> None:
    services.ask_for_link(email=cast.coordinator.email, at=timezone.now(), destination=target)
    assert ProcrastinateJob.objects.get().args["destination"] == ""
    address = services.make_link(person=cast.coordinator, at=timezone.now(), destination=target)
    # As if it had been written there by other means.
    SignInLink.objects.update(destination=target[:500])

    answer = client.post(path_of(address))

    assert answer.headers["Location"] == "/" or target.startswith("/organizations/x")
    assert "elsewhere" not in answer.headers["Location"]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_the_password_way_sends_nobody_off_the_hub_either(
    client: Client, cast: Cast, target: str
) -> None:
    cast.coordinator.set_password(PASSWORD)
    cast.coordinator.save()

    answer = client.post(
        "/account/login/",
        {"login": cast.coordinator.email, "password": PASSWORD, "next": target},
    )

    assert answer.headers["Location"] == "/"


def test_a_page_that_opens_by_a_secret_is_not_written_down(cast: Cast) -> None:
    services.make_link(person=cast.coordinator, at=timezone.now(), destination="/o/the-secret/")

    assert SignInLink.objects.get().destination == ""


def test_the_sign_in_link_of_a_page_leads_back_to_that_page(client: Client, db: None) -> None:
    page = client.get("/verify/?code=NOSUCHCODE").content.decode()

    assert 'href="/sign-in/?next=%2Fverify%2F%3Fcode%3DNOSUCHCODE"' in page
