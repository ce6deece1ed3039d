"""A request people can leave open: what is asked, who comes, what is still missing."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from muster.aid.forms.details import SYSTEMS
from muster.aid.forms.reason import ReasonForm
from muster.aid.policies import (
    may_change_request,
    may_judge_unfillable,
    may_match,
)
from muster.aid.queries.match_tasks import under_way
from muster.aid.queries.progress import progress_of, requests_with_progress
from muster.aid.queries.stories import story_of
from muster.aid.queries.visibility import request_by_number, visible_requests
from muster.aid.services import requests as services
from muster.authz.requests import acting
from muster.directory.queries.offices import hub_desk
from muster.domain.failures import Invalid
from muster.domain.lifecycle import RequestStatus
from muster.web.idempotency import idempotent
from muster.web.pages import page_of

_SYSTEMS = dict(SYSTEMS)


@login_required
@require_GET
def request_list(request: HttpRequest) -> HttpResponse:
    actor = acting(request)
    found = visible_requests(actor).exclude(number=None)
    status = request.GET.get("status", "")
    if status in {known.value for known in RequestStatus}:
        found = found.filter(status=status)
    page = page_of(request, found)
    return render(
        request,
        "aid/request_list.html",
        {"page": page, "rows": requests_with_progress(page.object_list), "status": status},
    )


@login_required
@require_GET
def request_page(request: HttpRequest, number: str) -> HttpResponse:
    """The page to watch. With HTMX it refreshes the moving part only."""
    actor = acting(request)
    found = request_by_number(actor, number)
    context = {
        "aid_request": found,
        "organization": found.organization,
        "progress": progress_of(found, actor),
        "systems": [_SYSTEMS.get(code, code) for code in found.incident.systems_down],
        "story": story_of(found, actor),
        "may_match": may_match(actor, found),
        "under_way": under_way(actor, found),
        "may_change": may_change_request(actor, found),
        "may_judge": may_judge_unfillable(actor, found),
        "exercise": found.incident.exercise,
        "reason_form": ReasonForm(auto_id="cancel_%s"),
        "desk": hub_desk(at=actor.at),
        "now": actor.at,
    }
    partial = request.headers.get("HX-Request") == "true"
    return render(request, "aid/request_live.html" if partial else "aid/request.html", context)


@login_required
@require_POST
@idempotent
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    actor = acting(request)
    found = request_by_number(actor, number)
    services.cancel_request(
        actor=actor,
        request=found,
        version=version_of(request),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, f"{number} is cancelled. Everybody who was asked is free again.")
    return redirect("aid:request", number)


@login_required
@require_POST
@idempotent
def close(request: HttpRequest, number: str) -> HttpResponse:
    actor = acting(request)
    found = request_by_number(actor, number)
    services.close_request(actor=actor, request=found, version=version_of(request))
    messages.success(request, f"{number} is closed.")
    return redirect("aid:request", number)


def version_of(request: HttpRequest) -> int:
    """Which version of a request the form was made from. Raises Invalid without one."""
    raw = request.POST.get("version", "")
    if not (raw.isascii() and raw.isdigit() and len(raw) < 9):
        raise Invalid("The form was incomplete.", "Reload the page and try again.")
    return int(raw)
