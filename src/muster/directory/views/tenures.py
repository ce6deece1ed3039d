"""Who takes an office, and who leaves it: one page each."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.models import Tenure
from muster.directory.office_forms import CorrectForm, LeaveForm, SeatForm
from muster.directory.papers.handover import render_handover
from muster.directory.policies import may_end_tenure, may_manage_offices, may_see_office
from muster.directory.promises import promises_of
from muster.directory.queries.handover import handover_of
from muster.directory.services import tenures
from muster.directory.views.offices import office_or_404
from muster.domain.failures import Conflict, Invalid
from muster.web.idempotency import idempotent


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def seat(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """Somebody takes the office, now or from a day on."""
    actor = acting(request)
    office = office_or_404(office_id)
    require(may_manage_offices(actor, office.organization))
    form = SeatForm(request.POST or None)
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            tenure = tenures.start_tenure(actor=actor, office=office, **form.cleaned_data)
        except Invalid as failure:
            _shown(form, failure)
        except Conflict as failure:
            form.add_error(None, f"{failure.sentence} {failure.what_to_do}")
            status = failure.status
        else:
            messages.success(request, f"{tenure.person} is told by mail.")
            return redirect("directory:office", office.pk)
    return render(
        request,
        "directory/seat.html",
        {"form": form, "office": office},
        status=status if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def leave(request: HttpRequest, tenure_id: UUID) -> HttpResponse:
    """What the office promised, who takes over, and the end of the tenure, on one page."""
    actor = acting(request)
    tenure = _tenure(tenure_id)
    office = tenure.office
    require(may_end_tenure(actor, office.organization))
    form = LeaveForm(request.POST if request.method == "POST" else None)
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            successor = tenures.hand_over(actor=actor, tenure=tenure, **form.cleaned_data)
        except Invalid as failure:
            _shown(form, failure)
        except Conflict as failure:
            form.add_error(None, f"{failure.sentence} {failure.what_to_do}")
            status = failure.status
        else:
            said = f"{tenure.person} no longer holds the office."
            after = f" {successor.person} does, and is told by mail." if successor else ""
            messages.success(request, f"{said}{after}")
            return redirect("directory:organization", office.organization.slug)
    others = office.organization.offices.filter(
        duties__contains=["represent"], retired_at=None
    ).exclude(pk=office.pk)
    return render(
        request,
        "directory/leave.html",
        {
            "tenure": tenure,
            "office": office,
            "form": form,
            "promises": promises_of(office, at=actor.at),
            "last_who_binds": "represent" in office.duties
            and not others.filter(tenures__during__contains=actor.at).exists(),
        },
        status=status if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def correct(request: HttpRequest, tenure_id: UUID) -> HttpResponse:
    """Other times for one that has not begun."""
    actor = acting(request)
    tenure = _tenure(tenure_id)
    require(may_manage_offices(actor, tenure.office.organization))
    initial = {"begins": tenure.during.lower, "ends": tenure.during.upper}
    form = CorrectForm(request.POST or None, initial=initial)
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            tenures.correct_tenure(actor=actor, tenure=tenure, **form.cleaned_data)
        except Invalid as failure:
            _shown(form, failure)
        except Conflict as failure:
            form.add_error(None, f"{failure.sentence} {failure.what_to_do}")
            status = failure.status
        else:
            messages.success(request, "Corrected.")
            return redirect("directory:office", tenure.office_id)
    return render(
        request,
        "directory/correct_tenure.html",
        {"form": form, "tenure": tenure},
        status=status if form.errors else 200,
    )


@login_required
@require_POST
@idempotent
def cancel(request: HttpRequest, tenure_id: UUID) -> HttpResponse:
    tenure = _tenure(tenure_id)
    tenures.cancel_tenure(actor=acting(request), tenure=tenure)
    messages.success(request, f"{tenure.person} does not take the office.")
    return redirect("directory:office", tenure.office_id)


@login_required
@require_GET
def handover(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """Everything somebody new needs, to read here or to print."""
    actor = acting(request)
    office = office_or_404(office_id)
    require(may_see_office(actor, office))
    pack = handover_of(office, at=actor.at)
    if request.GET.get("as") == "pdf":
        response = HttpResponse(render_handover(pack), content_type="application/pdf")
        name = f"handover-{timezone.localdate(actor.at)}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    return render(request, "directory/handover.html", {"pack": pack, "office": office})


def _tenure(tenure_id: UUID) -> Tenure:
    return get_object_or_404(
        Tenure.objects.select_related("office__organization", "person"), pk=tenure_id
    )


def _shown(form: SeatForm | LeaveForm | CorrectForm, failure: Invalid) -> None:
    for name, sentence in failure.fields.items():
        form.add_error(name if name in form.fields else None, sentence)
