"""Answering from the mail: the answer and the spending of the link in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from muster.aid.models import Offer, OfferLink
from muster.aid.services import links, offers
from muster.audit.recording import use_case
from muster.authz.actors import Actor


@use_case
def accept(
    *,
    actor: Actor,
    link: OfferLink,
    line_ids: Collection[UUID],
    units: Mapping[UUID, int] | None = None,
) -> Offer:
    answered = offers.accept_offer(actor=actor, offer=link.offer, line_ids=line_ids, units=units)
    links.use_up(actor=actor, link=link)
    return answered


@use_case
def decline(*, actor: Actor, link: OfferLink, reason: str) -> Offer:
    answered = offers.decline_offer(actor=actor, offer=link.offer, reason=reason)
    links.use_up(actor=actor, link=link)
    return answered


def answer_provisionally(*, actor: Actor, link: OfferLink, condition: str) -> Offer:
    """A provisional answer keeps the link: the final one is still to come."""
    return offers.answer_provisionally(actor=actor, offer=link.offer, condition=condition)
