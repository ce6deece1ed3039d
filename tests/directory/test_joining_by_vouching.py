"""Joining because two members vouch, or because the organization's own representative agrees."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.support import builders as make
from tests.support import joining as join
from tests.support.cast import Cast
from tests.support.racing import race
from tests.support.refusals import refused
from tests.support.signed_in import client_of

from muster.authz.actors import Duty
from muster.directory.models import (
    AffiliationProof,
    JoiningRequest,
    Organization,
    OrganizationKind,
    Tenure,
    Vouch,
)
from muster.directory.services.joining import codes, deciding, vouching
from muster.domain.failures import Conflict, Invalid, Refused


def waiting(cast: Cast, **changes: Any) -> JoiningRequest:
    return join.confirmed(join.alvarado(), cast.now, **{"mail": "it@example.org", **changes})


def ask(cast: Cast, request: JoiningRequest, member: Organization) -> Vouch:
    return vouching.ask_for_vouch(
        visitor=join.visitor(cast.now), request=request, organization=member
    )


def yes(cast: Cast, person: Any, vouch: Vouch) -> AffiliationProof | None:
    return vouching.vouch_for(actor=cast.actor(person), vouch=vouch)


def test_with_the_second_yes_the_city_is_in(cast: Cast, client: Client) -> None:
    request = waiting(cast)
    join.mails()
    page = join.page_of(request)
    assert "Denton County" in client.get(f"{page}?q=denton").content.decode()
    for slug in ("denton-county", "johnson-county"):
        assert client.post(f"{page}members/", {"member": slug}).status_code == 302
    sent = join.mails()
    assert sorted(one[0] for one in sent) == [
        cast.denton_representative.email,
        cast.johnson_representative.email,
    ]
    assert f"/joining/{request.pk}/" in sent[0][2]

    denton = client_of(cast.denton_representative)
    shown = denton.get(f"/joining/{request.pk}/").content.decode()
    assert "Yes, Denton County vouches" in shown
    mine = Vouch.objects.get(organization=cast.denton)
    assert denton.post(f"/joining/vouches/{mine.pk}/", {"answer": "yes"}).status_code == 302
    assert not AffiliationProof.objects.exists()
    other = Vouch.objects.get(organization=cast.johnson)
    client_of(cast.johnson_representative).post(f"/joining/vouches/{other.pk}/", {"answer": "yes"})

    proof = AffiliationProof.objects.get()
    assert proof.way == "vouching"
    assert {proof.first_voucher, proof.second_voucher} == {
        cast.office(cast.denton_representative),
        cast.office(cast.johnson_representative),
    }
    assert Organization.objects.get(slug="alvarado").member_since
    assert [one[1] for one in join.mails()] == ["City of Alvarado: you are in"]


def test_one_yes_is_not_enough_and_a_third_does_not_count(cast: Cast) -> None:
    request = waiting(cast)
    first = ask(cast, request, cast.denton)
    ask(cast, request, cast.johnson)
    with refused(Invalid, "a third does not count"):
        ask(cast, request, cast.lubbock)
    assert yes(cast, cast.denton_representative, first) is None
    with refused(Conflict, "has answered already"):
        yes(cast, cast.denton_representative, first)


def test_who_cannot_be_asked(cast: Cast) -> None:
    request = waiting(cast)
    city = request.organization
    stranger = Organization.objects.create(slug="venus", name="Venus", kind="city")
    empty = make.organization("Empty County", OrganizationKind.COUNTY)
    for member, says in (
        (city, "cannot vouch for itself"),
        (stranger, "is no member"),
        (empty, "has nobody now"),
    ):
        with refused(Invalid, says):
            ask(cast, request, member)
    ask(cast, request, cast.denton)
    with refused(Invalid, "was asked already"):
        ask(cast, request, cast.denton)


def test_two_hubs_are_not_two_members(cast: Cast) -> None:
    request = waiting(cast)
    for name in ("One", "Two"):
        hub = make.organization(f"Hub {name}", OrganizationKind.HUB)
        make.official(hub, f"Hub {name} Representative", "Head", Duty.REPRESENT)
    one, two = Organization.objects.filter(name__in=["Hub One", "Hub Two"])
    ask(cast, request, one)
    with refused(Invalid, "counts once at most"):
        ask(cast, request, two)


def test_one_person_who_speaks_for_two_members_is_one_person(cast: Cast) -> None:
    request = waiting(cast)
    make.tenure(make.office(cast.johnson, "Deputy", Duty.REPRESENT), cast.denton_representative)
    first, second = ask(cast, request, cast.denton), ask(cast, request, cast.johnson)
    yes(cast, cast.denton_representative, first)
    with refused(Refused, "it takes two people"):
        yes(cast, cast.denton_representative, second)
    assert yes(cast, cast.johnson_representative, second)


def test_nobody_vouches_for_themselves(cast: Cast) -> None:
    request = waiting(cast, mail=cast.denton_representative.email)
    vouch = ask(cast, request, cast.denton)
    with refused(Refused, "Nobody vouches for themselves"):
        yes(cast, cast.denton_representative, vouch)


def test_a_member_declines_with_a_reason_and_another_takes_its_place(cast: Cast) -> None:
    request = waiting(cast)
    vouch = ask(cast, request, cast.denton)
    join.mails()
    denton = client_of(cast.denton_representative)
    empty = denton.post(f"/joining/vouches/{vouch.pk}/", {"answer": "no", "reason": " "})
    assert empty.status_code == 422
    assert "Say why, in a few words." in empty.content.decode()
    denton.post(f"/joining/vouches/{vouch.pk}/", {"answer": "no", "reason": "Never met them"})
    ((to, _, text),) = join.mails()
    assert to == request.mail
    assert "Never met them" in text
    with refused(Invalid, "was asked already"):
        ask(cast, request, cast.denton)
    a, b = ask(cast, request, cast.johnson), ask(cast, request, cast.lubbock)
    yes(cast, cast.johnson_representative, a)
    assert yes(cast, cast.stranger, b)


def test_strangers_see_nothing_and_contacts_may_not_answer(cast: Cast) -> None:
    request = waiting(cast)
    contact = make.official(cast.denton, "Denton Contact", "IT", Duty.CONTACT)
    vouch = ask(cast, request, cast.denton)
    for path in (f"/joining/{request.pk}/", f"/joining/vouches/{vouch.pk}/"):
        method = "get" if "vouches" not in path else "post"
        assert getattr(client_of(cast.stranger), method)(path).status_code == 404
    refusal = client_of(contact).post(f"/joining/vouches/{vouch.pk}/", {"answer": "yes"})
    assert refusal.status_code == 403
    assert "Only an authorized representative of Denton County" in refusal.content.decode()
    page = client_of(contact).get(f"/joining/{request.pk}/").content.decode()
    assert request.mail not in page
    assert client_of(contact).get("/joining/").status_code == 403


def test_an_unconfirmed_request_asks_nobody_and_is_seen_by_the_hub_only(cast: Cast) -> None:
    request = join.asked(cast.keene, cast.now, mail="it@example.org")
    with refused(Conflict, "not confirmed yet"):
        ask(cast, request, cast.denton)
    path = f"/joining/{request.pk}/"
    assert client_of(cast.keene_representative).get(path).status_code == 404
    assert client_of(cast.coordinator).get(path).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_who_vouch_at_once_prove_once(cast: Cast) -> None:
    request = waiting(cast)
    first, second = ask(cast, request, cast.denton), ask(cast, request, cast.johnson)

    results = race(
        partial(yes, cast, cast.denton_representative, first),
        partial(yes, cast, cast.johnson_representative, second),
    )

    assert sorted(type(one).__name__ for one in results) == ["AffiliationProof", "NoneType"]
    assert Tenure.objects.filter(office__organization__slug="alvarado").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_code_and_a_second_vouch_at_once_prove_once(cast: Cast) -> None:
    request = waiting(cast)
    first, second = ask(cast, request, cast.denton), ask(cast, request, cast.johnson)
    yes(cast, cast.denton_representative, first)
    _, code = codes.issue_code(
        actor=cast.actor(cast.coordinator),
        request=request,
        kind="phone",
        reached_at="817 555 0144",
        published_in="a directory",
    )

    results = race(
        partial(yes, cast, cast.johnson_representative, second),
        partial(codes.type_code, visitor=join.visitor(cast.now), request=request, text=code),
    )

    assert [type(one).__name__ for one in results].count("Conflict") == 1
    assert AffiliationProof.objects.count() == 1
    assert Tenure.objects.filter(office__organization__slug="alvarado").count() == 1


def test_where_somebody_represents_already_that_office_decides(cast: Cast, client: Client) -> None:
    join.listed("keenetx.gov", cast.keene)
    request = join.confirmed(cast.keene, cast.now, mail="new@keenetx.gov", office_title="Clerk")
    assert request.status == "open"
    assert "Keene has to agree" in client.get(join.page_of(request)).content.decode()
    sent = {one[0]: one[1] for one in join.mails()}
    assert sent[cast.keene_representative.email] == "Does Alvarado Applicant act for Keene?"
    with refused(Conflict, "who has to agree instead"):
        ask(cast, request, cast.denton)
    town = client_of(cast.keene_representative)
    assert f"/joining/{request.pk}/" in town.get("/organizations/keene/").content.decode()
    with refused(Refused, "Only an authorized representative of Keene"):
        deciding.agree(actor=cast.actor(cast.coordinator), request=request)
    assert client_of(cast.keene_contact).post(f"/joining/{request.pk}/agree/").status_code == 403

    assert town.post(f"/joining/{request.pk}/agree/").status_code == 302

    proof = AffiliationProof.objects.get()
    assert (proof.way, proof.recorded_by) == ("consent", cast.office(cast.keene_representative))
    assert Tenure.objects.get(office__title="Clerk").person.email == "new@keenetx.gov"


def test_when_the_representative_has_left_the_other_ways_open(cast: Cast, client: Client) -> None:
    request = join.confirmed(cast.keene, cast.now, mail="x@example.org", office_title="Clerk")
    desk = client_of(cast.coordinator)
    shown = desk.get(f"/joining/{request.pk}/").content.decode()
    tenure = Tenure.objects.get(person=cast.keene_representative)
    path = f"/tenures/{tenure.pk}/end/"
    assert path in shown
    assert client_of(cast.stranger).post(path).status_code == 403
    assert "End the tenure now" in desk.get(path).content.decode()
    assert desk.post(path).status_code == 302
    page = client.get(join.page_of(request)).content.decode()
    assert "A code from the hub" in page
    assert client_of(cast.keene_representative).post(path).status_code == 403
    named = client.post(f"{join.page_of(request)}members/", {"member": cast.denton.slug})
    assert named.status_code == 302


def test_the_own_representative_or_the_hub_refuses_with_a_reason_the_applicant_reads(
    cast: Cast, client: Client
) -> None:
    for person in (cast.keene_representative, cast.coordinator):
        request = join.confirmed(cast.keene, cast.now, mail="x@example.org", office_title="Clerk")
        join.mails()
        desk = client_of(person)
        path = f"/joining/{request.pk}/refuse/"
        assert desk.post(path, {"reason": ""}).status_code == 422
        assert desk.post(path, {"reason": "Nobody here by that name"}).status_code == 302
        ((to, _, text),) = join.mails()
        assert to == request.mail
        assert "Nobody here by that name" in text
        page = client.get(join.page_of(request)).content.decode()
        assert "Nobody here by that name" in page
        with refused(Conflict, "has refused this request"):
            deciding.refuse(actor=cast.actor(cast.coordinator), request=request, reason="again")


def test_the_database_refuses_what_the_rules_refuse(cast: Cast) -> None:
    request = waiting(cast)
    base = {"request": request, "asking": request.organization, "asked_at": cast.now}
    Vouch.objects.create(organization=cast.denton, place=1, **base)
    for organization, place in (
        (cast.johnson, 1),
        (cast.johnson, 3),
        (cast.denton, 2),
        (request.organization, 2),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Vouch.objects.create(organization=organization, place=place, **base)
