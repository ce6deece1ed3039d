"""The steps of the main road, each by the person who usually takes it."""

from __future__ import annotations

from tests.support import builders as make
from tests.support.cast import Cast

from muster.aid.models import Commitment, MatchRun, Mission, Offer, Request
from muster.aid.services import commitments, matching, offers, requests
from muster.aid.services.offers import Selection
from muster.directory.models import Organization
from muster.domain.ids import uuid7
from muster.domain.orders import Order, OrderLine


def asked(cast: Cast, *lines: OrderLine, order: Order | None = None) -> Request:
    """Keene has asked for help."""
    return requests.ask(
        actor=cast.actor(cast.keene_representative),
        organization=cast.keene,
        order=order or make.order(*lines),
    )


def proposed(cast: Cast, request: Request) -> MatchRun:
    return matching.propose(actor=cast.actor(cast.coordinator), requests=[request])


def offered(
    cast: Cast, request: Request | None = None, run: MatchRun | None = None
) -> dict[Organization, Offer]:
    """Everybody proposed is asked; the answer is by lending organization."""
    request = request or asked(cast)
    run = run or proposed(cast, request)
    request.refresh_from_db()
    sent = offers.send_offers(
        actor=cast.actor(cast.coordinator),
        request=request,
        run=run,
        version=request.version,
        selection=Selection(),
    )
    return {offer.organization: offer for offer in sent}


def claimed_again(offer: Offer, request: Request) -> Offer:
    """An offer of the same people to another request, as two coordinators in a race could make."""
    needs = {need.position: need for need in request.needs.all()}
    again = Offer.objects.create(
        request=request,
        organization=offer.organization,
        county=offer.county,
        incident_kind=offer.incident_kind,
        exercise=offer.exercise,
        tlp=offer.tlp,
        sent_at=offer.sent_at,
        expires_at=offer.expires_at,
    )
    for line in offer.lines.select_related("need"):
        line.need = needs[line.need.position]
        line.pk, line.offer, line._state.adding = uuid7(), again, True
        line.save()
    return again


def accepted(cast: Cast, offer: Offer | None = None) -> Commitment:
    """Denton County lends what it was asked for."""
    offer = offer or offered(cast)[cast.denton]
    taken = offers.accept_offer(actor=cast.actor(cast.denton_representative), offer=offer)
    return Commitment.objects.get(offer=taken)


def bound(cast: Cast, commitment: Commitment | None = None) -> Mission:
    """Keene signs Section III and the mission is ordered."""
    return commitments.accept_commitment(
        actor=cast.actor(cast.keene_representative), commitment=commitment or accepted(cast)
    )
