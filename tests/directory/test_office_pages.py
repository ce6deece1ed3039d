"""Offices in a browser: every page opens, bad answers keep what was typed, others stay outside."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.accounts.models import Person
from muster.audit.models import AuditEvent
from muster.directory.jobs import offices as jobs
from muster.directory.models import Delegation, Office, Tenure

pytestmark = pytest.mark.django_db


def page(person: Person, address: str, *, status: int = 200) -> str:
    answer = client_of(person).get(address)
    assert answer.status_code == status, address
    return " ".join(answer.content.decode().split())


def test_make_seat_delegate_and_retire(cast: Cast) -> None:
    keene = client_of(cast.keene_representative)
    bad = keene.post(
        "/organizations/keene/offices/new/",
        {"title": "Deputy", "duties": ["contact"], "authorities": ["lend"], "phone": "x"},
    )
    assert bad.status_code == 422
    assert 'value="Deputy"' in bad.content.decode()
    assert "Only an authorized representative binds" in bad.content.decode()
    good = {"title": "Deputy", "duties": ["represent"], "authorities": ["lend"]}
    made = keene.post("/organizations/keene/offices/new/", good)
    office = Office.objects.get(title="Deputy")
    assert made.url == f"/offices/{office.pk}/"
    assert "Vacant" in page(cast.keene_representative, made.url)
    seat = f"/offices/{office.pk}/seat/"
    unnamed = keene.post(seat, {"mail": "deputy@keene.example"})
    assert unnamed.status_code == 422
    assert "Give the name as well" in unnamed.content.decode()
    named = {"mail": "deputy@keene.example", "name": "Synthetic Deputy"}
    assert keene.post(seat, named).status_code == 302
    assert keene.post(seat, {**named, "mail": "other@keene.example"}).status_code == 409
    assert keene.post(f"/offices/{office.pk}/retire/").status_code == 409
    tenure = Tenure.objects.get(office=office)
    leaving = page(cast.keene_representative, f"/tenures/{tenure.pk}/end/")
    assert "What the office has promised" in leaving
    assert "Statewide Aid" in leaving
    assert keene.post(f"/tenures/{tenure.pk}/end/", {}).status_code == 302
    assert keene.post(f"/offices/{office.pk}/retire/").status_code == 302
    assert "Deputy" not in page(cast.keene_representative, "/organizations/keene/")


def test_a_delegation_is_given_shown_and_revoked(cast: Cast) -> None:
    office, other = cast.office(cast.keene_representative), cast.office(cast.keene_contact)
    keene = client_of(cast.keene_representative)
    address = f"/offices/{office.pk}/delegate/"
    assert "Let another office act" in page(cast.keene_representative, address)
    typed = {
        "receiver": str(other.pk),
        "authorities": ["sign_agreements"],
        "ends": f"{cast.now + timedelta(days=200):%Y-%m-%dT00:00}",
        "reason": "Leave in August",
    }
    far = keene.post(address, typed)
    assert far.status_code == 422
    assert "within 90 days" in far.content.decode()
    near = {**typed, "ends": f"{cast.now + timedelta(days=20):%Y-%m-%dT00:00}"}
    assert keene.post(address, near).status_code == 302
    shown = page(cast.keene_contact, f"/offices/{other.pk}/")
    assert "It acts for Chief Information Officer: signs agreements" in shown
    delegation = Delegation.objects.get()
    assert client_of(cast.keene_contact).post(
        f"/delegations/{delegation.pk}/revoke/"
    ).status_code in {302, 403}
    assert keene.post(f"/delegations/{delegation.pk}/revoke/").status_code in {302, 409}
    delegation.refresh_from_db()
    assert delegation.revoked_at is not None


def test_the_yearly_link_shows_before_it_affirms(cast: Cast) -> None:
    office = cast.office(cast.keene_representative)
    Office.objects.filter(pk=office.pk).update(affirmed_at=cast.now - timedelta(days=400))
    assert "Not affirmed" in page(cast.stranger, "/organizations/keene/")
    address = f"/offices/{office.pk}/affirm/"
    assert "Is this still right?" in page(cast.keene_representative, address)
    office.refresh_from_db()
    assert office.is_stale(cast.now), "opening the link affirms nothing"
    assert client_of(cast.keene_representative).post(address).status_code == 302
    assert "Not affirmed" not in page(cast.stranger, "/organizations/keene/")


def test_the_handover_pack_opens_and_prints(cast: Cast) -> None:
    office = cast.office(cast.keene_representative)
    assert "The first thirty days" in page(cast.keene_contact, f"/offices/{office.pk}/handover/")
    answer = client_of(cast.keene_contact).get(f"/offices/{office.pk}/handover/?as=pdf")
    assert answer.content.startswith(b"%PDF")


def test_a_tenure_to_come_is_corrected_and_called_off(cast: Cast) -> None:
    office = cast.office(cast.keene_contact)
    keene = client_of(cast.keene_representative)
    soon = cast.now + timedelta(days=5)
    typed = {
        "mail": "next@keene.example",
        "name": "Synthetic Next",
        "acting": "on",
        "begins": f"{soon:%Y-%m-%dT12:00}",
    }
    assert keene.post(f"/offices/{office.pk}/seat/", typed).status_code == 302
    tenure = Tenure.objects.get(person__email="next@keene.example")
    assert "Other times" in page(cast.keene_representative, f"/offices/{office.pk}/")
    assert "When does Synthetic Next" in page(
        cast.keene_representative, f"/tenures/{tenure.pk}/correct/"
    )
    bad = {"begins": "2020-01-01T00:00", "ends": ""}
    assert keene.post(f"/tenures/{tenure.pk}/correct/", bad).status_code == 422
    assert keene.post(f"/tenures/{tenure.pk}/cancel/").status_code == 302
    assert not Tenure.objects.filter(pk=tenure.pk).exists()


def test_others_stay_outside(cast: Cast) -> None:
    office = cast.office(cast.keene_representative)
    tenure = Tenure.objects.get(person=cast.keene_representative)
    for address in (
        f"/offices/{office.pk}/",
        f"/offices/{office.pk}/change/",
        f"/offices/{office.pk}/seat/",
        f"/offices/{office.pk}/delegate/",
        f"/offices/{office.pk}/retire/",
        f"/offices/{office.pk}/affirm/",
        f"/offices/{office.pk}/handover/",
        f"/tenures/{tenure.pk}/end/",
        "/organizations/keene/offices/new/",
    ):
        page(cast.stranger, address, status=403)


def test_the_link_in_the_mail_affirms_without_signing_in_and_only_for_its_holder(
    cast: Cast, client: Client
) -> None:
    office = cast.office(cast.keene_representative)
    Office.objects.filter(pk=office.pk).update(affirmed_at=cast.now - timedelta(days=340))
    jobs.mail_affirm(office_id=str(office.pk))
    link = re.search(r"/affirm/\S+", mail.outbox[0].body)
    assert link is not None
    assert "Is this still right?" in client.get(link.group()).content.decode()
    office.refresh_from_db()
    assert office.is_stale(cast.now + timedelta(days=30)), "mail scanners open links"
    assert "for another year" in client.post(link.group()).content.decode()
    office.refresh_from_db()
    assert not office.is_stale(cast.now + timedelta(days=30))
    event = AuditEvent.objects.get(action="directory:office:affirmed")
    assert (event.actor_name, event.source) == ("Keene Representative", "link")

    Tenure.objects.filter(person=cast.keene_representative).delete()
    assert client.get(link.group()).status_code == 410
    assert client.get("/affirm/nonsense/").status_code == 410
