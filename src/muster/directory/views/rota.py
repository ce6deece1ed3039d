"""An organization's on-call rota: the weeks to come, who is called, changes and their undoing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.models import OnCallShift, Organization, RotaChange
from muster.directory.policies import edits_as_member, may_edit_rota
from muster.directory.queries.rota import (
    agenda,
    current_shifts,
    on_call_now,
    rota_history,
    with_visible_rota,
)
from muster.directory.queries.rota_calendar import rota_calendar
from muster.directory.rota_forms import RemoveForm, RotaForm, ShiftForm, WeeklyForm, ZoneForm
from muster.directory.services import rota as services
from muster.domain.failures import Conflict, Invalid
from muster.web.idempotency import idempotent

WEEKS, MOST_WEEKS = 4, 26

RotaView = Callable[..., HttpResponse]


def on_its_clock(view: RotaView) -> RotaView:
    """Hands the view the actor and the organization, and runs it on the organization's clock.

    404 for those who may not know the rota.
    """

    @wraps(view)
    def run(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        actor = acting(request)
        found = get_object_or_404(with_visible_rota(actor), slug=slug)
        with timezone.override(found.zone):
            return view(request, actor, found, **kwargs)

    return run


@login_required
@require_GET
def own_rota(request: HttpRequest) -> HttpResponse:
    """The rota of one's own organization; a choice for those who are in several."""
    actor = acting(request)
    own = list(Organization.objects.filter(pk__in=actor.organizations_with()))
    if not own:
        raise Http404
    if len(own) == 1:
        return redirect("directory:rota", own[0].slug)
    return render(request, "directory/own_rotas.html", {"organizations": own})


