"""An organization's offices: what each may do, who holds it, what it promised."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.affirm_links import visitor
from muster.directory.models import Delegation, Office, Organization
from muster.directory.office_forms import DelegateForm, OfficeForm
from muster.directory.policies import (
    may_affirm_office,
    may_delegate,
    may_manage_offices,
    may_see_office,
)
from muster.directory.promises import promises_of
from muster.directory.services import delegations, offices
from muster.domain.failures import Conflict, Invalid
from muster.web.idempotency import idempotent


@login_required
@require_GET
def office_page(request: HttpRequest, office_id: UUID) -> HttpResponse:
    actor = acting(request)
    office = office_or_404(office_id)
    require(may_see_office(actor, office))
    live = {"revoked_at": None, "during__endswith__gt": actor.at}
    tenures = [
        one
        for one in office.tenures.select_related("person").order_by("during")
        if not one.during.isempty
    ]
    return render(
        request,
        "directory/office.html",
        {
            "office": office,
            "stale": office.is_stale(actor.at),
            "current": [one for one in tenures if actor.at in one.during],
            "coming": [one for one in tenures if one.during.lower > actor.at],
            "given": office.delegations_given.filter(**live).select_related("receiver"),
            "received": office.delegations_received.filter(**live).select_related("giver"),
            "promises": promises_of(office, at=actor.at),
            "may_manage": may_manage_offices(actor, office.organization),
            "may_delegate": bool(office.authorities) and may_delegate(actor, office),
            "may_affirm": may_affirm_office(actor, office),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def make(request: HttpRequest, slug: str) -> HttpResponse:
    actor = acting(request)
    organization = get_object_or_404(Organization, slug=slug)
    require(may_manage_offices(actor, organization))
    return _edited(request, actor, organization, None)


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def change(request: HttpRequest, office_id: UUID) -> HttpResponse:
    actor = acting(request)
    office = office_or_404(office_id)
    require(may_manage_offices(actor, office.organization))
    return _edited(request, actor, office.organization, office)


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def retire(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """Ask once; what it signed stays."""
    actor = acting(request)
    office = office_or_404(office_id)
    require(may_manage_offices(actor, office.organization))
    if request.method == "POST":
        offices.retire_office(actor=actor, office=office)
        messages.success(request, f"The office {office.title} is retired.")
        return redirect("directory:organization", office.organization.slug)
    return render(
        request,
        "directory/retire_office.html",
        {"office": office, "promises": promises_of(office, at=actor.at)},
    )


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def affirm(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """The link in the yearly mail shows what is affirmed; the button affirms it."""
    actor = acting(request)
    office = office_or_404(office_id)
    require(may_affirm_office(actor, office))
    if request.method == "POST":
        offices.affirm_office(actor=actor, office=office)
        messages.success(request, f"Noted: {office.title} is right as it stands.")
        return redirect("directory:office", office.pk)
    holders = office.tenures.filter(during__contains=actor.at).select_related("person")
    return render(request, "directory/affirm_office.html", {"office": office, "holders": holders})


@never_cache
@require_http_methods(["GET", "POST"])
def affirm_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same out of the mail, without signing in. Opening it changes nothing."""
    tenure, actor = visitor(token, at=timezone.now())
    office = tenure.office
    done = request.method == "POST"
    if done:
        office = offices.affirm_office(actor=actor, office=office)
    return render(
        request,
        "directory/affirm_office.html",
        {"office": office, "holders": [tenure], "by_link": True, "done": done},
    )


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def delegate(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """Another office acts in its place, for a time, for some acts."""
    actor = acting(request)
    office = office_or_404(office_id)
    require(may_delegate(actor, office))
    form = DelegateForm(request.POST or None, giver=office, now=actor.at)
    if request.method == "POST" and form.is_valid():
        try:
            delegations.delegate(actor=actor, giver=office, **form.said())
        except Invalid as failure:
            _shown(form, failure)
        else:
            messages.success(request, "It may act from the time you gave. You can revoke it here.")
            return redirect("directory:office", office.pk)
    status = 422 if form.errors else 200
    shown = {"form": form, "office": office}
    return render(request, "directory/delegate.html", shown, status=status)


@login_required
@require_POST
@idempotent
def revoke(request: HttpRequest, delegation_id: UUID) -> HttpResponse:
    actor = acting(request)
    found = get_object_or_404(
        Delegation.objects.select_related("giver__organization", "receiver"), pk=delegation_id
    )
    delegations.revoke_delegation(actor=actor, delegation=found)
    messages.success(request, f"Revoked. {found.receiver.title} acts for it no longer.")
    return redirect("directory:office", found.giver_id)


def office_or_404(office_id: UUID) -> Office:
    return get_object_or_404(
        Office.objects.select_related("organization__parent", "organization__jurisdiction"),
        pk=office_id,
    )


def _edited(
    request: HttpRequest, actor: Actor, organization: Organization, office: Office | None
) -> HttpResponse:
    form = OfficeForm(request.POST or None, office=office)
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            saved = (
                offices.change_office(actor=actor, office=office, facts=form.facts())
                if office
                else offices.make_office(actor=actor, organization=organization, facts=form.facts())
            )
        except Invalid as failure:
            _shown(form, failure)
        except Conflict as failure:
            form.add_error(None, f"{failure.sentence} {failure.what_to_do}")
            status = failure.status
        else:
            done = "Changed." if office else "Made. Seat somebody in it next."
            messages.success(request, done)
            return redirect("directory:office", saved.pk)
    return render(
        request,
        "directory/office_form.html",
        {"form": form, "organization": organization, "office": office},
        status=status if form.errors else 200,
    )


def _shown(form: OfficeForm | DelegateForm, failure: Invalid) -> None:
    for name, sentence in failure.fields.items():
        form.add_error(name if name in form.fields else None, sentence)
