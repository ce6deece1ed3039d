"""The chain for auditors: what was done, and whether the record is intact."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from muster.audit.queries import events
from muster.audit.verification import verify
from muster.authz.decisions import YES, no, require
from muster.authz.requests import acting
from muster.web.pages import page_of


@login_required
@require_http_methods(["GET", "POST"])
def audit_log(request: HttpRequest) -> HttpResponse:
    """Newest first; POST verifies the whole chain."""
    actor = acting(request)
    require(YES if actor.audits else no("The audit record is for auditors."))
    action = request.GET.get("action", "")
    found = events().filter(action__startswith=action) if action else events()
    return render(
        request,
        "oversight/audit_log.html",
        {
            "page": page_of(request, found, per_page=50),
            "verification": verify() if request.method == "POST" else None,
            "action": action,
        },
    )
