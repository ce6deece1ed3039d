"""Before the non-disclosure terms a lender learns county and kind, and nothing that tells more."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from tests.support import road
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.aid import jobs
from muster.aid.models import Offer
from muster.aid.services import offers
from muster.aid.services.links import make_link
from muster.directory.models import Tenure

DISTANCE = re.compile(r"\d+(\.\d)? (mi|km)\b|Estimated cost")


@pytest.fixture
def offer(cast: Cast) -> Offer:
    return road.offered(cast)[cast.denton]


def link_to(cast: Cast, offer: Offer) -> str:
    address = make_link(
        actor=cast.actor(cast.coordinator),
        offer=offer,
        tenure=Tenure.objects.get(person=cast.denton_representative),
    )
    return "/" + address.split("/", 3)[3]


def test_no_page_names_the_town_or_how_far_it_is(cast: Cast, offer: Offer) -> None:
    lender = client_of(cast.denton_representative)
    pages = ["/", "/offers/", f"/offers/{offer.pk}/", link_to(cast, offer), "/requests/"]

    for page in pages:
        text = lender.get(page).content.decode()
        assert "Keene" not in text, page
        assert not DISTANCE.search(text), page
    assert lender.get(f"/requests/{offer.request.number}/").status_code == 404


def test_the_name_opens_with_the_terms(cast: Cast, offer: Offer) -> None:
    offers.accept_terms(actor=cast.actor(cast.denton_representative), offer=offer)

    text = client_of(cast.denton_representative).get(f"/offers/{offer.pk}/").content.decode()

    assert "Keene" in text
    assert DISTANCE.search(text)


def test_a_withdrawn_offer_does_not_name_who_withdrew_it(cast: Cast, offer: Offer) -> None:
    offers.withdraw_offer(actor=cast.actor(cast.keene_representative), offer=offer)

    text = client_of(cast.denton_representative).get(f"/offers/{offer.pk}/").content.decode()

    assert "Keene" not in text


@pytest.mark.parametrize("job", ["mail_offer", "mail_withdrawn"])
def test_no_mail_before_the_terms_names_the_town(
    cast: Cast, offer: Offer, settings: object, job: str
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    arguments = {"offer_id": str(offer.pk)}
    if job == "mail_offer":
        arguments["office_id"] = str(cast.office(cast.denton_representative).pk)
    getattr(jobs, job)(**arguments)

    [sent] = mail.outbox
    assert "Johnson County" in sent.subject
    assert "Keene" not in sent.subject + sent.body
    assert str(offer.request.number) not in sent.subject + sent.body


def test_a_town_sees_neither_everybody_nor_where_helpers_live(cast: Cast) -> None:
    for responder in (*cast.denton_staff, *cast.johnson_staff):
        responder.latitude += 0.25
        responder.save()
    request = road.asked(cast)
    run = road.proposed(cast, request)
    town = client_of(cast.keene_representative)
    [need, *_] = request.needs.all()

    refused = town.get(f"/requests/{request.number}/lines/{need.pk}/everybody/")
    assert refused.status_code == 403
    assert "Only the hub coordinator sees everybody" in refused.content.decode()
    places = {tuple(row["place"]) for n in run.answer["needs"].values() for row in n["chosen"]}
    offices = {
        (place.latitude, place.longitude)
        for place in (cast.denton.jurisdiction.place, cast.johnson.jurisdiction.place)  # type: ignore[union-attr]
        if place
    }
    assert places <= offices


def test_the_auditor_reads_the_proof_and_cannot_match(cast: Cast) -> None:
    request = road.asked(cast)
    road.proposed(cast, request)
    auditor = client_of(cast.auditor)

    page = auditor.get(f"/requests/{request.number}/match/")

    assert page.status_code == 200
    assert "The proof" in page.content.decode()
    assert auditor.post(f"/requests/{request.number}/match/").status_code == 403
