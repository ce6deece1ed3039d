"""An organization's view of its people: adding, changing, taking off, putting back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.authz.actors import Actor, Duty
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.models import Organization
from muster.domain.failures import Conflict, Invalid, Refused
from muster.responders.forms import AddResponderForm, ChangeResponderForm, as_typed
from muster.responders.models import Responder
from muster.responders.policies import may_manage_roster
from muster.responders.queries import (
    removed_responders,
    visible_floors,
    visible_kit,
    visible_responders,
)
from muster.responders.services import availability
from muster.responders.services import roster as services
from muster.web.idempotency import idempotent
from muster.web.pages import page_of


@login_required
@require_GET
def roster(request: HttpRequest) -> HttpResponse:
    """Own people, equipment and home floors; nobody sees another organization's."""
    actor = acting(request)
    return render(
        request,
        "responders/roster.html",
        {
            "page": page_of(request, visible_responders(actor)),
            "kit": visible_kit(actor),
            "floors": visible_floors(actor),
            "manages": actor.organizations_with(Duty.REPRESENT),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def add(request: HttpRequest) -> HttpResponse:
    """Put a person on the roster."""
    actor = acting(request)
    form = AddResponderForm(request.POST or None, owners=represented(actor))
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_responder(
                actor=actor,
                organization=Organization.objects.get(pk=form.cleaned_data["organization"]),
                email=form.cleaned_data["email"],
                facts=form.facts,
            )
        except Invalid as failure:
            form.show(failure.fields or {"": f"{failure.sentence} {failure.what_to_do}"})
        except Conflict as failure:
            form.add_error("email", f"{failure.sentence} {failure.what_to_do}")
            status = failure.status
        else:
            messages.success(request, f"{added.name} is on the roster and can be asked.")
            return redirect("responders:roster")
    return render(
        request, "responders/add.html", {"form": form}, status=status if form.errors else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def change(request: HttpRequest, responder_id: UUID) -> HttpResponse:
    """Positions, levels and duty status of somebody on the roster."""
    actor = acting(request)
    responder = get_object_or_404(
        visible_responders(actor).select_related("person"), pk=responder_id
    )
    require(may_manage_roster(actor, responder.organization))
    form = ChangeResponderForm(request.POST or None, initial=as_typed(responder))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_responder(actor=actor, responder=responder, facts=form.facts)
        except Invalid as failure:
            form.show(failure.fields)
        else:
            messages.success(request, f"The entry of {form.facts.name} is changed.")
            return redirect("responders:roster")
    return render(
        request,
        "responders/change.html",
        {"form": form, "responder": responder},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
@idempotent
def remove(request: HttpRequest, responder_id: UUID) -> HttpResponse:
    actor = acting(request)
    responder = get_object_or_404(visible_responders(actor), pk=responder_id)
    availability.remove_responder(actor=actor, responder=responder)
    messages.success(
        request, f"{responder.name} is off the roster. To undo it, open People taken off."
    )
    return redirect("responders:roster")


@login_required
@require_GET
def removed(request: HttpRequest) -> HttpResponse:
    """People taken off, to put back."""
    actor = acting(request)
    return render(
        request,
        "responders/removed.html",
        {
            "page": page_of(request, removed_responders(actor)),
            "manages": actor.organizations_with(Duty.REPRESENT),
        },
    )


@login_required
@require_POST
@idempotent
def restore(request: HttpRequest, responder_id: UUID) -> HttpResponse:
    actor = acting(request)
    # Somebody who is back already is found too, so that the second of two is told so.
    mine = Responder.objects.filter(
        organization__in=actor.organizations_with(Duty.REPRESENT, Duty.CONTACT)
    )
    responder = get_object_or_404(mine.select_related("organization"), pk=responder_id)
    services.restore_responder(actor=actor, responder=responder)
    messages.success(request, f"{responder.name} is back on the roster and can be asked.")
    return redirect("responders:roster")


def represented(actor: Actor) -> list[tuple[UUID, str]]:
    """Organizations the reader may add to. Raises Refused when there is none."""
    owners = {
        standing.organization_id: standing.organization_name
        for standing in actor.standings
        if Duty.REPRESENT in standing.duties
    }
    if not owners:
        raise Refused("Only an authorized representative of an organization changes its roster.")
    return list(owners.items())
