"""Printed codes get in when mail, phone and identity provider are gone: each once."""

from __future__ import annotations

import re
from functools import partial

import pytest
from django.test import Client
from tests.support.cast import Cast
from tests.support.racing import race
from tests.support.refusals import refused
from tests.support.signed_in import client_of, stale_client_of

from muster.accounts.models import CodeSheet, Person, PrintedCode
from muster.accounts.queries import own_ways
from muster.accounts.services import make_sheet, use_code
from muster.audit.models import AuditEvent
from muster.authz.actors import Actor, Source
from muster.domain.failures import Invalid, Refused


def actor(cast: Cast, person: Person) -> Actor:
    return Actor(at=cast.now, source=Source.WEB, name=person.name, person_id=person.pk)


def sheet_of(cast: Cast, person: Person) -> list[str]:
    return make_sheet(actor=actor(cast, person), person=person)[1]


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_code_alone_lets_in_and_the_page_asked_for_opens(client: Client, cast: Cast) -> None:
    code = sheet_of(cast, cast.keene_representative)[0]

    answer = client.post("/sign-in/code/", {"code": code.lower(), "next": "/requests/"})

    assert answer.headers["Location"] == "/requests/"
    page = client.get("/requests/")
    assert page.status_code == 200
    assert "9 printed codes are left" in page.content.decode()


def test_looking_at_the_page_spends_nothing(client: Client, cast: Cast) -> None:
    code = sheet_of(cast, cast.keene_representative)[0]

    client.get("/sign-in/code/", {"code": code})

    assert not PrintedCode.objects.exclude(used_at=None).exists()


def test_a_code_works_once_and_what_is_wrong_is_said(client: Client, cast: Cast) -> None:
    code = sheet_of(cast, cast.keene_representative)[0]
    client.post("/sign-in/code/", {"code": code})

    second = Client().post("/sign-in/code/", {"code": code})

    assert second.status_code == 422
    assert "or it has been used" in second.content.decode()
    assert "AuditEvent" not in second.content.decode()


@pytest.mark.parametrize("typed", ["", "nonsense", "0000-0000-0000-0000", "A" * 60, "A" * 600])
def test_what_is_no_code_is_refused(client: Client, cast: Cast, typed: str) -> None:
    sheet_of(cast, cast.keene_representative)

    answer = client.post("/sign-in/code/", {"code": typed})

    assert answer.status_code == 422
    assert not signed_in(client)


def test_a_new_sheet_ends_the_one_before(cast: Cast) -> None:
    old = sheet_of(cast, cast.keene_representative)[3]
    new = sheet_of(cast, cast.keene_representative)[3]

    with refused(Invalid, "not one of ours"):
        use_code(code=old, at=cast.now)
    person, left = use_code(code=new, at=cast.now)
    assert (person, left) == (cast.keene_representative, 9)
    assert CodeSheet.objects.filter(ended_at=None).count() == 1


def test_somebody_switched_off_has_no_codes(cast: Cast) -> None:
    code = sheet_of(cast, cast.keene_representative)[0]
    Person.objects.filter(pk=cast.keene_representative.pk).update(is_active=False)

    with refused(Invalid, "not one of ours"):
        use_code(code=code, at=cast.now)


def test_nobody_prints_codes_for_another(cast: Cast) -> None:
    with refused(Refused, "who will use them"):
        make_sheet(actor=actor(cast, cast.coordinator), person=cast.keene_representative)


def test_only_digests_are_kept(cast: Cast) -> None:
    codes = sheet_of(cast, cast.keene_representative)

    kept = "".join(PrintedCode.objects.values_list("digest", flat=True))
    assert len(codes) == 10
    assert not any(code.replace("-", "") in kept.upper() for code in codes)


def test_printing_and_every_use_is_on_record(cast: Cast) -> None:
    code = sheet_of(cast, cast.keene_representative)[4]
    use_code(code=code, at=cast.now, origin="203.0.113.7")

    printed, used = AuditEvent.objects.order_by("sequence")
    assert printed.action == "accounts:codes:printed"
    assert used.action == "accounts:person:signed_in_by_printed_code"
    assert used.facts == {"code": 5, "left": 9}
    assert code not in str(used.facts)


def test_used_codes_are_shown_with_their_day_and_the_last_one_warns(cast: Cast) -> None:
    person = cast.keene_representative
    for code in sheet_of(cast, person):
        use_code(code=code, at=cast.now)

    page = client_of(person).get("/account/ways/").content.decode()

    assert "0 of 10 codes left" in page
    assert "Code 7 was used" in page
    assert not own_ways(person).any


def test_the_sheet_says_whose_it_is_and_where_to_type(cast: Cast) -> None:
    page = client_of(cast.keene_representative).post("/account/codes/").content.decode()

    assert len(re.findall(r"<li>([A-Z2-9]{4}-){3}[A-Z2-9]{4}</li>", page)) == 10
    assert "/sign-in/code/" in page
    assert cast.keene_representative.email in page


def test_a_second_sheet_needs_a_fresh_proof(cast: Cast) -> None:
    person = cast.keene_representative
    code = sheet_of(cast, person)[0]
    client = stale_client_of(person)

    asked = client.post("/account/codes/")
    assert asked.headers["Location"] == "/account/show/?next=%2Faccount%2Fcodes%2F"
    page = client.post(asked.headers["Location"], {"code": code, "next": "/account/codes/"})

    assert "Ten codes for" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_who_type_one_code_at_once_get_in_once(cast: Cast) -> None:
    code = sheet_of(cast, cast.keene_representative)[0]

    results = race(*[partial(use_code, code=code, at=cast.now)] * 2)

    assert sorted(type(result).__name__ for result in results) == ["Invalid", "tuple"]


@pytest.mark.django_db(transaction=True)
def test_two_sheets_made_at_once_leave_one(cast: Cast) -> None:
    person = cast.keene_representative
    make = partial(make_sheet, actor=actor(cast, person), person=person)

    race(make, make)

    assert CodeSheet.objects.filter(ended_at=None).count() == 1
    assert CodeSheet.objects.count() == 2
