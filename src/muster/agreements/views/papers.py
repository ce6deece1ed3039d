"""Fetching the paper of a signature, and recording one signed by hand."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from muster.accounts.step_up import fresh
from muster.agreements import services
from muster.agreements.forms import OnPaperForm
from muster.agreements.policies import may_record_paper
from muster.agreements.queries.papers import visible_papers
from muster.agreements.queries.reading import visible_agreement
from muster.agreements.queries.versions import latest_or_refuse
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.models import Office, Organization
from muster.documents.scans import SUFFIXES
from muster.domain.failures import Conflict, Invalid, NotFound
from muster.web.idempotency import idempotent


@login_required
@never_cache
@require_GET
def paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """The file as it is kept: always a download, never shown inside a page."""
    found = visible_papers(acting(request)).filter(pk=paper_id).first()
    if found is None:
        raise NotFound("There is no such paper.", "Open the agreement and fetch it there.")
    response = HttpResponse(bytes(found.data), content_type=found.media_type)
    name = f"{found.form}-{found.sha256[:12]}.{SUFFIXES[found.media_type]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_http_methods(["GET", "POST"])
@fresh
@idempotent
def on_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Who signed by hand, when, and the scan."""
    actor = acting(request)
    agreement = visible_agreement(actor, slug)
    said = request.POST if request.method == "POST" else request.GET
    organization = get_object_or_404(Organization, slug=said.get("organization", ""))
    require(may_record_paper(actor, agreement, organization))
    form = OnPaperForm(
        request.POST or None,
        request.FILES or None,
        initial={"organization": organization.slug},
        asked=organization,
    )
    status = 422
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.accede_on_paper(
                actor=actor,
                agreement=agreement,
                organization=organization,
                office=Office.objects.get(pk=data["office"]),
                signed_at=data["signed_at"],
                file=data["file"].read(),
                exercise=form.exercise_said,
            )
        except Invalid as failure:
            for name, sentence in failure.fields.items():
                form.add_error(name if name in form.fields else None, sentence)
        except Conflict as failure:
            form.add_error(None, f"{failure.sentence} {failure.what_to_do}")
            status = failure.status
        else:
            messages.success(request, f"{organization} is a party; the scan is kept with it.")
            return redirect("agreements:agreement", slug)
    return render(
        request,
        "agreements/on_paper.html",
        {
            "agreement": agreement,
            "organization": organization,
            "version": latest_or_refuse(agreement),
            "form": form,
        },
        status=status if form.errors else 200,
    )
