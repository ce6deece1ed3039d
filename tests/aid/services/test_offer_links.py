"""Answering from the mail, with one link for one purpose."""

from __future__ import annotations

from dataclasses import replace

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.aid.models import Offer, OfferLink
from muster.aid.services import answers_by_link, links, offers
from muster.aid.services.offers import CLAIM
from muster.audit.models import AuditEvent
from muster.authz.actors import Actor, Duty, Source
from muster.directory.models import Tenure
from muster.directory.services.tenures import end_tenure
from muster.domain.failures import Gone


@pytest.fixture
def offer(cast: Cast) -> Offer:
    return road.offered(cast)[cast.denton]


def mailed(cast: Cast, offer: Offer) -> str:
    """The secret of a link mailed to Denton's representative."""
    address = links.make_link(
        actor=cast.actor(cast.coordinator),
        offer=offer,
        tenure=Tenure.objects.get(person=cast.denton_representative),
    )
    return address.rstrip("/").rpartition("/")[2]


def visitor(cast: Cast) -> Actor:
    return Actor(at=cast.now, source=Source.LINK, name="somebody")


def opened(cast: Cast, secret: str) -> tuple[OfferLink, Actor]:
    return links.open_link(secret=secret, visitor=visitor(cast))


def test_a_link_answers_once_in_the_name_of_its_office(cast: Cast, offer: Offer) -> None:
    secret = mailed(cast, offer)
    link, actor = opened(cast, secret)
    lines = [line.pk for line in offer.lines.all()]

    answered = answers_by_link.accept(actor=actor, link=link, line_ids=lines)

    assert answered.answered_by == cast.office(cast.denton_representative)
    with refused(Gone, "a link answers once"):
        opened(cast, secret)


def test_the_secret_is_stored_nowhere(cast: Cast, offer: Offer) -> None:
    secret = mailed(cast, offer)

    link = OfferLink.objects.get()
    assert len(link.digest) == 64
    kept = [str(OfferLink.objects.values().get(pk=link.pk))]
    kept += [str(event) for event in AuditEvent.objects.values()]
    kept += [str(job.args) for job in ProcrastinateJob.objects.all()]
    assert [text for text in kept if secret in text] == []


def test_opening_answers_nothing_so_mail_scanners_do_no_harm(cast: Cast, offer: Offer) -> None:
    secret = mailed(cast, offer)

    for _ in range(3):
        opened(cast, secret)

    offer.refresh_from_db()
    assert (offer.status, OfferLink.objects.get().used_at) == ("sent", None)


def test_a_perhaps_keeps_the_link_beyond_its_first_hour(cast: Cast, offer: Offer) -> None:
    secret = mailed(cast, offer)
    link, actor = opened(cast, secret)
    answers_by_link.answer_provisionally(actor=actor, link=link, condition="If the board agrees")

    later = replace(visitor(cast), at=cast.now + CLAIM + make.hours(0.5))
    link, actor = links.open_link(secret=secret, visitor=later)
    answers_by_link.decline(actor=actor, link=link, reason="The board did not")

    offer.refresh_from_db()
    assert offer.status == "declined"


def test_a_link_that_was_cut_off_is_not_one_of_ours(cast: Cast, offer: Offer) -> None:
    secret = mailed(cast, offer)

    with refused(Gone, "not one of ours"):
        opened(cast, secret[:-4])


def test_an_expired_link_says_what_to_do(cast: Cast, offer: Offer) -> None:
    secret = mailed(cast, offer)
    late = replace(visitor(cast), at=cast.now + CLAIM)

    with refused(Gone, "tell the hub coordinator"):
        links.open_link(secret=secret, visitor=late)


def test_a_link_dies_with_the_tenure_of_its_office(cast: Cast, offer: Offer) -> None:
    secret = mailed(cast, offer)
    [seat] = Tenure.objects.filter(person=cast.denton_representative)
    end_tenure(actor=cast.actor(cast.coordinator), tenure=seat)

    with refused(Gone, "that has ended"):
        opened(cast, secret)


def test_a_successor_is_not_spoken_for_by_the_old_holders_link(cast: Cast, offer: Offer) -> None:
    secret = mailed(cast, offer)
    [seat] = Tenure.objects.filter(person=cast.denton_representative)
    end_tenure(actor=cast.actor(cast.coordinator), tenure=seat)
    make.tenure(seat.office, make.person("Denton Successor"), since=cast.now)

    with refused(Gone, "that has ended"):
        opened(cast, secret)


def test_a_link_can_only_represent(cast: Cast, offer: Offer) -> None:
    office = cast.office(cast.denton_representative)
    office.duties = [duty.value for duty in Duty]
    office.save()

    _, actor = opened(cast, mailed(cast, offer))

    assert [standing.duties for standing in actor.standings] == [frozenset({Duty.REPRESENT})]


def test_a_link_to_an_answered_offer_is_over(cast: Cast, offer: Offer) -> None:
    secret = mailed(cast, offer)
    offers.withdraw_offer(actor=cast.actor(cast.coordinator), offer=offer)

    with refused(Gone, "withdrawn already"):
        opened(cast, secret)


def test_a_link_opened_before_and_spent_after_another_click_is_gone(
    cast: Cast, offer: Offer
) -> None:
    secret = mailed(cast, offer)
    link, actor = opened(cast, secret)
    links.use_up(actor=actor, link=link)

    with refused(Gone, "a link answers once"):
        answers_by_link.decline(actor=actor, link=link, reason="busy")
    offer.refresh_from_db()
    assert offer.status == "sent"
