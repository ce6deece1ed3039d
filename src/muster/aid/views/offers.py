"""Answering offers when signed in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from muster.accounts.step_up import fresh
from muster.aid.forms.reason import ReasonForm
from muster.aid.models import Offer
from muster.aid.policies import may_answer_offer, may_withdraw_offer
from muster.aid.queries.visibility import offer_by_id, visible_offers
from muster.aid.services import offers
from muster.authz.actors import Actor
from muster.authz.requests import acting
from muster.domain.failures import Invalid
from muster.domain.lifecycle import OfferStatus
from muster.web.idempotency import idempotent
from muster.web.pages import page_of


@login_required
@require_GET
def offer_list(request: HttpRequest) -> HttpResponse:
    actor = acting(request)
    found = visible_offers(actor).prefetch_related("lines__need", "lines__responder")
    return render(
        request,
        "aid/offer_list.html",
        {
            "page": page_of(request, found),
            "actor": actor,
            "own": actor.organizations_with(),
        },
    )


@login_required
@require_GET
def offer_page(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    actor = acting(request)
    return render(request, "aid/offer.html", offer_context(actor, offer_by_id(actor, offer_id)))


@login_required
@require_POST
@fresh
@idempotent
def accept_terms(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    actor = acting(request)
    offers.accept_terms(actor=actor, offer=offer_by_id(actor, offer_id))
    messages.success(request, "Thank you. This is who is asking.")
    return redirect("aid:offer", offer_id)


@login_required
@require_POST
@fresh
@idempotent
def accept(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    actor = acting(request)
    answered = offers.accept_offer(
        actor=actor,
        offer=offer_by_id(actor, offer_id),
        line_ids=kept_lines(request),
        units=lent_units(request),
    )
    messages.success(request, "Accepted. The town signs next; then the mission order is issued.")
    return redirect("aid:commitment", answered.commitment.pk)


@login_required
@require_POST
@idempotent
def provisional(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    return _with_reason(
        request,
        offer_id,
        lambda actor, offer, reason: offers.answer_provisionally(
            actor=actor, offer=offer, condition=reason
        ),
        "Answered provisionally. The people are held a little longer.",
    )


@login_required
@require_POST
@idempotent
def decline(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    return _with_reason(
        request,
        offer_id,
        lambda actor, offer, reason: offers.decline_offer(actor=actor, offer=offer, reason=reason),
        "Declined. Thank you for answering; the hub looks for the next best.",
    )


@login_required
@require_POST
@idempotent
def withdraw(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    actor = acting(request)
    withdrawn = offers.withdraw_offer(actor=actor, offer=offer_by_id(actor, offer_id))
    messages.success(request, f"The offer to {withdrawn.organization} is withdrawn.")
    return redirect("aid:request", withdrawn.request.number)


def offer_context(actor: Actor, offer: Offer) -> dict[str, object]:
    """What the offer page shows; used by the mail link's page as well."""
    lines = list(offer.lines.select_related("need", "responder", "kit"))
    return {
        "offer": offer,
        "lines": lines,
        "paths": list({line.path["instrument_id"]: line.path for line in lines}.values()),
        "starts_at": min(line.need.during.lower for line in lines),
        "ends_at": max(line.need.during.upper for line in lines),
        "cost_cents": sum(line.cost_cents for line in lines if line.kept),
        "asking": offer.known_request,
        "identity_open": offer.known_request is not None,
        "may_answer": may_answer_offer(actor, offer),
        "may_withdraw": offer.known_request and may_withdraw_offer(actor, offer),
        "reason_form": ReasonForm(),
        "exercise": offer.exercise,
        "is_open": offer.status in {OfferStatus.SENT, OfferStatus.PROVISIONAL},
        "commitment": getattr(offer, "commitment", None),
        "now": actor.at,
    }


def kept_lines(request: HttpRequest) -> list[UUID]:
    """The ticked lines; anything that is no id is ignored and so not kept."""
    kept = []
    for value in request.POST.getlist("line"):
        try:
            kept.append(UUID(value))
        except ValueError:
            continue
    return kept


def lent_units(request: HttpRequest) -> dict[UUID, int]:
    """How many of each kit line are lent, as typed. Raises Invalid for what is no number."""
    lent, ticked = {}, set(request.POST.getlist("line"))
    for name, value in request.POST.items():
        if not name.startswith("units-") or name.removeprefix("units-") not in ticked:
            continue
        typed = str(value).strip()
        if not (typed.isascii() and typed.isdigit() and len(typed) < 7):
            raise Invalid("How many pieces you lend is no number.", "Type a whole number.")
        with suppress(ValueError):
            lent[UUID(name.removeprefix("units-"))] = int(typed)
    return lent


def _with_reason(
    request: HttpRequest,
    offer_id: UUID,
    answer: Callable[[Actor, Offer, str], Offer],
    done: str,
) -> HttpResponse:
    actor = acting(request)
    offer = offer_by_id(actor, offer_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        context = {**offer_context(actor, offer), "reason_form": form}
        return render(request, "aid/offer.html", context, status=422)
    answer(actor, offer, form.cleaned_data["reason"])
    messages.success(request, done)
    return redirect("aid:offer", offer_id)
