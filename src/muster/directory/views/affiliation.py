"""What proves an organization: for the hub in full, for its own representative to renew."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.forms import DomainForm, WhyForm
from muster.directory.models import AffiliationProof, DomainClaim, Organization
from muster.directory.policies import (
    may_record_domain,
    may_renew,
    may_revoke_proof,
    may_see_affiliation,
)
from muster.directory.queries.affiliation import proofs_of, standing_proof, unproven_since
from muster.directory.queries.joining import applicant_path
from muster.directory.services import domain_claims
from muster.directory.services.affiliation import revoke_proof
from muster.directory.services.joining.asking import ask_to_renew
from muster.domain.failures import Conflict, Invalid
from muster.web.idempotency import idempotent


@login_required
@require_GET
def affiliation_page(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, acting(request), _organization(slug))


@login_required
@require_POST
@idempotent
def renew(request: HttpRequest, slug: str) -> HttpResponse:
    """Leads to the page where the ways of proof are."""
    made = ask_to_renew(actor=acting(request), organization=_organization(slug))
    return redirect(applicant_path(made))


@login_required
@require_POST
@idempotent
def record_domain(request: HttpRequest, slug: str) -> HttpResponse:
    actor, organization = acting(request), _organization(slug)
    require(may_record_domain(actor))
    form = DomainForm(request.POST, auto_id="domain_%s")
    status = 422
    if form.is_valid():
        try:
            claim = domain_claims.record_domain(
                actor=actor, organization=organization, **form.cleaned_data
            )
        except Invalid as failure:
            for name, sentence in failure.fields.items():
                form.add_error(name, sentence)
        except Conflict as failure:
            form.add_error("domain", failure.sentence)
            status = failure.status
        else:
            messages.success(request, f"Mail at {claim.domain} proves from now on.")
            return redirect("directory:affiliation", slug)
    return _page(request, actor, organization, domain_form=form, status=status)


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def withdraw_domain(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """A page of its own, since a reason is asked for."""
    actor = acting(request)
    require(may_record_domain(actor))
    claim = get_object_or_404(DomainClaim.objects.select_related("organization"), pk=claim_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        domain_claims.withdraw_domain(actor=actor, claim=claim, reason=form.cleaned_data["reason"])
        messages.success(request, f"Mail at {claim.domain} proves nothing any more.")
        return redirect("directory:affiliation", claim.organization.slug)
    context = {
        "organization": claim.organization,
        "title": f"Withdraw {claim.domain}",
        "lead": "Proofs already given stand until they end or are revoked.",
        "button": "Withdraw it",
        "form": form,
    }
    return render(
        request, "directory/with_reason.html", context, status=422 if form.errors else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def revoke(request: HttpRequest, proof_id: UUID) -> HttpResponse:
    actor = acting(request)
    require(may_revoke_proof(actor))
    proof = get_object_or_404(AffiliationProof.objects.select_related("organization"), pk=proof_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        revoke_proof(actor=actor, proof=proof, reason=form.cleaned_data["reason"])
        messages.success(request, "Revoked. Offices and promises stay as they are.")
        return redirect("directory:affiliation", proof.organization.slug)
    context = {
        "organization": proof.organization,
        "title": "Revoke this proof",
        "lead": f"{proof.get_way_display()}. Who holds which office, and what was promised, stays; "
        "end a tenure on its own if somebody should no longer act.",
        "button": "Revoke it",
        "form": form,
    }
    return render(
        request, "directory/with_reason.html", context, status=422 if form.errors else 200
    )


def _organization(slug: str) -> Organization:
    return get_object_or_404(Organization.objects.select_related("jurisdiction"), slug=slug)


def _page(
    request: HttpRequest,
    actor: Actor,
    organization: Organization,
    *,
    domain_form: DomainForm | None = None,
    status: int = 200,
) -> HttpResponse:
    require(may_see_affiliation(actor, organization))
    standing = standing_proof(organization)
    coordinates = actor.coordinates
    context = {
        "organization": organization,
        "proofs": list(proofs_of(organization)),
        "standing": standing,
        "unproven_since": unproven_since(standing, today=timezone.localdate(actor.at)),
        "claims": list(
            organization.domain_claims.select_related("recorded_by", "withdrawn_by").order_by(
                "withdrawn_at", "domain"
            )
        ),
        "listed": list(organization.official_domains.filter(gone_on=None)),
        "requests": list(organization.joining_requests.order_by("-asked_at")[:20])
        if coordinates or actor.audits
        else [],
        "coordinates": coordinates,
        "may_renew": may_renew(actor, organization),
        "domain_form": domain_form or DomainForm(auto_id="domain_%s"),
    }
    return render(request, "directory/affiliation.html", context, status=status)
