"""Changing a sent request: its details, and more lines."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from muster.aid.forms.amend import AmendForm
from muster.aid.forms.more import MoreForm
from muster.aid.models import Request
from muster.aid.policies import may_change_request
from muster.aid.queries.paper_checks import outdated_orders
from muster.aid.queries.stories import DETAIL_NAMES
from muster.aid.queries.visibility import request_by_number
from muster.aid.services import amending
from muster.aid.views.requests import version_of
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.domain.amendments import RequestDetails
from muster.domain.failures import Conflict, Invalid
from muster.web.idempotency import idempotent


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def amend(request: HttpRequest, number: str) -> HttpResponse:
    """Correct what was sent. A stale form keeps what was typed and shows what is there now."""
    actor = acting(request)
    found = request_by_number(actor, number)
    require(may_change_request(actor, found))
    before = amending.details_of(found)
    form = AmendForm(request.POST or None, before=before)
    if request.method == "GET" or not form.is_valid():
        return _page(request, found, form, status=422 if form.errors else 200)
    details, version = form.details(), version_of(request)
    try:
        amending.amend_request(actor=actor, request=found, version=version, details=details)
    except Invalid as failure:
        form.show_faults(failure.fields or {"": failure.sentence})
        return _page(request, found, form, status=422)
    except Conflict as failure:
        current = request_by_number(actor, number)
        now = amending.details_of(current)
        form = AmendForm(request.POST, before=now).brought_up_to_date()
        form.is_valid()
        return _page(request, current, form, status=409, stale=failure, differs=now)
    if details.changed_from(before):
        messages.success(request, "Changed. Everybody who helps you is told by mail.")
        for number_of_order in outdated_orders(found):
            messages.warning(
                request,
                f"Mission order {number_of_order} still shows the old details, because an act it "
                "rests on was withdrawn. Call those people.",
            )
    else:
        messages.info(request, "Nothing was different, so nothing is changed.")
    return redirect("aid:request", number)


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def more(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for more lines under the same request."""
    actor = acting(request)
    found = request_by_number(actor, number)
    require(may_change_request(actor, found))
    form = MoreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = version_of(request)
        try:
            amending.add_lines(
                actor=actor,
                request=found,
                version=version,
                lines=form.lines(),
                starts_at=form.cleaned_data["starts_at"],
            )
        except Invalid as failure:
            form.show_faults(failure.fields or {"": failure.sentence})
        else:
            messages.success(request, "Added. Match again to see who could come.")
            return redirect("aid:request", number)
    return render(
        request,
        "aid/more.html",
        {"form": form, "aid_request": found, "exercise": found.incident.exercise},
        status=422 if form.errors else 200,
    )


def _there_now(details: RequestDetails | None, name: str) -> object:
    """What stands there now, for a list of what would be overwritten."""
    value = getattr(details, name)
    if isinstance(value, tuple):
        return ", ".join(value) or "nothing"
    return "nothing" if value in ("", None) else value


def _page(
    request: HttpRequest,
    found: Request,
    form: AmendForm,
    *,
    status: int,
    stale: Conflict | None = None,
    differs: RequestDetails | None = None,
) -> HttpResponse:
    valid = differs is not None and not form.errors
    changed = form.details().changed_from(differs) if valid and differs else ()
    return render(
        request,
        "aid/amend.html",
        {
            "form": form,
            "aid_request": found,
            "stale": stale,
            "differs": [(DETAIL_NAMES[name], _there_now(differs, name)) for name in changed],
            "exercise": found.incident.exercise,
        },
        status=status,
    )
