"""Guessing is slow; nobody is locked out by somebody else's guessing."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings
from tests.support.cast import Cast

from muster.accounts import services
from muster.accounts.models import Person
from muster.authz.actors import Actor, Source

PASSWORD = "a long and synthetic pass phrase"


@pytest.fixture(autouse=True)
def quick_hashing(settings: Settings) -> None:
    """What is tried here is the counting; a thousand real hashes would take minutes."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def victim(cast: Cast) -> Person:
    person = cast.keene_representative
    person.set_password(PASSWORD)
    person.save()
    return person


def guess(person: Person, *, origin: str, times: int) -> list[int]:
    client = Client(REMOTE_ADDR=origin)
    return [
        client.post("/account/login/", {"login": person.email, "password": "guess"}).status_code
        for _ in range(times)
    ]


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_one_network_is_slowed_and_told_what_else_there_is(victim: Person) -> None:
    answers = guess(victim, origin="203.0.113.7", times=12)

    assert answers == [422] * 10 + [429] * 2
    page = Client(REMOTE_ADDR="203.0.113.99").post(
        "/account/login/", {"login": victim.email, "password": PASSWORD}
    )
    assert page.status_code == 429
    assert int(page["Retry-After"]) <= 300
    assert "passkey, printed code and mail link are not affected" in page.content.decode()


def test_a_thousand_guesses_from_everywhere_lock_nobody_out(victim: Person) -> None:
    """200 networks, five tries each. The victim's own network is one nobody guessed from."""
    for network in range(200):
        guess(victim, origin=f"198.51.{network}.7", times=5)
    codes = services.make_sheet(
        actor=Actor(at=timezone.now(), source=Source.WEB, name=victim.name, person_id=victim.pk),
        person=victim,
    )[1]

    at_home = Client(REMOTE_ADDR="192.0.2.10")
    at_home.post("/account/login/", {"login": victim.email, "password": PASSWORD})
    assert signed_in(at_home)
    by_paper = Client(REMOTE_ADDR="192.0.2.10")
    by_paper.post("/sign-in/code/", {"code": codes[0]})
    assert signed_in(by_paper)


def test_other_ways_stay_open_even_to_the_network_that_guessed(victim: Person) -> None:
    guess(victim, origin="203.0.113.7", times=80)
    actor = Actor(at=timezone.now(), source=Source.WEB, name=victim.name, person_id=victim.pk)
    codes = services.make_sheet(actor=actor, person=victim)[1]
    link = services.make_link(person=victim, at=timezone.now())

    paper, mail = Client(REMOTE_ADDR="203.0.113.7"), Client(REMOTE_ADDR="203.0.113.7")
    paper.post("/sign-in/code/", {"code": codes[0]})
    mail.post("/" + link.split("/", 3)[3])

    assert signed_in(paper)
    assert signed_in(mail)


def test_guessing_codes_is_slowed_by_network(victim: Person) -> None:
    client = Client(REMOTE_ADDR="203.0.113.7")

    answers = [
        client.post("/sign-in/code/", {"code": "AAAA-BBBB-CCCC-DDDD"}).status_code
        for _ in range(61)
    ]

    assert answers == [422] * 60 + [429]


def test_a_dozen_wrong_passkeys_of_a_minute_are_no_flood(victim: Person) -> None:
    """A whole office behind one address signs in at once when the alarm goes."""
    client = Client(REMOTE_ADDR="203.0.113.7")

    answers = {
        client.post("/account/2fa/webauthn/login/", {"credential": "{}"}).status_code
        for _ in range(15)
    }

    assert 429 not in answers


def test_the_second_factor_cannot_be_guessed_from_many_networks(victim: Person) -> None:
    """Whoever is there has the password; what closes is this step, and paper still opens."""
    secret = generate_totp_secret()
    TOTP.activate(victim, secret)
    answers = []
    for network in range(26):
        client = Client(REMOTE_ADDR=f"198.51.{network}.7")
        client.post("/account/login/", {"login": victim.email, "password": PASSWORD})
        answers += [
            client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code
            for _ in range(2)
        ]

    assert answers[:50] == [422] * 50
    assert answers[50:] == [429, 429]
    right = format_hotp_value(hotp_value(secret, next(iter(counters()))))
    assert client.post("/account/2fa/authenticate/", {"code": right}).status_code == 429


def test_asking_for_links_in_somebodys_name_leaves_them_their_links(victim: Person) -> None:
    attacker, owner = Client(REMOTE_ADDR="198.51.100.7"), Client(REMOTE_ADDR="192.0.2.10")
    for _ in range(8):
        attacker.post("/sign-in/", {"email": victim.email})
    sent = ProcrastinateJob.objects.filter(task_name="accounts.mail_sign_in_link").count()
    links = [services.make_link(person=victim, at=timezone.now()) for _ in range(5)]

    assert owner.post("/sign-in/", {"email": victim.email}).status_code == 302
    assert sent == 8
    owner.post("/" + links[0].split("/", 3)[3])
    assert signed_in(owner)
