"""Who may know that a request, an offer or a commitment exists.

A lender sees its offer at once and the request behind it only after accepting the
non-disclosure terms; a responder sees a request once committed to it.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from muster.aid.models import Commitment, Mission, Offer, Request
from muster.authz.actors import Actor, Duty
from muster.domain.failures import NotFound
from muster.domain.lifecycle import OfferStatus, RequestStatus

KNOWN_REQUEST: Final[str] = "known_request"


def visible_requests(actor: Actor) -> QuerySet[Request]:
    found = Request.objects.select_related("incident__organization__jurisdiction", "signed_by")
    if not actor.is_known:
        return found.none()
    own = Q(incident__organization__in=actor.organizations_with(Duty.REPRESENT, Duty.CONTACT))
    if actor.coordinates or actor.audits:
        return found.filter(own | ~Q(number=None))
    lending = Q(
        pk__in=Offer.objects.filter(
            organization__in=actor.organizations_with(Duty.REPRESENT, Duty.CONTACT),
            terms_accepted_at__isnull=False,
            status__in=[OfferStatus.SENT, OfferStatus.PROVISIONAL, OfferStatus.ACCEPTED],
        ).values("request")
    )
    sees = own | lending
    if actor.person_id:
        sees |= Q(
            pk__in=Offer.objects.filter(
                commitment__people__responder__person=actor.person_id,
                commitment__people__active=True,
            ).values("request")
        )
    return found.filter(sees)


def visible_offers(actor: Actor) -> QuerySet[Offer]:
    """With `known_request`, which is None as long as who asks is not to be known.

    Two queries, the second for the requests.
    """
    known = Prefetch("request", queryset=visible_requests(actor), to_attr=KNOWN_REQUEST)
    found = Offer.objects.select_related("organization").prefetch_related(known)
    if not actor.is_known:
        return found.none()
    if actor.coordinates or actor.audits:
        return found
    speaks_for = actor.organizations_with(Duty.REPRESENT, Duty.CONTACT)
    # Not by a join: to a lender the rows of the request do not show yet.
    own = Request.objects.filter(incident__organization__in=speaks_for).values("pk")
    return found.filter(Q(organization__in=speaks_for) | Q(request__in=own))


def visible_commitments(actor: Actor) -> QuerySet[Commitment]:
    found = Commitment.objects.select_related(
        "offer__organization", "offer__answered_by", "offer__request__incident__organization"
    )
    if not actor.is_known:
        return found.none()
    if actor.coordinates or actor.audits:
        return found
    speaks_for = actor.organizations_with(Duty.REPRESENT, Duty.CONTACT)
    sees = Q(offer__organization__in=speaks_for) | Q(
        offer__request__incident__organization__in=speaks_for
    )
    if actor.person_id:
        sees |= Q(
            pk__in=Commitment.objects.filter(
                people__responder__person=actor.person_id, people__active=True
            ).values("pk")
        )
    return found.filter(sees)


def visible_missions(actor: Actor) -> QuerySet[Mission]:
    return Mission.objects.filter(
        commitment__in=visible_commitments(actor).values("pk")
    ).select_related(
        "commitment__offer__organization", "commitment__offer__request__incident__organization"
    )


def lenders_in_the_know(request: Request) -> QuerySet[Offer, UUID]:
    """Ids of the organizations that accepted the terms and are still asked or committed."""
    open_offer = Q(status__in=[OfferStatus.SENT, OfferStatus.PROVISIONAL])
    live = Q(status=OfferStatus.ACCEPTED, commitment__ended_at=None)
    return (
        request.offers.filter(open_offer | live, terms_accepted_at__isnull=False)
        .order_by("organization")
        .values_list("organization", flat=True)
        .distinct()
    )


def open_requests(actor: Actor) -> QuerySet[Request]:
    return visible_requests(actor).filter(status=RequestStatus.OPEN)


def request_by_number(actor: Actor, number: str) -> Request:
    """Raises NotFound, also when it exists and the actor may not know."""
    request = visible_requests(actor).filter(number=number).first()
    if request is None:
        raise NotFound(
            "There is no request with this number that you may see.",
            "Check the number. If somebody sent it to you, ask them to let you in.",
        )
    return request


def draft_by_id(actor: Actor, draft_id: UUID) -> Request:
    request = visible_requests(actor).filter(pk=draft_id, status=RequestStatus.DRAFT).first()
    if request is None:
        raise NotFound(
            "This draft does not exist any more.",
            "It may have been sent already: look at your requests.",
        )
    return request


def offer_by_id(actor: Actor, offer_id: UUID) -> Offer:
    offer = visible_offers(actor).filter(pk=offer_id).first()
    if offer is None:
        raise NotFound("There is no such offer that you may see.", "Open it from your offers.")
    if offer.known_request:
        offer.request = offer.known_request
    return offer


def commitment_by_id(actor: Actor, commitment_id: UUID) -> Commitment:
    commitment = visible_commitments(actor).filter(pk=commitment_id).first()
    if commitment is None:
        raise NotFound("There is no such commitment that you may see.", "Open it from its request.")
    return commitment


def mission_by_number(actor: Actor, number: str) -> Mission:
    mission = visible_missions(actor).filter(number=number).first()
    if mission is None:
        raise NotFound(
            "There is no mission with this number that you may see.", "Check the number."
        )
    return mission
