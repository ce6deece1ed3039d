"""One-purpose links: answering one offer, once, from the mail, without a password."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from muster.aid.actions import Action
from muster.aid.models import Offer, OfferLink
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Source
from muster.authz.secrets import digest, new_secret
from muster.directory.models import Office
from muster.directory.queries import actor_for_office
from muster.domain.failures import Gone


@use_case
def make_link(*, actor: Actor, offer: Offer, office: Office) -> str:
    """A fresh address for one office. The secret in it is stored nowhere."""
    secret = new_secret()
    OfferLink.objects.create(
        offer=offer,
        office=office,
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

    Opening does not use the link up, so that a mail scanner cannot answer an offer.
    """
    link = (
        OfferLink.objects.filter(digest=digest(secret))
        .select_related(
            "office__organization",
            "offer__organization",
            "offer__request__incident__organization__jurisdiction",
        )
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
            "This link has expired: the time to answer is over and the next best is being asked.",
            "If your people are still free, tell the hub coordinator; you may be asked again.",
        )
    if not link.offer.is_open:
        raise Gone(
            f"This offer is {link.offer.status} already.", "Sign in to see what was answered."
        )
    holder = (
        link.office.tenures.filter(during__contains=visitor.at).select_related("person").first()
    )
    if holder is None:
        raise Gone(
            f"Nobody holds the office {link.office.title} any more, so its links no longer work.",
            "Ask your organization's authorized representative to sign in and answer.",
        )
    actor = actor_for_office(
        link.office,
        at=visitor.at,
        source=Source.LINK,
        name=holder.person.name,
        request_id=visitor.request_id,
    )
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
