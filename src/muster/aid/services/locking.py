"""One order of locks for the whole road: request, offers, commitments, then people and kit.

Whoever changes anything below a request locks the request first, so that two changes of one
request follow each other and none waits for the other crosswise.
"""

from __future__ import annotations

from uuid import UUID

from muster.aid.models import Commitment, Offer, Request
from muster.domain.failures import Conflict
from muster.domain.lifecycle import RequestStatus


def locked_request(request_id: UUID) -> Request:
    return (
        Request.objects.select_for_update(of=("self",), no_key=True)
        .select_related("incident__organization__jurisdiction", "signed_by__organization")
        .get(pk=request_id)
    )


def locked_offer(offer: Offer) -> Offer:
    """The offer as it is now, with its request locked before it."""
    request = locked_request(offer.request_id)
    locked = (
        Offer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization", "answered_by__organization")
        .get(pk=offer.pk)
    )
    locked.request = request
    return locked


def locked_commitment(commitment: Commitment) -> Commitment:
    """The commitment as it is now, with its request and offer locked before it."""
    offer = locked_offer(Offer.objects.only("pk", "request_id").get(pk=commitment.offer_id))
    locked = Commitment.objects.select_for_update(of=("self",), no_key=True).get(pk=commitment.pk)
    locked.offer = offer
    return locked


def require_open(request: Request) -> None:
    """Raises Conflict when the request has ended meanwhile."""
    if request.status != RequestStatus.OPEN:
        raise Conflict(
            f"{request.number} is {request.status}; the town no longer needs this.",
            "There is nothing left to do here. Thank you for being ready.",
        )
