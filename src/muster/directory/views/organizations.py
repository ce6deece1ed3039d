"""Members, partners and governments: finding one, and what is known of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from muster.authz.actors import Actor, Duty
from muster.authz.requests import acting
from muster.directory.forms import TokenForm
from muster.directory.models import ApiToken, Organization
from muster.directory.policies import (
    may_add_body,
    may_add_partner,
    may_close,
    may_correct,
    may_manage_offices,
    may_see_affiliation,
    may_see_rota,
)
from muster.directory.queries.affiliation import standing_proof, unproven_since
from muster.directory.queries.finding import LONGEST, find
from muster.directory.queries.joining import waiting_for
from muster.directory.queries.neighbors import neighbors_of
from muster.directory.queries.offices import offices_of
from muster.directory.queries.organizations import organizations
from muster.directory.services.importing.service import may_import
from muster.web.pages import page_of


@login_required
@require_GET
def organization_list(request: HttpRequest) -> HttpResponse:
    """Page by page; with HTMX the few somebody may mean by what is typed so far."""
    search = request.GET.get("q", "").replace("\x00", "")[:LONGEST]
    everybody = request.GET.get("all") == "yes"
    closed = request.GET.get("closed") == "yes"
    shown = {
        "search": search,
        "everybody": everybody,
        "closed": closed,
        "may_add_partner": bool(may_add_partner(acting(request))),
        "may_import": bool(may_import(acting(request))),
    }
    if request.headers.get("HX-Request") == "true" and search.strip():
        found = find(search, members=not everybody, closed=closed)
        return render(request, "directory/found.html", {"found": found, **shown})
    page = page_of(request, organizations(search, members=not everybody, closed=closed))
    partial = request.headers.get("HX-Request") == "true"
    template = "directory/rows.html" if partial else "directory/list.html"
    return render(request, template, {"page": page, **shown})


@login_required
@require_GET
def organization_page(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(
        Organization.objects.select_related("jurisdiction", "seat", "parent", "successor"),
        slug=slug,
    )
    return show(request, acting(request), found)


def show(
    request: HttpRequest,
    actor: Actor,
    found: Organization,
    *,
    refused: tuple[UUID, TokenForm] | None = None,
) -> HttpResponse:
    """With `refused`, an office and its token form, that form is open and says what is wrong."""
    represents = actor.holding(Duty.REPRESENT, found.pk) is not None
    held = {standing.office_id for standing in actor.standings} if represents else set()
    standing = standing_proof(found) if found.member_since else None
    answered = dict([refused] if refused else [])
    listed = offices_of(found, at=actor.at)
    return render(
        request,
        "directory/organization.html",
        {
            "organization": found,
            "stale": {one.pk for one, _ in listed if one.is_stale(actor.at)},
            "sees_offices": actor.coordinates
            or actor.audits
            or actor.standing_in(found.pk) is not None,
            "may_manage_offices": found.member_since and may_manage_offices(actor, found),
            "offices": [
                (
                    office,
                    holders,
                    answered.get(office.pk) or TokenForm(office=office)
                    if office.pk in held
                    else None,
                )
                for office, holders in listed
            ],
            "tokens": ApiToken.objects.filter(office__organization=found, revoked_at=None)
            if represents
            else [],
            "near": neighbors_of(found),
            "parts": found.parts.order_by("closed_on", "name"),
            "predecessors": found.predecessors.order_by("name"),
            "may_correct": may_correct(actor, found),
            "may_add_body": may_add_body(actor, found) and not found.closed_on,
            "may_close": found.closed_on and may_close(actor, found),
            "domains": found.official_domains.filter(gone_on=None).order_by("domain"),
            "standing": standing,
            "unproven_since": unproven_since(standing, today=timezone.localdate(actor.at)),
            "sees_proofs": may_see_affiliation(actor, found),
            "waiting": list(waiting_for(actor)) if represents else [],
            "refused_form": refused[1] if refused else None,
            "may_see_rota": may_see_rota(actor, found),
        },
        status=422 if refused else 200,
    )
