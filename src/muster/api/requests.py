"""Asking for help."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from muster.aid.models import Request
from muster.aid.queries.visibility import request_by_number, visible_requests
from muster.aid.services import requests as services
from muster.aid.services.amending import amend_request, details_of
from muster.api.paging import part_of
from muster.api.schemas.base import PageQuery
from muster.api.schemas.changes import Amendment, Cancellation, Closing
from muster.api.schemas.requests import RequestIn, RequestOut, RequestPage, request_out
from muster.api.tokens import actor_of, token_of
from muster.domain.lifecycle import RequestStatus

router = Router(tags=["Requests"])


@router.get("", response=RequestPage, operation_id="list_requests")
def list_requests(
    request: HttpRequest, page: Query[PageQuery], status: RequestStatus | None = None
) -> RequestPage:
    """Requests you may know about: your own, those you lend to, or all as coordinator."""
    found = visible_requests(actor_of(request)).exclude(number=None)
    if status:
        found = found.filter(status=status)
    rows = found.prefetch_related("needs").order_by("-created_at", "-pk")
    return part_of(rows, page, RequestPage, request_out)


@router.post("", response={201: RequestOut}, operation_id="ask_for_help")
def ask(request: HttpRequest, body: RequestIn) -> RequestOut:
    """Send a request in your organization's name. Needs an authorized representative's token."""
    organization = token_of(request).office.organization
    made = services.ask(actor=actor_of(request), organization=organization, order=body.as_order())
    return request_out(made)


@router.get("/{number}", response=RequestOut, operation_id="get_request")
def get_request(request: HttpRequest, number: str) -> RequestOut:
    """One request by its number, such as R-2026-0042."""
    return request_out(_found(request, number))


@router.patch("/{number}", response=RequestOut, operation_id="amend_request")
def amend(request: HttpRequest, number: str, body: Amendment) -> RequestOut:
    """Correct what was sent. Everybody who may know it is told; mission orders are renewed."""
    found = _found(request, number)
    amended = amend_request(
        actor=actor_of(request),
        request=found,
        version=body.version,
        details=body.applied_to(details_of(found)),
    )
    return request_out(amended)


@router.post("/{number}/cancel", response=RequestOut, operation_id="cancel_request")
def cancel(request: HttpRequest, number: str, body: Cancellation) -> RequestOut:
    """Withdraw the request; open offers are withdrawn and people not yet bound are freed."""
    ended = services.cancel_request(
        actor=actor_of(request),
        request=_found(request, number),
        version=body.version,
        reason=body.reason,
    )
    return request_out(ended)


@router.post("/{number}/close", response=RequestOut, operation_id="close_request")
def close(request: HttpRequest, number: str, body: Closing) -> RequestOut:
    """The help is done; commitments stay on record."""
    ended = services.close_request(
        actor=actor_of(request), request=_found(request, number), version=body.version
    )
    return request_out(ended)


def _found(request: HttpRequest, number: str) -> Request:
    return request_by_number(actor_of(request), number)
