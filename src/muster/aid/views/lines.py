"""One line of a request: how many, cancel it, or say that nobody can be found."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from muster.aid.forms.amend import CountForm
from muster.aid.forms.reason import ReasonForm
from muster.aid.models import Request
from muster.aid.policies import may_change_request, may_judge_unfillable
from muster.aid.queries.progress import requests_with_progress
from muster.aid.queries.visibility import request_by_number
from muster.aid.services import amending, needs
from muster.aid.views.requests import version_of
from muster.authz.actors import Actor
from muster.authz.decisions import Decision, require
from muster.authz.requests import acting
from muster.domain.failures import Invalid, NotFound
from muster.web.idempotency import idempotent


@login_required
@require_GET
def line_page(request: HttpRequest, number: str, need_id: UUID) -> HttpResponse:
    """Everything that can be done about one line, away from the page that refreshes itself."""
    actor = acting(request)
    found = request_by_number(actor, number)
    require(_may_do_anything(actor, found))
    return _page(request, actor, found, need_id)


@login_required
@require_POST
@idempotent
def change_count(request: HttpRequest, number: str, need_id: UUID) -> HttpResponse:
    actor = acting(request)
    found = request_by_number(actor, number)
    form, version = CountForm(request.POST), version_of(request)
    if form.is_valid():
        try:
            amending.change_count(
                actor=actor,
                request=found,
                version=version,
                need_id=need_id,
                count=form.cleaned_data["count"],
            )
        except Invalid as failure:
            form.add_error("count" if "count" in failure.fields else None, failure.sentence)
        else:
            messages.success(request, "Changed. Match again to see who could come.")
            return redirect("aid:request", number)
    return _page(request, actor, found, need_id, count_form=form)


@login_required
@require_POST
@idempotent
def cancel_line(request: HttpRequest, number: str, need_id: UUID) -> HttpResponse:
    actor = acting(request)
    found = request_by_number(actor, number)
    amending.cancel_need(actor=actor, request=found, version=version_of(request), need_id=need_id)
    messages.success(request, "The line is cancelled.")
    return redirect("aid:request", number)


@login_required
@require_POST
@idempotent
def unable_to_fill(request: HttpRequest, number: str, need_id: UUID) -> HttpResponse:
    actor = acting(request)
    found = request_by_number(actor, number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, found, need_id, reason_form=form)
    needs.mark_unable_to_fill(
        actor=actor, request=found, need_id=need_id, reason=form.cleaned_data["reason"]
    )
    messages.success(request, "Marked as unable to fill. The town sees the reason.")
    return redirect("aid:request", number)


@login_required
@require_POST
@idempotent
def reopen_line(request: HttpRequest, number: str, need_id: UUID) -> HttpResponse:
    actor = acting(request)
    found = request_by_number(actor, number)
    needs.reopen_need(actor=actor, request=found, need_id=need_id)
    messages.success(request, "The line is open again.")
    return redirect("aid:request", number)


def _may_do_anything(actor: Actor, request: Request) -> Decision:
    return may_change_request(actor, request) or may_judge_unfillable(actor, request)


def _page(
    request: HttpRequest,
    actor: Actor,
    found: Request,
    need_id: UUID,
    *,
    count_form: CountForm | None = None,
    reason_form: ReasonForm | None = None,
) -> HttpResponse:
    rows = requests_with_progress([found])[0][1].needs
    row = next((row for row in rows if row.need.pk == need_id), None)
    if row is None:
        raise NotFound("This line does not exist any more.", "Go back to the request.")
    return render(
        request,
        "aid/line.html",
        {
            "aid_request": found,
            "row": row,
            "taken": row.bound + row.accepted + row.waiting,
            "count_form": count_form or CountForm(initial={"count": row.need.count}),
            "reason_form": reason_form or ReasonForm(),
            "may_change": may_change_request(actor, found),
            "may_judge": may_judge_unfillable(actor, found),
            "exercise": found.incident.exercise,
        },
        status=422 if count_form or reason_form else 200,
    )
