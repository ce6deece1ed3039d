"""Domains recorded by hand, proofs that end, reminders, and proving again."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.support import joining as join
from tests.support.cast import Cast
from tests.support.racing import race
from tests.support.refusals import refused
from tests.support.signed_in import client_of

from muster.accounts.models import Person
from muster.directory.models import (
    AffiliationProof,
    DomainClaim,
    JoiningRequest,
    Organization,
    Tenure,
)
from muster.directory.services import domain_claims
from muster.directory.services.affiliation import remind_of_ends, revoke_proof
from muster.directory.services.joining import addresses, codes, deciding
from muster.domain.failures import Conflict, Gone, Invalid, Refused

DOMAIN = {"domain": "ci.alvarado.tx.us", "published_in": "alvarado.example/contact, read today"}


def record(cast: Cast, of: Organization, domain: str) -> DomainClaim:
    return domain_claims.record_domain(
        actor=cast.actor(cast.coordinator), organization=of, domain=domain, published_in="a list"
    )


def proven(cast: Cast) -> AffiliationProof:
    city = join.alvarado()
    join.listed("alvarado-tx.gov", city)
    join.confirmed(city, cast.now)
    return AffiliationProof.objects.get()


def ending_in(proof: AffiliationProof, days: int) -> AffiliationProof:
    today = timezone.localdate()
    AffiliationProof.objects.filter(pk=proof.pk).update(
        expires_on=today + timedelta(days=days), proven_at=timezone.now() - timedelta(days=400)
    )
    proof.refresh_from_db()
    return proof


def test_a_recorded_domain_lets_a_city_join_by_mail(cast: Cast) -> None:
    city = join.alvarado()
    desk = client_of(cast.coordinator)
    assert desk.post(f"/organizations/{city.slug}/domains/", DOMAIN).status_code == 302
    assert "ci.alvarado.tx.us" in desk.get(f"/organizations/{city.slug}/proof/").content.decode()
    request = join.confirmed(city, cast.now, mail="it@ci.alvarado.tx.us")
    assert request.status == "proven"


def test_a_withdrawn_domain_proves_nothing_and_what_was_proven_stands(cast: Cast) -> None:
    city = join.alvarado()
    claim = record(cast, city, "ci.alvarado.tx.us")
    desk = client_of(cast.coordinator)
    path = f"/domains/{claim.pk}/withdraw/"
    assert desk.get(path).status_code == 200
    assert desk.post(path, {"reason": " "}).status_code == 422
    assert desk.post(path, {"reason": "Typed wrong"}).status_code == 302
    assert join.confirmed(city, cast.now, mail="it@ci.alvarado.tx.us").status == "open"
    with refused(Conflict, "withdrawn already"):
        domain_claims.withdraw_domain(
            actor=cast.actor(cast.coordinator), claim=claim, reason="again"
        )
    record(cast, city, "ci.alvarado.tx.us")


@pytest.mark.parametrize("domain", ["keene-tx.org", "it.keene-tx.org", "KEENE-TX.org"])
def test_two_governments_claiming_one_domain_get_a_sentence_and_nothing_is_lost(
    cast: Cast, domain: str
) -> None:
    record(cast, cast.keene, "keene-tx.org")
    typed = {"domain": domain, "published_in": "johnson.example/it"}
    answer = client_of(cast.coordinator).post("/organizations/johnson-county/domains/", typed)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "The hub&#x27;s record has keene-tx.org for another government" in text
    for value in typed.values():
        assert f'value="{value}"' in text
    assert DomainClaim.objects.get().organization == cast.keene


@pytest.mark.parametrize(
    ("domain", "says"),
    [
        ("keenetx.gov", "another government"),
        ("it.keenetx.gov", "another government"),
        ("undecided.gov", "not decided yet"),
        ("gmail.com", "Anybody can have an address at gmail.com"),
        ("k12.tx.us", "its-name.k12.tx.us"),
    ],
)
def test_what_is_anothers_public_or_shared_is_not_recorded(
    cast: Cast, domain: str, says: str
) -> None:
    join.listed("keenetx.gov", cast.keene)
    join.listed("undecided.gov", None)
    with refused(Conflict, says):
        record(cast, cast.johnson, domain)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"domain": ""}, "Give the domain"),
        ({"domain": "not a domain"}, "This is no domain."),
        ({"published_in": " "}, "Say where it is published"),
    ],
)
def test_a_domain_nobody_could_check_is_refused(
    cast: Cast, typed: dict[str, str], says: str
) -> None:
    join.alvarado()
    desk = client_of(cast.coordinator)
    answer = desk.post("/organizations/alvarado/domains/", DOMAIN | typed)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    with refused(Invalid):
        domain_claims.record_domain(
            actor=cast.actor(cast.coordinator),
            organization=cast.keene,
            **(DOMAIN | typed),
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("second", ["keene-tx.org", "it.keene-tx.org"])
def test_of_two_who_claim_a_domain_at_once_one_gets_it_and_the_other_a_sentence(
    cast: Cast, second: str
) -> None:
    results = race(
        partial(record, cast, cast.keene, "keene-tx.org"),
        partial(record, cast, cast.johnson, second),
    )

    assert sorted(type(one).__name__ for one in results) == ["Conflict", "DomainClaim"]
    (lost,) = [one for one in results if isinstance(one, Conflict)]
    assert "another government" in lost.sentence.lower()
    assert DomainClaim.objects.count() == 1


def test_the_database_itself_keeps_domains_apart(cast: Cast) -> None:
    join.listed("denton.gov", cast.denton)
    join.listed("texas.gov", cast.hub, kind="State or territory")
    base = {
        "published_in": "a list",
        "recorded_at": cast.now,
        "recorded_by": cast.office(cast.coordinator),
        "recorder_name": "x",
    }
    for domain in ("denton.gov", "it.denton.gov", "texas.gov", "UPPER.org", "nodot"):
        with pytest.raises(IntegrityError), transaction.atomic():
            DomainClaim.objects.create(organization=cast.keene, domain=domain, **base)
    DomainClaim.objects.create(organization=cast.keene, domain="dps.texas.gov", **base)


def test_only_the_coordinator_records_domains(cast: Cast) -> None:
    with refused(Refused, "Only the hub coordinator"):
        domain_claims.record_domain(
            actor=cast.actor(cast.keene_representative), organization=cast.keene, **DOMAIN
        )
    town = client_of(cast.keene_representative)
    assert town.post("/organizations/keene/domains/", DOMAIN).status_code == 403
    assert town.get("/organizations/keene/proof/").status_code == 200
    assert client_of(cast.stranger).get("/organizations/keene/proof/").status_code == 403


def test_members_see_how_and_when_and_no_addresses_or_numbers(cast: Cast) -> None:
    request = join.confirmed(join.alvarado(), cast.now, mail="it@example.org")
    _, code = codes.issue_code(
        actor=cast.actor(cast.coordinator),
        request=request,
        kind="phone",
        reached_at="817 555 0144",
        published_in="a directory",
    )
    codes.type_code(visitor=join.visitor(cast.now), request=request, text=code)

    member = client_of(cast.stranger).get("/organizations/alvarado/").content.decode()
    hub = client_of(cast.coordinator).get("/organizations/alvarado/proof/").content.decode()

    assert "Code sent to a published number or address" in member
    assert "counts until" in member
    assert "817 555 0144" not in member
    assert "it@example.org" not in member
    assert "817 555 0144" in hub
    assert "a directory" in hub


def test_a_proof_ends_after_a_year_and_the_page_says_so(cast: Cast) -> None:
    proof = proven(cast)
    assert (proof.expires_on - timezone.localdate()).days in (365, 366)
    page = client_of(cast.stranger)
    ending_in(proof, 0)
    assert "Affiliation proven" in page.get("/organizations/alvarado/").content.decode()
    ending_in(proof, -1)
    text = page.get("/organizations/alvarado/").content.decode()
    assert "Affiliation not re-proven" in text
    assert f"since {proof.expires_on:%b}"[:9] in text
    assert Organization.objects.get(slug="alvarado").member_since
    assert Tenure.objects.filter(office__organization__slug="alvarado").count() == 1


def test_each_reminder_goes_out_once_and_one_click_proves_for_another_year(
    cast: Cast, client: Client
) -> None:
    proof = proven(cast)
    join.mails()
    for days, expected in ((61, 0), (60, 1), (59, 0), (30, 1), (7, 1), (3, 0)):
        ending_in(proof, days)
        remind_of_ends(at=timezone.now())
        sent = join.mails()
        assert len(sent) == expected, days
    assert JoiningRequest.objects.filter(renews__isnull=False).count() == 1
    ending_in(proof, 60)
    AffiliationProof.objects.update(reminded=None)
    remind_of_ends(at=timezone.now())
    ((to, subject, text),) = join.mails()
    assert to == "it@alvarado-tx.gov"
    assert "within 60 days" in subject
    link = join.LINK.search(text)
    assert link
    assert "Prove City of Alvarado again" in client.get(link.group()).content.decode()

    client.post(link.group())

    fresh = AffiliationProof.objects.latest("proven_at")
    assert fresh.expires_on > proof.expires_on
    assert fresh.way == "domain_mail"
    assert Tenure.objects.filter(office__organization__slug="alvarado").count() == 1
    assert [one[1] for one in join.mails()] == ["City of Alvarado is proven again"]
    remind_of_ends(at=timezone.now())
    assert join.mails() == []


def test_whoever_has_no_mail_at_a_domain_is_led_to_the_other_ways(
    cast: Cast, client: Client
) -> None:
    AffiliationProof.objects.create(
        organization=cast.keene,
        office=cast.office(cast.keene_representative),
        request=join.confirmed(cast.keene, cast.now, mail="x@example.org"),
        way="domain_mail",
        domain="old.gov",
        proven_at=cast.now - timedelta(days=360),
        expires_on=timezone.localdate() + timedelta(days=5),
    )
    join.mails()
    remind_of_ends(at=timezone.now())
    ((to, _, text),) = join.mails()
    assert to == cast.keene_representative.email
    assert "/join/mail/" not in text
    page = client.get(text[text.index("/join/") :].split()[0]).content.decode()
    assert "A code from the hub" in page
    assert "Two members who know you" in page


def test_an_organization_without_a_holder_is_the_hubs_to_look_after(cast: Cast) -> None:
    proof = ending_in(proven(cast), 7)
    Tenure.objects.filter(office=proof.office).delete()
    join.mails()
    remind_of_ends(at=timezone.now())
    ((to, subject, _),) = join.mails()
    assert to == cast.coordinator.email
    assert "nobody to prove its affiliation" in subject


def test_a_representative_starts_proving_again_from_the_page(cast: Cast, client: Client) -> None:
    join.listed("keenetx.gov", cast.keene)
    Person.objects.filter(pk=cast.keene_representative.pk).update(email="cio@keenetx.gov")
    town = client_of(cast.keene_representative)
    begun = town.post("/organizations/keene/proof/again/")
    assert begun.status_code == 302
    again = town.post("/organizations/keene/proof/again/")
    assert JoiningRequest.objects.count() == 1
    assert "Mail me the link" in client.get(again.headers["Location"]).content.decode()
    ((to, _, text),) = join.mails()
    assert to == "cio@keenetx.gov"
    link = join.LINK.search(text)
    assert link
    client.post(link.group())
    page = client_of(cast.stranger).get("/organizations/keene/").content.decode()
    assert "Affiliation proven" in page
    path = "/organizations/keene/proof/again/"
    assert client_of(cast.keene_contact).post(path).status_code == 403
    town.post(path)
    renewal = JoiningRequest.objects.get(status="open")
    with refused(Conflict, "Nobody agrees to one's own renewal"):
        deciding.agree(actor=cast.actor(cast.keene_representative), request=renewal)


def test_whoever_left_the_office_cannot_prove_for_it_with_an_old_link(cast: Cast) -> None:
    proof = ending_in(proven(cast), 30)
    remind_of_ends(at=timezone.now())
    renewal = JoiningRequest.objects.get(renews=proof.office)
    secret = join.secret_for(renewal, cast.now)
    tenure = Tenure.objects.get(office=proof.office)
    Tenure.objects.filter(pk=tenure.pk).update(
        during=type(tenure.during)(cast.now - timedelta(days=9), cast.now - timedelta(days=1))
    )
    with refused(Gone, "The time in the office IT Director has ended"):
        addresses.use_link(secret=secret, visitor=join.visitor(cast.now))


def test_a_revoked_proof_counts_for_nothing_and_undoes_nothing(cast: Cast) -> None:
    proof = proven(cast)
    desk = client_of(cast.coordinator)
    path = f"/proofs/{proof.pk}/revoke/"
    assert desk.get(path).status_code == 200
    assert desk.post(path, {"reason": ""}).status_code == 422
    assert desk.post(path, {"reason": "The domain was sold"}).status_code == 302
    shown = desk.get("/organizations/alvarado/proof/").content.decode()
    assert "The domain was sold" in shown
    page = client_of(cast.stranger).get("/organizations/alvarado/").content.decode()
    assert "No proof of affiliation is on record" in page
    assert Tenure.objects.filter(office=proof.office).count() == 1
    with refused(Conflict, "revoked already"):
        revoke_proof(actor=cast.actor(cast.coordinator), proof=proof, reason="again")
    assert client_of(cast.keene_representative).get(path).status_code == 403


def test_requests_nobody_goes_on_with_lapse(cast: Cast) -> None:
    join.asked(join.alvarado(), cast.now, mail="it@example.org")
    kept = join.confirmed(Organization.objects.get(slug="alvarado"), cast.now, mail="b@example.org")
    assert deciding.lapse_old(at=cast.now + timedelta(days=1)) == 0
    assert deciding.lapse_old(at=cast.now + timedelta(days=3)) == 1
    kept.refresh_from_db()
    assert kept.is_open
    assert deciding.lapse_old(at=cast.now + timedelta(days=31)) == 1
    assert set(JoiningRequest.objects.values_list("status", flat=True)) == {"expired"}


def test_the_coordinators_list_shows_the_undone_first_and_narrows_down(cast: Cast) -> None:
    city = join.alvarado()
    desk = client_of(cast.coordinator)
    assert "Nobody has asked to join yet" in desk.get("/joining/").content.decode()
    join.asked(city, cast.now + timedelta(hours=1), name="Not Confirmed", mail="a@example.org")
    join.confirmed(city, cast.now, name="Waits Here", mail="b@example.org")
    gone = join.confirmed(city, cast.now + timedelta(hours=2), name="Long Gone", mail="c@d.org")
    deciding.withdraw(visitor=join.visitor(cast.now), request=gone)

    text = desk.get("/joining/").content.decode()
    order = [text.index(name) for name in ("Waits Here", "Not Confirmed", "Long Gone")]
    assert order == sorted(order)
    narrowed = desk.get("/joining/?status=withdrawn").content.decode()
    assert "Long Gone" in narrowed
    assert "Waits Here" not in narrowed
    assert "Nothing found" in desk.get("/joining/?q=zzzz").content.decode()
    assert "Waits Here" in desk.get("/joining/?status=bogus&kind=bogus").content.decode()
    assert client_of(cast.auditor).get("/joining/").status_code == 200
    assert client_of(cast.keene_representative).get("/joining/").status_code == 403
    assert "/joining/" in desk.get("/organizations/").content.decode()
    own = client_of(cast.keene_representative).get("/organizations/").content.decode()
    assert 'href="/joining/"' not in own


def test_the_list_names_proofs_that_end_soon_and_those_that_have(cast: Cast) -> None:
    proof = ending_in(proven(cast), 61)
    desk = client_of(cast.coordinator)
    assert "Proofs that end soon" not in desk.get("/joining/").content.decode()
    ending_in(proof, 60)
    soon = desk.get("/joining/").content.decode()
    assert "/organizations/alvarado/proof/" in soon
    assert "Not re-proven" not in soon
    ending_in(proof, -1)
    assert "Not re-proven" in desk.get("/joining/").content.decode()


def test_a_long_list_takes_no_more_queries(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    city = join.alvarado()
    desk = client_of(cast.coordinator)
    for number in range(30):
        join.asked(city, cast.now, mail=f"a{number}@example.org")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert "Next" in desk.get("/joining/").content.decode()


def test_pages_take_a_known_number_of_queries(
    cast: Cast, client: Client, django_assert_max_num_queries: object
) -> None:
    city = join.alvarado()
    request = join.confirmed(city, cast.now, mail="it@example.org")
    desk = client_of(cast.coordinator)
    for browser, path in (
        (client, join.page_of(request)),
        (desk, f"/joining/{request.pk}/"),
        (desk, "/organizations/alvarado/proof/"),
    ):
        with django_assert_max_num_queries(16):  # type: ignore[operator]
            assert browser.get(path).status_code == 200


def test_links_opened_after_a_domain_changed_hands_prove_nothing(cast: Cast) -> None:
    city = join.alvarado()
    row = join.listed("alvarado-tx.gov", city)
    request = join.asked(city, cast.now)
    secret = join.secret_for(request, cast.now)
    row.organization = cast.keene
    row.save()
    assert addresses.use_link(secret=secret, visitor=join.visitor(cast.now)) is None
