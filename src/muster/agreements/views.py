"""Agreements, declarations, and signing what is missing."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.agreements import services
from muster.agreements.forms import DeclarationForm
from muster.agreements.models import Agreement
from muster.agreements.policies import may_record_declaration
from muster.agreements.queries import (
    agreements_in_force,
    jurisdiction_by_division,
    open_signatures,
    visible_declarations,
)
from muster.agreements.services import DeclarationFacts
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.models import Organization
from muster.domain.coverage import ActKind
from muster.domain.failures import Invalid
from muster.web.idempotency import idempotent
from muster.web.pages import page_of


@login_required
@require_GET
def agreement_list(request: HttpRequest) -> HttpResponse:
    actor = acting(request)
    return render(
        request,
        "agreements/list.html",
        {
            "agreements": agreements_in_force(at=actor.at),
            "declarations": visible_declarations(actor),
            "may_record": may_record_declaration(actor),
        },
    )


@login_required
@require_GET
def agreement_page(request: HttpRequest, slug: str) -> HttpResponse:
    actor = acting(request)
    found = get_object_or_404(Agreement.objects.prefetch_related("clauses"), slug=slug)
    clauses = defaultdict(list)
    for clause in found.clauses.all():
        clauses[clause.get_kind_display()].append(clause)
    parties = found.parties.filter(during__contains=actor.at).select_related("organization")
    return render(
        request,
        "agreements/agreement.html",
        {
            "agreement": found,
            "clauses": dict(clauses),
            "page": page_of(request, parties.order_by("organization__name"), per_page=50),
            "open_signatures": open_signatures(found, actor),
        },
    )


@login_required
@require_POST
@idempotent
def sign(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign an act the agreement asks of one's own organization, or accede to it."""
    actor = acting(request)
    found = get_object_or_404(Agreement, slug=slug)
    organization = get_object_or_404(
        Organization, slug=request.POST.get("organization", ""), pk__in=actor.organizations_with()
    )
    kind = request.POST.get("act", "")
    if kind == ActKind.ACCESSION:
        services.accede(actor=actor, agreement=found, organization=organization)
    elif kind in {ActKind.CLIENT_CONTRACT, ActKind.EMPLOYER_CONSENT}:
        services.sign_act(
            actor=actor, agreement=found, organization=organization, kind=ActKind(kind)
        )
    else:
        raise Invalid("That is not an act one signs here.", "Use a button on the page.")
    messages.success(request, f"Signed for {organization}. Match again to see what it changes.")
    return redirect("agreements:agreement", slug)


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def declare(request: HttpRequest) -> HttpResponse:
    """Put an issued state declaration on record."""
    actor = acting(request)
    require(may_record_declaration(actor))
    form = DeclarationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.record_declaration(
                actor=actor,
                jurisdiction=jurisdiction_by_division(data["jurisdiction"]),
                facts=DeclarationFacts(
                    level=data["level"],
                    issued_by=data["issued_by"],
                    reference=data["reference"],
                    effective=data["effective"],
                    expires=data["expires"],
                    exercise=data["exercise"],
                ),
            )
        except Invalid as failure:
            for name, sentence in failure.fields.items():
                form.add_error(name if name in form.fields else None, sentence)
        else:
            messages.success(
                request, "On record. Match the open requests again: more people may come now."
            )
            return redirect("agreements:agreements")
    return render(
        request,
        "agreements/declare.html",
        {"form": form},
        status=422 if form.errors else 200,
    )
