"""The first page: what this is, or what waits for you."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from muster.aid.models import Commitment
from muster.aid.queries.visibility import visible_commitments, visible_offers, visible_requests
from muster.authz.actors import Actor, Duty
from muster.authz.requests import acting
from muster.directory.models import Organization
from muster.directory.queries.offices import hub_desk
from muster.domain.lifecycle import CommitmentStatus, OfferStatus, RequestStatus
from muster.responders.queries import own_responder

RECENT = 10


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """For a visitor what Muster is; for a member what waits, most urgent first."""
    actor = acting(request)
    if not request.user.is_authenticated:
        return render(request, "aid/welcome.html", {"desk": hub_desk(at=actor.at)})
    speaks_for = actor.organizations_with(Duty.REPRESENT, Duty.CONTACT)
    mine = visible_requests(actor).filter(incident__organization__in=speaks_for)
    return render(
        request,
        "aid/home.html",
        {
            "can_ask_for": Organization.objects.filter(pk__in=speaks_for).order_by("name"),
            "drafts": mine.filter(status=RequestStatus.DRAFT).order_by("-updated_at")[:RECENT],
            "requests": visible_requests(actor).exclude(number=None)[:RECENT],
            "offers": _waiting_offers(actor),
            "to_sign": _to_sign(actor),
            "responder": own_responder(actor),
            "actor": actor,
            "desk": hub_desk(at=actor.at),
        },
    )


def _waiting_offers(actor: Actor) -> list[object]:
    own = actor.organizations_with(Duty.REPRESENT)
    waiting = visible_offers(actor).filter(
        organization__in=own, status__in=[OfferStatus.SENT, OfferStatus.PROVISIONAL]
    )
    return list(waiting.order_by("expires_at"))


def _to_sign(actor: Actor) -> list[Commitment]:
    own = actor.organizations_with(Duty.REPRESENT)
    return list(
        visible_commitments(actor).filter(
            status=CommitmentStatus.AWAITING_ACCEPTANCE,
            offer__request__incident__organization__in=own,
        )
    )
