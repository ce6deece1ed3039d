"""What of an organization is still under way, so that nobody marks it as ceased meanwhile."""

from __future__ import annotations

from django.db.models import Q

from muster.aid.models import Commitment, Offer, Request
from muster.directory.models import Organization
from muster.domain.lifecycle import CommitmentStatus, OfferStatus, RequestStatus

_ASKED = (OfferStatus.SENT, OfferStatus.PROVISIONAL)
_TAKEN = (CommitmentStatus.AWAITING_ACCEPTANCE, CommitmentStatus.BOUND)


def under_way(organization: Organization) -> str:
    """Open requests, offers and commitments in words; empty when there are none. Three queries."""
    requests = Request.objects.filter(
        incident__organization=organization, status=RequestStatus.OPEN
    ).count()
    offers = Offer.objects.filter(organization=organization, status__in=_ASKED).count()
    either = Q(offer__organization=organization) | Q(
        offer__request__incident__organization=organization
    )
    commitments = Commitment.objects.filter(either, status__in=_TAKEN).count()
    counted = (
        (requests, "open request"),
        (offers, "unanswered offer"),
        (commitments, "running commitment"),
    )
    return ", ".join(
        f"{number} {words}{'' if number == 1 else 's'}" for number, words in counted if number
    )
