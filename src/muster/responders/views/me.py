"""A responder's own page: what they can be asked for and when they are away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from muster.authz.requests import acting
from muster.domain.failures import Invalid, NotFound
from muster.responders.forms import AbsenceForm
from muster.responders.queries import own_responder
from muster.responders.services import availability
from muster.web.idempotency import idempotent


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def me(request: HttpRequest) -> HttpResponse:
    """Positions, levels and times away, on one page."""
    actor = acting(request)
    responder = own_responder(actor)
    if responder is None:
        raise NotFound(
            "You are not on a roster.",
            "Ask your organization's authorized representative to add you.",
        )
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            availability.add_absence(
                actor=actor,
                responder=responder,
                start=form.cleaned_data["start"],
                end=form.cleaned_data["end"],
            )
        except Invalid as failure:
            for name, sentence in failure.fields.items():
                form.add_error(name, sentence)
        else:
            messages.success(request, "Noted. You will not be asked in that time.")
            return redirect("responders:me")
    return render(
        request,
        "responders/me.html",
        {"responder": responder, "form": form, "now": actor.at},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
@idempotent
def remove_absence(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    actor = acting(request)
    responder = own_responder(actor)
    if responder is None:
        raise NotFound("You are not on a roster.", "Ask your organization.")
    availability.remove_absence(actor=actor, responder=responder, absence_id=absence_id)
    messages.success(request, "Removed. You can be asked again in that time.")
    return redirect("responders:me")
