"""Writing an answer onto an offer, the same way for every kind of answer."""

from __future__ import annotations

from muster.aid.models import Offer
from muster.authz.actors import Actor, Authority
from muster.domain import lifecycle
from muster.domain.failures import Gone
from muster.domain.lifecycle import OfferStatus


def answer(offer: Offer, actor: Actor, status: OfferStatus, *, reason: str) -> None:
    """Move the offer on. Raises Gone when it has its last answer already."""
    if not lifecycle.OFFER.allows(offer.status, status):
        raise Gone(
            f"This offer is {offer.status} already.", "There is nothing left to answer here."
        )
    standing = actor.empowered(Authority.LEND, offer.organization_id)
    offer.status = status
    offer.answered_at = actor.at
    offer.answered_by_id = standing.office_id if standing else None
    offer.answerer_name = actor.name
    offer.reason = reason
    offer.save()
