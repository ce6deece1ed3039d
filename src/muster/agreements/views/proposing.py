"""Who is invited, putting a draft before the parties, and taking a text back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from muster.agreements import services
from muster.agreements.forms import ProposeForm, WithdrawForm
from muster.agreements.models import Agreement, AgreementVersion, Invitation
from muster.agreements.policies import may_draft, may_propose
from muster.agreements.queries.comparing import compared
from muster.agreements.queries.reading import visible_agreement, visible_version
from muster.agreements.queries.versions import current_draft, latest
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.models import Organization
from muster.directory.queries.finding import find
from muster.domain.failures import Conflict, Invalid, NotFound
from muster.web.idempotency import idempotent


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def parties(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite organizations, found by a few letters."""
    actor = acting(request)
    agreement = visible_agreement(actor, slug)
    require(may_draft(actor, agreement))
    if request.method == "POST":
        organization = get_object_or_404(Organization, slug=request.POST.get("organization", ""))
        sides = set(request.POST.getlist("side"))
        services.invite(
            actor=actor,
            agreement=agreement,
            organization=organization,
            may_request="request" in sides,
            may_assist="assist" in sides,
        )
        messages.success(request, f"{organization} is invited.")
        return redirect("agreements:parties", slug)
    asked = request.GET.get("q", "").strip()
    return render(
        request,
        "agreements/parties.html",
        {
            "agreement": agreement,
            "asked": asked,
            "found": find(asked, members=True) if asked else [],
            "invitations": agreement.invitations.select_related("organization").order_by(
                "organization__name"
            ),
            "draft": current_draft(agreement),
        },
    )


@login_required
@require_POST
@idempotent
def uninvite(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    actor = acting(request)
    found = get_object_or_404(
        Invitation.objects.select_related("agreement", "organization"), pk=invitation_id
    )
    agreement = visible_agreement(actor, found.agreement.slug)
    services.take_back_invitation(actor=actor, invitation=found)
    messages.success(request, f"{found.organization} is not invited any more.")
    return redirect("agreements:parties", agreement.slug)


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Read once more what changes and who is told, then put it before them."""
    actor = acting(request)
    agreement = visible_agreement(actor, slug)
    require(may_propose(actor, agreement))
    draft = _draft(agreement)
    form = ProposeForm(request.POST or None, initial={"seen": draft.revision})
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            services.propose(
                actor=actor,
                version=draft,
                seen=form.cleaned_data["seen"],
                effective=form.cleaned_data["effective"],
            )
        except Invalid as failure:
            for name, sentence in (failure.fields or {"": _whole(failure)}).items():
                form.add_error(name if name in form.fields else None, sentence)
        except Conflict as failure:
            form.add_error(None, f"{failure.sentence} {failure.what_to_do}")
            status = failure.status
        else:
            messages.success(request, "It stands before the parties; each is told by mail.")
            return redirect("agreements:agreement", slug)
    before = latest(agreement)
    return render(
        request,
        "agreements/propose.html",
        {
            "agreement": agreement,
            "version": draft,
            "form": form,
            "before": before,
            "changed": [one for one in compared(before, draft) if one.differs] if before else [],
            "parties": agreement.parties.filter(during__contains=actor.at, exercise=False).count(),
            "invited": agreement.invitations.count(),
        },
        status=status if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a text back that nobody accepted."""
    actor = acting(request)
    version = visible_version(actor, slug, number)
    require(may_propose(actor, version.agreement))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.withdraw_version(actor=actor, version=version, **form.cleaned_data)
        messages.success(request, f"Version {number} is withdrawn. Nobody can sign it any more.")
        return redirect("agreements:agreement", slug)
    return render(
        request,
        "agreements/withdraw_version.html",
        {"agreement": version.agreement, "version": version, "form": form},
        status=422 if form.errors else 200,
    )


def _draft(agreement: Agreement) -> AgreementVersion:
    found = current_draft(agreement)
    if found is None:
        raise NotFound(
            f"{agreement.name} has no draft to put before anybody.",
            "Begin the next version first.",
        )
    found.agreement = agreement
    return found


def _whole(failure: Invalid) -> str:
    return f"{failure.sentence} {failure.what_to_do}".strip()
