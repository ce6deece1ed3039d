"""Ends of an offer that nobody accepted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from muster.aid.actions import Action
from muster.aid.job_names import JobName
from muster.aid.models import Offer
from muster.aid.policies import may_withdraw_offer
from muster.aid.services.locking import locked_offer
from muster.aid.services.offers.answering import propose_again
from muster.aid.services.offers.answers import answer
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, hub_itself
from muster.authz.decisions import require
from muster.domain.lifecycle import OfferStatus
from muster.jobs.queue import enqueue


@use_case
def withdraw_offer(*, actor: Actor, offer: Offer) -> Offer:
    """The asking side takes an unanswered offer back, and tells the lender."""
    locked = locked_offer(offer)
    require(may_withdraw_offer(actor, locked))
    end_unanswered(actor, locked, "withdrawn by the asking side")
    return locked


def end_unanswered(actor: Actor, offer: Offer, reason: str) -> None:
    """Withdraw one locked offer inside another use case."""
    answer(offer, actor, OfferStatus.WITHDRAWN, reason=reason)
    record(
        actor=actor,
        action=Action.OFFER_WITHDRAWN,
        subject=offer,
        about=offer.request_id,
        facts={"organization": offer.organization.name},
        organization_id=offer.organization_id,
    )
    enqueue(JobName.MAIL_WITHDRAWN, offer_id=str(offer.pk))


@use_case
def lapse_unanswered(*, at: datetime) -> list[UUID]:
    """End every claim whose time is up; answers the ids of the requests that need new people."""
    actor = hub_itself(at)
    due = Offer.objects.select_for_update(of=("self",), skip_locked=True, no_key=True).filter(
        status__in=[OfferStatus.SENT, OfferStatus.PROVISIONAL], expires_at__lte=at
    )
    touched: list[UUID] = []
    for offer in due.select_related("organization").order_by("pk"):
        answer(offer, actor, OfferStatus.LAPSED, reason="no answer in time")
        record(
            actor=actor,
            action=Action.OFFER_LAPSED,
            subject=offer,
            about=offer.request_id,
            facts={"organization": offer.organization.name},
            organization_id=offer.organization_id,
        )
        if offer.request_id not in touched:
            touched.append(offer.request_id)
            propose_again(offer)
    return touched
