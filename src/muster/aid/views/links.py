"""Answering from the mail: one page, no password, two clicks."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from muster.aid.forms.reason import ReasonForm
from muster.aid.models import Mission, Offer, OfferLink
from muster.aid.services import answers_by_link, offers
from muster.aid.services.links import open_link
from muster.aid.views.offers import kept_lines, lent_units, offer_context
from muster.authz.actors import Actor
from muster.authz.requests import acting
from muster.authz.sight import everything
from muster.domain.failures import Gone, Invalid
from muster.web.idempotency import idempotent

RECEIPT = "aid.offer.answered"
RECEIPT_LASTS = timedelta(hours=1)


@never_cache
@require_http_methods(["GET", "POST"])
@idempotent
def offer_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening shows the offer; only a button answers it. No session is made."""
    link, actor = open_link(secret=secret, visitor=acting(request))
    action = request.POST.get("action", "") if request.method == "POST" else ""
    if action == "terms":
        offers.accept_terms(actor=actor, offer=link.offer)
        return redirect("aid:offer_link", secret)
    if action == "accept":
        answered = answers_by_link.accept(
            actor=actor, link=link, line_ids=kept_lines(request), units=lent_units(request)
        )
        return _thanks(answered, "accepted")
    if action in {"decline", "provisional"}:
        form = ReasonForm(request.POST)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            if action == "decline":
                answered = answers_by_link.decline(actor=actor, link=link, reason=reason)
            else:
                answered = answers_by_link.answer_provisionally(
                    actor=actor, link=link, condition=reason
                )
            done = "declined" if action == "decline" else "provisional"
            return _thanks(answered, done)
        return _page(request, actor, link, form, status=422)
    if action:
        raise Invalid("That is not one of the answers.", "Use one of the buttons on the page.")
    return _page(request, actor, link, ReasonForm())


@never_cache
@require_GET
def answered(request: HttpRequest, receipt: str) -> HttpResponse:
    """What was answered and how it stands: it can be reloaded, and ends after an hour.

    Whoever holds the address sees it, as whoever holds the mail's link could.
    """
    try:
        said = signing.loads(receipt, salt=RECEIPT, max_age=RECEIPT_LASTS)
    except signing.BadSignature as error:
        raise Gone(
            "This receipt is only shown for an hour after answering.",
            "Sign in to see the offer and what was answered.",
        ) from error
    # The receipt is signed by the hub and says what was answered with the link's secret.
    with everything():
        return render(request, "aid/answered.html", _told(said))


def _told(said: dict[str, str]) -> dict[str, object]:
    offer = Offer.objects.select_related("request__incident", "organization").get(pk=said["offer"])
    return {
        "offer": offer,
        "answer": said["answer"],
        "lines": [line for line in offer.lines.select_related("need", "responder") if line.kept],
        "mission": Mission.objects.filter(commitment__offer=offer).first(),
        "exercise": offer.exercise,
    }


def _thanks(offer: Offer, answer: str) -> HttpResponse:
    receipt = signing.dumps({"offer": str(offer.pk), "answer": answer}, salt=RECEIPT)
    return redirect("aid:answered", receipt)


def _page(
    request: HttpRequest, actor: Actor, link: OfferLink, form: ReasonForm, *, status: int = 200
) -> HttpResponse:
    context = {
        **offer_context(actor, link.offer),
        "reason_form": form,
        "office": link.tenure.office,
    }
    return render(request, "aid/offer_link.html", context, status=status)
