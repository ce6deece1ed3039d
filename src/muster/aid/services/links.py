"""One-purpose links: answering one offer, once, from the mail, without a password."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from muster.agreements.queries import window_of
from muster.aid.actions import Action
from muster.aid.models import Offer, OfferLink
from muster.aid.queries.visibility import offer_by_id
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty, Source
from muster.authz.secrets import digest, new_secret
from muster.authz.sight import everything, see, sight_of
from muster.directory.models import Tenure
from muster.directory.queries.actors import actor_for_office
from muster.domain.failures import Gone


@use_case
def make_link(*, actor: Actor, offer: Offer, tenure: Tenure) -> str:
    """A fresh address for whoever holds the office now. The secret in it is stored nowhere."""
    secret = new_secret()
    office = tenure.office
    OfferLink.objects.create(
        offer=offer,
        tenure=tenure,
        digest=digest(secret),
        created_at=actor.at,
        expires_at=offer.expires_at,
    )
    record(
        actor=actor,
        action=Action.OFFER_LINK_MAILED,
        subject=offer,
        about=offer.request_id,
        facts={"organization": offer.organization.name, "office": office.title},
        organization_id=offer.organization_id,
    )
    return f"{settings.ORIGIN}{reverse('aid:offer_link', args=[secret])}"


def open_link(*, secret: str, visitor: Actor) -> tuple[OfferLink, Actor]:
    """The link and the office it acts for. Raises Gone with what happened to it.

    From here on the database shows what that office may see.

    Opening does not use the link up, so that a mail scanner cannot answer an offer.
    """
    # Whoever has the secret was sent it; what else they may see follows from the office.
    with everything():
        link = (
            OfferLink.objects.filter(digest=digest(secret))
            .select_related("tenure__office__organization", "tenure__person", "offer__organization")
            .first()
        )
    if link is None:
        raise Gone(
            "This link is not one of ours, or it was cut off.",
            "Copy the whole address from the mail, or sign in and open your offers.",
        )
    if link.used_at:
        raise Gone(
            "This link has been used to answer already; a link answers once.",
            "Sign in to see the offer and what was answered.",
        )
    if link.expires_at <= visitor.at and link.offer.expires_at <= visitor.at:
        raise Gone(
            "This link has expired: the time is over and the hub looks for the next best.",
            "If your people are still free, tell the hub coordinator; you may be asked again.",
        )
    if not link.offer.is_open:
        raise Gone(
            f"This offer is {link.offer.status} already.", "Sign in to see what was answered."
        )
    tenure = link.tenure
    if not (window_of(tenure.during).contains(visitor.at) and tenure.person.is_active):
        raise Gone(
            f"This link was made for a time in the office {tenure.office.title} that has ended.",
            "Ask your organization's authorized representative to sign in and answer.",
        )
    actor = actor_for_office(
        tenure.office,
        at=visitor.at,
        source=Source.LINK,
        name=tenure.person.name,
        duties=frozenset({Duty.REPRESENT}),
        request_id=visitor.request_id,
        origin=visitor.origin,
    )
    see(sight_of(actor))
    link.offer = offer_by_id(actor, link.offer_id)
    return link, actor


@use_case
def use_up(*, actor: Actor, link: OfferLink) -> None:
    """Spend the link, in the transaction of the answer. The second of two clicks gets Gone."""
    spent = OfferLink.objects.filter(pk=link.pk, used_at=None).update(used_at=actor.at)
    if not spent:
        raise Gone(
            "This link has been used to answer already; a link answers once.",
            "Sign in to see the offer and what was answered.",
        )
