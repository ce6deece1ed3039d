"""Asking lenders and answering them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from muster.aid.models import Offer
from muster.aid.queries.visibility import offer_by_id, request_by_number, visible_offers
from muster.aid.services import offers as services
from muster.aid.services.offers import Selection
from muster.api.matches import run_of
from muster.api.paging import part_of
from muster.api.schemas.base import PageQuery
from muster.api.schemas.offers import (
    Acceptance,
    Because,
    Condition,
    OfferOut,
    OfferPage,
    Sending,
    offer_out,
)
from muster.api.tokens import actor_of
from muster.domain.lifecycle import OfferStatus

router = Router(tags=["Offers"])
sending = Router(tags=["Offers"])


@sending.post("/{number}/offers", response={201: list[OfferOut]}, operation_id="send_offers")
def send(request: HttpRequest, number: str, body: Sending) -> list[OfferOut]:
    """Ask the lenders of a match run, one offer each. A claim expires after an hour."""
    actor = actor_of(request)
    found = request_by_number(actor, number)
    sent = services.send_offers(
        actor=actor,
        request=found,
        run=run_of(found, body.match_id),
        version=body.version,
        selection=_selection(body),
    )
    return [_shown(request, offer.pk) for offer in sent]


@router.get("", response=OfferPage, operation_id="list_offers")
def list_offers(
    request: HttpRequest, page: Query[PageQuery], status: OfferStatus | None = None
) -> OfferPage:
    """Offers your organization made or got, or all as coordinator."""
    actor = actor_of(request)
    found = visible_offers(actor)
    if status:
        found = found.filter(status=status)
    rows = found.prefetch_related("lines__need", "lines__responder").order_by("-sent_at", "-pk")
    return part_of(rows, page, OfferPage, offer_out)


@router.get("/{uuid:offer_id}", response=OfferOut, operation_id="get_offer")
def get_offer(request: HttpRequest, offer_id: UUID) -> OfferOut:
    """One offer. Who asks is told to a lender once it has accepted the terms."""
    return _shown(request, offer_id)


@router.post("/{uuid:offer_id}/terms", response=OfferOut, operation_id="accept_terms")
def accept_terms(request: HttpRequest, offer_id: UUID) -> OfferOut:
    """Agree to keep to yourself what you are about to learn."""
    services.accept_terms(actor=actor_of(request), offer=_found(request, offer_id))
    return _shown(request, offer_id)


@router.post("/{uuid:offer_id}/accept", response=OfferOut, operation_id="accept_offer")
def accept(request: HttpRequest, offer_id: UUID, body: Acceptance) -> OfferOut:
    """Section II: these people are offered and taken from now on. Accepts the terms as well."""
    services.accept_offer(
        actor=actor_of(request),
        offer=_found(request, offer_id),
        line_ids=body.line_ids,
        units={lent.line_id: lent.units for lent in body.units},
    )
    return _shown(request, offer_id)


@router.post("/{uuid:offer_id}/decline", response=OfferOut, operation_id="decline_offer")
def decline(request: HttpRequest, offer_id: UUID, body: Because) -> OfferOut:
    """No, with a reason and without consequences."""
    services.decline_offer(
        actor=actor_of(request), offer=_found(request, offer_id), reason=body.reason
    )
    return _shown(request, offer_id)


@router.post("/{uuid:offer_id}/provisional", response=OfferOut, operation_id="answer_provisionally")
def provisional(request: HttpRequest, offer_id: UUID, body: Condition) -> OfferOut:
    """Probably, if. The claim is held a little longer."""
    services.answer_provisionally(
        actor=actor_of(request), offer=_found(request, offer_id), condition=body.condition
    )
    return _shown(request, offer_id)


@router.post("/{uuid:offer_id}/withdraw", response=OfferOut, operation_id="withdraw_offer")
def withdraw(request: HttpRequest, offer_id: UUID) -> OfferOut:
    """The asking side takes an unanswered offer back."""
    services.withdraw_offer(actor=actor_of(request), offer=_found(request, offer_id))
    return _shown(request, offer_id)


def _found(request: HttpRequest, offer_id: UUID) -> Offer:
    return offer_by_id(actor_of(request), offer_id)


def _shown(request: HttpRequest, offer_id: UUID) -> OfferOut:
    return offer_out(_found(request, offer_id))


def _selection(body: Sending) -> Selection:
    if body.selection is None:
        return Selection()
    return Selection(frozenset((str(pair.line_id), str(pair.helper_id)) for pair in body.selection))
