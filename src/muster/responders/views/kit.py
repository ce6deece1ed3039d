"""An organization's equipment on loan."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from muster.authz.actors import Actor, Duty
from muster.authz.requests import acting
from muster.directory.models import Organization
from muster.domain.failures import Conflict, Invalid
from muster.responders.forms import AddKitForm, UnitsForm
from muster.responders.queries import committed_units, visible_kit
from muster.responders.services import kit as services
from muster.responders.views.roster import represented
from muster.web.idempotency import idempotent
from muster.web.pages import page_of


@login_required
@require_GET
def kit(request: HttpRequest) -> HttpResponse:
    """Own stocks with what is committed of each."""
    return _page(request, acting(request))


@login_required
@require_POST
@idempotent
def add(request: HttpRequest) -> HttpResponse:
    actor = acting(request)
    form = AddKitForm(request.POST, owners=represented(actor))
    status = 422
    if form.is_valid():
        try:
            services.add_kit(
                actor=actor,
                organization=Organization.objects.get(pk=form.cleaned_data["organization"]),
                position=form.cleaned_data["position"],
                units=form.cleaned_data["units"],
            )
        except Conflict as failure:
            form.add_error("position", f"{failure.sentence} {failure.what_to_do}")
            status = failure.status
        else:
            messages.success(request, "Added. It can be asked for.")
            return redirect("responders:kit")
    return _page(request, actor, add_form=form, status=status)


@login_required
@require_POST
@idempotent
def change(request: HttpRequest, kit_id: UUID) -> HttpResponse:
    actor = acting(request)
    stock = get_object_or_404(visible_kit(actor), pk=kit_id)
    form = UnitsForm(request.POST, auto_id=f"{stock.pk}_%s")
    if form.is_valid():
        try:
            services.change_kit_units(actor=actor, kit=stock, units=form.cleaned_data["units"])
        except Invalid as failure:
            form.add_error("units", failure.fields["units"])
        else:
            messages.success(request, "Changed.")
            return redirect("responders:kit")
    return _page(request, actor, units_form=form, changing=stock.pk, status=422)


def _page(
    request: HttpRequest,
    actor: Actor,
    *,
    add_form: AddKitForm | None = None,
    units_form: UnitsForm | None = None,
    changing: UUID | None = None,
    status: int = 200,
) -> HttpResponse:
    page = page_of(request, visible_kit(actor))
    stocks = list(page.object_list)
    taken = committed_units(stocks, at=actor.at)
    rows = [
        (
            stock,
            taken.get(stock.pk, 0),
            units_form
            if units_form and stock.pk == changing
            else UnitsForm(initial={"units": stock.units}, auto_id=f"{stock.pk}_%s"),
        )
        for stock in stocks
    ]
    manages = actor.organizations_with(Duty.REPRESENT)
    return render(
        request,
        "responders/kit.html",
        {
            "page": page,
            "rows": rows,
            "manages": manages,
            "add_form": add_form or (AddKitForm(owners=represented(actor)) if manages else None),
            "refused_form": units_form,
        },
        status=status,
    )
