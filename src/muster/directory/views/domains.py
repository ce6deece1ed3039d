"""Domains that no rule ties to a government: a person decides, and may take it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.models import OfficialDomain, Organization
from muster.directory.queries.finding import LONGEST, find
from muster.directory.queries.official import (
    candidates_of,
    decided_domains,
    states_of_undecided,
    undecided_domains,
)
from muster.directory.services.deciding import decide_domain, may_decide_domains, reopen_domain
from muster.domain.failures import Invalid
from muster.web.idempotency import idempotent
from muster.web.pages import page_of

PER_PAGE = 10
NOBODY = "nobody"


@login_required
@require_GET
def domains(request: HttpRequest) -> HttpResponse:
    """A page of undecided domains, each with its candidates; `for` and `q` look for others."""
    require(may_decide_domains(acting(request)))
    state = request.GET.get("state", "")[:2]
    search = request.GET.get("q", "").replace("\x00", "")[:LONGEST]
    page = page_of(request, undecided_domains(state=state, search=search), per_page=PER_PAGE)
    candidates = candidates_of(list(page))
    shown = {
        "page": page,
        "rows": [(one, candidates[one.pk]) for one in page],
        "states": states_of_undecided(),
        "state": state,
        "search": search,
        "decided": decided_domains()[:PER_PAGE],
    }
    return render(request, "directory/domains.html", shown)


@login_required
@require_GET
def domain(request: HttpRequest, domain_id: UUID) -> HttpResponse:
    """One domain by itself, with a search among all organizations."""
    require(may_decide_domains(acting(request)))
    found = get_object_or_404(
        OfficialDomain.objects.select_related("organization", "decided_by"), pk=domain_id
    )
    search = request.GET.get("q", "").replace("\x00", "")[:LONGEST]
    shown = {
        "domain": found,
        "candidates": candidates_of([found])[found.pk],
        "search": search,
        "found": find(search) if search else [],
    }
    return render(request, "directory/domain.html", shown)


@login_required
@require_POST
@idempotent
def decide(request: HttpRequest, domain_id: UUID) -> HttpResponse:
    require(may_decide_domains(acting(request)))
    found = get_object_or_404(OfficialDomain, pk=domain_id)
    said = request.POST.get("organization", "")
    organization = None
    if said != NOBODY:
        try:
            organization = Organization.objects.filter(pk=UUID(said)).first()
        except ValueError:
            organization = None
        if organization is None:
            raise Invalid(
                "Nothing was chosen.", "Go back and choose one of the governments, or nobody."
            )
    decide_domain(
        actor=acting(request),
        domain=found,
        organization=organization,
        office_name=request.POST.get("office_name", ""),
    )
    whose = organization.name if organization else "nobody here"
    messages.success(request, f"{found.domain} belongs to {whose}.")
    return _back(request)


@login_required
@require_POST
@idempotent
def reopen(request: HttpRequest, domain_id: UUID) -> HttpResponse:
    found = get_object_or_404(OfficialDomain, pk=domain_id)
    reopen_domain(actor=acting(request), domain=found)
    messages.success(request, f"{found.domain} is undecided again.")
    return redirect("directory:domain", found.pk)


def _back(request: HttpRequest) -> HttpResponse:
    """To the list as it was filtered."""
    query = {name: request.POST[name] for name in ("state", "q") if request.POST.get(name)}
    address = reverse("directory:domains")
    return redirect(f"{address}?{urlencode(query)}" if query else address)