@login_required
@require_GET
@on_its_clock
def rota_page(request: HttpRequest, actor: Actor, found: Organization) -> HttpResponse:
    asked = request.GET.get("weeks", "")
    weeks = min(max(int(asked), 1), MOST_WEEKS) if asked.isdecimal() and len(asked) < 4 else WEEKS
    history = rota_history(found)
    return render(
        request,
        "directory/rota.html",
        {
            "organization": found,
            "weeks": agenda(found, at=actor.at, weeks=weeks),
            "shown_weeks": weeks,
            "calls": on_call_now([found.pk], at=actor.at)[found.pk],
            "as_of": actor.at,
            "may_edit": may_edit_rota(actor, found),
            "latest": history[0] if history else None,
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
@on_its_clock
@idempotent
def add(request: HttpRequest, actor: Actor, found: Organization) -> HttpResponse:
    """One shift. The address may carry a gap to fill."""
    require(may_edit_rota(actor, found))
    form = ShiftForm(request.POST or None, initial=_asked(request), **_about(actor, found))
    if request.method == "POST" and form.is_valid():
        done = _done(
            form,
            lambda: services.add_shift(
                actor=actor,
                organization=found,
                facts=form.shift_facts,
                reason=form.reason_said,
            ),
        )
        if done:
            messages.success(request, "On the rota.")
            return redirect("directory:rota", found.slug)
    return _form_page(request, found, form, "Put somebody on call", "Put on the rota")


@login_required
@require_http_methods(["GET", "POST"])
@on_its_clock
@idempotent
def add_weekly(request: HttpRequest, actor: Actor, found: Organization) -> HttpResponse:
    require(may_edit_rota(actor, found))
    initial = {"first": timezone.localdate(actor.at)}
    form = WeeklyForm(request.POST or None, initial=initial, **_about(actor, found))
    if request.method == "POST" and form.is_valid():
        nowhere = form.facts(actor.at, actor.at + timedelta(hours=1))
        done = _done(
            form,
            lambda: services.add_weekly(
                actor=actor,
                organization=found,
                facts=nowhere,
                pattern=form.pattern,
                reason=form.reason_said,
            ),
        )
        if done:
            messages.success(request, "The weekly turns are on the rota.")
            return redirect("directory:rota", found.slug)
    return _form_page(request, found, form, "Weekly turns", "Put them on the rota")


@login_required
@require_http_methods(["GET", "POST"])
@on_its_clock
@idempotent
def shift(request: HttpRequest, actor: Actor, found: Organization, shift_id: UUID) -> HttpResponse:
    """Change a shift, or remove it."""
    require(may_edit_rota(actor, found))
    one = _shift(found, shift_id)
    form = ShiftForm(request.POST or None, initial=_stands(one), **_about(actor, found))
    if request.method == "POST" and form.is_valid():
        done = _done(
            form,
            lambda: services.change_shift(
                actor=actor, shift=one, facts=form.shift_facts, reason=form.reason_said
            ),
        )
        if done:
            messages.success(request, "Changed.")
            return redirect("directory:rota", found.slug)
    return _shift_page(request, actor, one, form)


@login_required
@require_POST
@on_its_clock
@idempotent
def remove(request: HttpRequest, actor: Actor, found: Organization, shift_id: UUID) -> HttpResponse:
    require(may_edit_rota(actor, found))
    one = _shift(found, shift_id)
    form = RemoveForm(request.POST, auto_id="remove_%s", **_about(actor, found))
    if form.is_valid():
        services.remove_shift(actor=actor, shift=one, reason=form.reason_said)
        messages.success(request, "Removed. You can undo it on this page.")
        return redirect("directory:rota", found.slug)
    change = ShiftForm(initial=_stands(one), **_about(actor, found))
    return _shift_page(request, actor, one, change, remove_form=form)


@login_required
@require_GET
@on_its_clock
def history(request: HttpRequest, actor: Actor, found: Organization) -> HttpResponse:
    return _history_page(request, actor, found)


@login_required
@require_POST
@on_its_clock
@idempotent
def undo(request: HttpRequest, actor: Actor, found: Organization, change_id: UUID) -> HttpResponse:
    require(may_edit_rota(actor, found))
    change = get_object_or_404(RotaChange, pk=change_id, organization=found)
    form = RemoveForm(request.POST, auto_id=f"undo_{change.pk}_%s", **_about(actor, found))
    if form.is_valid():
        services.undo_change(actor=actor, change=change, reason=form.reason_said)
        messages.success(request, "Undone.")
        return redirect("directory:rota", found.slug)
    return _history_page(request, actor, found, refused=(change.pk, form))


@login_required
@require_http_methods(["GET", "POST"])
@on_its_clock
@idempotent
def time_zone(request: HttpRequest, actor: Actor, found: Organization) -> HttpResponse:
    require(may_edit_rota(actor, found))
    initial = {"time_zone": found.time_zone}
    form = ZoneForm(request.POST or None, initial=initial, **_about(actor, found))
    if request.method == "POST" and form.is_valid():
        done = _done(
            form,
            lambda: services.set_time_zone(
                actor=actor,
                organization=found,
                time_zone=form.cleaned_data["time_zone"],
                reason=form.reason_said,
            ),
        )
        if done:
            messages.success(request, "From now on the rota is on this clock.")
            return redirect("directory:rota", found.slug)
    return _form_page(request, found, form, "Time zone", "Use this clock")


@login_required
@require_GET
@on_its_clock
def export(request: HttpRequest, actor: Actor, found: Organization) -> HttpResponse:
    response = HttpResponse(
        rota_calendar(found, at=actor.at), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="on-call-{found.slug}.ics"'
    return response


def _about(actor: Actor, found: Organization) -> dict[str, Any]:
    return {"organization": found, "foreign": not edits_as_member(actor, found)}


def _done(form: RotaForm, act: Callable[[], object]) -> bool:
    """Whether it was done; if not, the form says why."""
    try:
        act()
    except Invalid as failure:
        form.show(failure.fields or {"": failure.sentence})
    except Conflict as failure:
        form.add_error(None, f"{failure.sentence} {failure.what_to_do}")
    return not form.errors


def _form_page(
    request: HttpRequest, found: Organization, form: RotaForm, title: str, button: str
) -> HttpResponse:
    return render(
        request,
        "directory/rota_form.html",
        {"organization": found, "form": form, "title": title, "button": button},
        status=422 if form.errors else 200,
    )


def _shift_page(
    request: HttpRequest,
    actor: Actor,
    one: OnCallShift,
    form: ShiftForm,
    *,
    remove_form: RemoveForm | None = None,
) -> HttpResponse:
    about = _about(actor, one.organization)
    return render(
        request,
        "directory/rota_shift.html",
        {
            "organization": one.organization,
            "shift": one,
            "form": form,
            "remove_form": remove_form or RemoveForm(auto_id="remove_%s", **about),
        },
        status=422 if form.errors or remove_form else 200,
    )


def _history_page(
    request: HttpRequest,
    actor: Actor,
    found: Organization,
    *,
    refused: tuple[UUID, RemoveForm] | None = None,
) -> HttpResponse:
    answered = dict([refused] if refused else [])
    about = _about(actor, found)
    may_edit = bool(may_edit_rota(actor, found))
    changes = [
        (
            change,
            answered.get(change.pk) or RemoveForm(auto_id=f"undo_{change.pk}_%s", **about)
            if may_edit and not hasattr(change, "undone_by")
            else None,
        )
        for change in rota_history(found)
    ]
    return render(
        request,
        "directory/rota_history.html",
        {"organization": found, "changes": changes, "refused": refused[1] if refused else None},
        status=422 if refused else 200,
    )


def _shift(found: Organization, shift_id: UUID) -> OnCallShift:
    return get_object_or_404(
        current_shifts().select_related("organization__jurisdiction"),
        pk=shift_id,
        organization=found,
    )


def _stands(one: OnCallShift) -> dict[str, Any]:
    return {
        "office": str(one.office_id),
        "person_name": one.person_name,
        "phone": one.phone,
        "call_order": one.call_order,
        "start": one.during.lower,
        "end": one.during.upper,
    }


def _asked(request: HttpRequest) -> dict[str, Any]:
    """From when to when, out of the address; what cannot be read is left out."""
    asked = {name: _moment(request.GET.get(name, "")) for name in ("start", "end")}
    return {name: moment for name, moment in asked.items() if moment}


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    if moment is None or timezone.is_naive(moment) or not 2000 <= moment.year < 2200:
        return None
    return moment
