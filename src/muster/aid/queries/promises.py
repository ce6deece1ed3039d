"""What an emergency binds an office to: open requests, unanswered offers, running missions."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from muster.aid.models import Commitment, Offer, Request
from muster.directory.models import Office
from muster.directory.promises import Promise
from muster.domain.lifecycle import CommitmentStatus, OfferStatus, RequestStatus

_ASKED = (OfferStatus.SENT, OfferStatus.PROVISIONAL)
_TAKEN = (CommitmentStatus.AWAITING_ACCEPTANCE, CommitmentStatus.BOUND)


def promised(office: Office, at: datetime) -> list[Promise]:
    """Of an office that can bind its organization. Names of others stay out of the list."""
    if not office.authorities:
        return []
    mine = office.organization_id
    requests = Request.objects.filter(incident__organization=mine, status=RequestStatus.OPEN)
    offers = Offer.objects.filter(organization=mine, status__in=_ASKED, expires_at__gt=at)
    either = Q(offer__organization=mine) | Q(offer__request__incident__organization=mine)
    taken = Commitment.objects.filter(either, status__in=_TAKEN).order_by("pk")
    return [
        *(
            Promise("Requests", f"Open request {one.number}", _page("aid:request", one.number))
            for one in requests.order_by("number")
        ),
        *(
            Promise("Offers", "An offer waits for an answer", _offer(one), one.expires_at)
            for one in offers.order_by("expires_at")
        ),
        *(_mission(one) for one in taken),
    ]


def _mission(commitment: Commitment) -> Promise:
    page = _page("aid:commitment", commitment.pk)
    if commitment.status == CommitmentStatus.BOUND:
        return Promise("Missions", "A running mission", page)
    return Promise("Missions", "A commitment to sign", page, commitment.sign_by)


def _offer(offer: Offer) -> str:
    return _page("aid:offer", offer.pk)


def _page(name: str, key: object) -> str:
    return reverse(name, args=[key])
