"""A new token's secret is shown once, and no reload makes another token."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from tests.support.cast import Cast
from tests.support.refusals import refused
from tests.support.signed_in import client_of

from muster.authz.secrets import digest
from muster.directory.models import ApiToken
from muster.directory.services import tokens as services
from muster.domain.failures import Invalid
from muster.web.models import IdempotentReply

SECRET = re.compile(r"muster_[\w-]{40,}")


def ask(cast: Cast) -> tuple[str, dict[str, Any]]:
    office = cast.office(cast.keene_representative)
    typed = {
        "purpose": "Nightly roster",
        "days": "30",
        "scopes": ["read"],
        "idempotency_key": "key-1",
    }
    return f"/offices/{office.pk}/tokens/", typed


def test_the_secret_is_shown_on_the_first_opening_and_not_on_a_reload(cast: Cast) -> None:
    client = client_of(cast.keene_representative)
    address, typed = ask(cast)

    made = client.post(address, typed)
    first = client.get(made.headers["Location"])
    again = client.get(made.headers["Location"])

    assert made.status_code == 302
    found = SECRET.search(first.content.decode())
    assert found
    token = ApiToken.objects.get()
    assert token.digest == digest(found.group())
    assert first.headers["Cache-Control"] == "no-store"
    assert again.status_code == 200
    assert not SECRET.search(again.content.decode())
    assert "revoke this token and make another" in again.content.decode()


def test_sending_the_same_form_twice_makes_one_token(cast: Cast) -> None:
    client = client_of(cast.keene_representative)
    address, typed = ask(cast)

    first, second = client.post(address, typed), client.post(address, typed)

    assert first.headers["Location"] == second.headers["Location"]
    assert ApiToken.objects.count() == 1


def test_the_form_on_the_page_carries_a_key(cast: Cast) -> None:
    page = client_of(cast.keene_representative).get(f"/organizations/{cast.keene.slug}/")
    form = page.content.decode().split("/tokens/", 1)[1].split("</form>")[0]

    assert 'name="idempotency_key"' in form


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"days": "0"}, "Give a number of days between 1 and 365."),
        ({"days": "366"}, "Give a number of days between 1 and 365."),
        ({"days": "-3"}, "Give a number of days between 1 and 365."),
        ({"days": "soon"}, "Give a number of days between 1 and 365."),
        ({"days": ""}, "Give a number of days between 1 and 365."),
        ({"purpose": " "}, "Say what it is for."),
        ({"purpose": "p" * 5_000}, "Keep this within 120 characters."),
    ],
)
def test_a_refused_form_comes_back_with_what_was_typed(
    cast: Cast, typed: dict[str, str], says: str
) -> None:
    address, good = ask(cast)
    answer = client_of(cast.keene_representative).post(address, good | typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert '<details class="m-details" open>' in page
    for name, value in ({"purpose": "Nightly roster", "days": "30"} | typed).items():
        assert not value.strip() or f'name="{name}" value="{value}"' in page
    assert not ApiToken.objects.exists()


def test_a_long_purpose_is_refused_and_not_cut(cast: Cast) -> None:
    with refused(Invalid, "within 120 characters"):
        services.issue_token(
            actor=cast.actor(cast.keene_representative),
            office=cast.office(cast.keene_representative),
            purpose="p" * 121,
            life=timedelta(days=30),
        )


def test_the_hub_keeps_the_secret_nowhere(cast: Cast) -> None:
    client = client_of(cast.keene_representative)
    address, typed = ask(cast)
    made = client.post(address, typed)
    cookie = made.cookies["new_token"]
    found = SECRET.search(cookie.value)
    assert found

    kept = [str(session.get_decoded()) for session in Session.objects.all()]
    kept += [f"{bytes(reply.body)!r}{reply.location}" for reply in IdempotentReply.objects.all()]

    assert kept
    assert [text for text in kept if found.group() in text] == []
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == made.headers["Location"]


def test_only_who_represents_the_organization_sees_the_token_page(cast: Cast) -> None:
    address, typed = ask(cast)
    page = client_of(cast.keene_representative).post(address, typed).headers["Location"]

    assert client_of(cast.keene_contact).get(page).status_code == 404
    assert client_of(cast.stranger).get(page).status_code == 404


def test_a_secret_of_another_token_is_not_shown(cast: Cast) -> None:
    client = client_of(cast.keene_representative)
    address, typed = ask(cast)
    one = client.post(address, typed)
    two = client.post(address, typed | {"idempotency_key": "key-2"}).headers["Location"]
    client.cookies["new_token"] = one.cookies["new_token"].value
    client.cookies["new_token"]["path"] = two

    assert not SECRET.search(client.get(two).content.decode())
