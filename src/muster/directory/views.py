"""Members and partners, and an organization's own offices and tokens."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from muster.authz.actors import Duty
from muster.authz.requests import acting
from muster.directory import services
from muster.directory.models import ApiToken, Office, Organization
from muster.directory.queries import offices_of, organizations
from muster.domain.failures import Invalid
from muster.web.idempotency import idempotent
from muster.web.pages import page_of


@login_required
@require_GET
def organization_list(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "").replace("\x00", "")[:100]
    page = page_of(request, organizations(search))
    return render(request, "directory/list.html", {"page": page, "search": search})


@login_required
@require_GET
def organization_page(request: HttpRequest, slug: str) -> HttpResponse:
    actor = acting(request)
    found = get_object_or_404(Organization.objects.select_related("jurisdiction"), slug=slug)
    represents = actor.holding(Duty.REPRESENT, found.pk) is not None
    return render(
        request,
        "directory/organization.html",
        {
            "organization": found,
            "offices": offices_of(found, at=actor.at),
            "represents": represents,
            "held": {standing.office_id for standing in actor.standings},
            "tokens": ApiToken.objects.filter(office__organization=found, revoked_at=None)
            if represents
            else [],
        },
    )


@login_required
@require_POST
def issue_token(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """Shows the secret once, on this answer only."""
    actor = acting(request)
    office = get_object_or_404(
        Office.objects.select_related("organization"),
        pk=office_id,
        organization__in=actor.organizations_with(),
    )
    days = request.POST.get("days", "90")
    if not (days.isascii() and days.isdigit() and len(days) < 5):
        raise Invalid("Give a number of days.", "Between 1 and 365.")
    token, secret = services.issue_token(
        actor=actor,
        office=office,
        purpose=request.POST.get("purpose", ""),
        life=timedelta(days=int(days)),
    )
    return render(request, "directory/token.html", {"token": token, "secret": secret})


@login_required
@require_POST
@idempotent
def revoke_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    actor = acting(request)
    token = get_object_or_404(
        ApiToken.objects.select_related("office__organization"),
        pk=token_id,
        office__organization__in=actor.organizations_with(),
    )
    services.revoke_token(actor=actor, token=token)
    messages.success(request, "The token no longer works.")
    return redirect("directory:organization", token.office.organization.slug)
