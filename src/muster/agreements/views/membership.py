"""A party accepts an amendment, gives notice, or stays after all."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from muster.accounts.step_up import fresh
from muster.agreements import services
from muster.agreements.forms import ConfirmForm, WithdrawForm
from muster.agreements.models import Party
from muster.agreements.queries.comparing import compared
from muster.agreements.queries.reading import own_parties, visible_agreement, visible_version
from muster.agreements.queries.versions import binding
from muster.agreements.services.leaving import notice_of
from muster.authz.actors import Actor
from muster.authz.requests import acting
from muster.domain.failures import NotFound
from muster.web.idempotency import idempotent


@login_required
@require_http_methods(["GET", "POST"])
@fresh
@idempotent
def accept(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Both texts side by side, and the signature."""
    actor = acting(request)
    version = visible_version(actor, slug, number)
    party = _party(request, actor, slug)
    before = binding(party, at=actor.at)
    form = ConfirmForm(request.POST or None, organization=party.organization.name)
    if request.method == "POST" and form.is_valid():
        services.accept_amendment(actor=actor, party=party, version=version)
        messages.success(request, f"Version {number} binds {party.organization} too.")
        return redirect("agreements:agreement", slug)
    rows = compared(before, version) if before else []
    return render(
        request,
        "agreements/accept.html",
        {
            "agreement": version.agreement,
            "version": version,
            "before": before,
            "party": party,
            "form": form,
            "changed": [one for one in rows if one.differs],
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "POST"])
@fresh
@idempotent
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """What notice means, and giving it."""
    actor = acting(request)
    party = _party(request, actor, slug)
    form = WithdrawForm(request.POST or None)
    form.fields["reason"].label = "Why does it leave?"
    if request.method == "POST" and form.is_valid():
        left = services.give_notice(actor=actor, party=party, **form.cleaned_data)
        until = f"{timezone.localtime(left.during.upper):%B %-d, %Y}"
        messages.success(request, f"Notice is given. {party.organization} is bound until {until}.")
        return redirect("agreements:agreement", slug)
    return render(
        request,
        "agreements/leave.html",
        {
            "agreement": party.agreement,
            "party": party,
            "form": form,
            "ends": actor.at + notice_of(party, actor),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
@idempotent
def stay(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the notice back."""
    actor = acting(request)
    party = services.take_back_notice(actor=actor, party=_party(request, actor, slug))
    messages.success(request, f"{party.organization} stays.")
    return redirect("agreements:agreement", slug)


def _party(request: HttpRequest, actor: Actor, slug: str) -> Party:
    agreement = visible_agreement(actor, slug)
    said = request.POST if request.method == "POST" else request.GET
    found = own_parties(actor, agreement).filter(organization__slug=said.get("organization", ""))
    party = found.first()
    if party is None:
        raise NotFound(
            "You represent no such party of this agreement.", "Open the agreement and choose there."
        )
    return party
