"""Writing a request: it saves itself, and nothing typed is lost."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from muster.aid.forms.ask import AskForm
from muster.aid.models import MatchRun, Request
from muster.aid.policies import may_send_request
from muster.aid.queries.visibility import draft_by_id, visible_requests
from muster.aid.services import drafts as services
from muster.aid.services.match_tasks import begin
from muster.aid.services.requests import order_faults, send_request
from muster.aid.views.match_tasks import shown_or_awaited
from muster.authz.actors import Actor
from muster.authz.requests import acting
from muster.directory.models import Organization
from muster.domain.failures import Conflict, Failure, Invalid
from muster.domain.rebuild import Rebuild, rebuild
from muster.web.idempotency import idempotent

NOT_KEPT = {"csrfmiddlewaretoken", "action", "idempotency_key", "draft_version"}


@login_required
@require_POST
@idempotent
def start(request: HttpRequest) -> HttpResponse:
    """Open a draft for one of the actor's organizations and go to it."""
    actor = acting(request)
    organization = get_object_or_404(Organization, slug=request.POST.get("organization", ""))
    draft = services.start_draft(
        actor=actor,
        organization=organization,
        exercise=settings.DEMO or request.POST.get("exercise") == "on",
    )
    return redirect("aid:draft", draft.pk)


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The form. Each button says what it does in `action`; without one it saves.

    What is typed is saved first and on its own, so that no refusal afterwards can lose it.
    """
    actor = acting(request)
    sent = _sent(actor, draft_id)
    if sent is not None:
        return redirect("aid:request", sent.number)
    current = draft_by_id(actor, draft_id)
    if request.method == "GET":
        return _page(request, actor, current, AskForm(initial=_shown(current.typed)))
    try:
        current = _saved(request, actor, current)
    except (Conflict, Invalid) as failure:
        messages.error(request, f"{failure.sentence} {failure.what_to_do}")
        typed = AskForm(initial=_shown(_typed(request.POST)))
        return _page(request, actor, current, typed, status=failure.status)
    action = request.POST.get("action", "save")
    if action == "discard":
        services.discard_draft(actor=actor, request=current)
        messages.success(request, "The draft is discarded.")
        return redirect("aid:home")
    if action == "calculate":
        return _calculated(request, actor, current)
    if action == "send":
        return _send(request, actor, current)
    messages.success(request, "Saved. You can come back to it from the start page.")
    return redirect("aid:draft", current.pk)


@login_required
@require_POST
def autosave(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Keep what is typed; answers a short note for the page."""
    actor = acting(request)
    sent = _sent(actor, draft_id)
    if sent is None:
        current = draft_by_id(actor, draft_id)
        try:
            current = _saved(request, actor, current)
        except Conflict:
            # Saving may have been under way when "send" was pressed; the text went with it.
            sent = _sent(actor, draft_id)
            if sent is None:
                raise
        return render(request, "aid/saved_note.html", {"at": actor.at, "draft": current})
    return render(request, "aid/saved_note.html", {"at": actor.at, "sent": sent})


def _saved(request: HttpRequest, actor: Actor, current: Request) -> Request:
    seen = request.POST.get("draft_version", "")
    return services.save_draft(
        actor=actor,
        request=current,
        typed=_typed(request.POST),
        seen_version=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None,
    )


def _sent(actor: Actor, draft_id: UUID) -> Request | None:
    """The request a draft has become, if it was sent."""
    return visible_requests(actor).filter(pk=draft_id).exclude(number=None).first()


def _send(request: HttpRequest, actor: Actor, current: Request) -> HttpResponse:
    form = AskForm(request.POST)
    understood = form.is_valid()
    order = form.order(exercise=current.incident.exercise)
    if not understood:
        # Everything that needs another look is said at once, not in rounds.
        form.show_faults(order_faults(order, at=actor.at), order)
        return _page(request, actor, current, form, status=422)
    try:
        sent = send_request(actor=actor, request=current, order=order)
    except Conflict:
        # The same button pressed twice: the first press has sent it.
        sent_before = _sent(actor, current.pk)
        if sent_before is None:
            raise
        return redirect("aid:request", sent_before.number)
    except Invalid as failure:
        form.show_faults(failure.fields or {"": failure.sentence}, order)
        return _page(request, actor, current, form, status=422)
    try:
        found = begin(actor=actor, requests=[sent])
    except Failure as failure:
        messages.warning(request, f"{sent.number} is sent, but not matched: {failure.sentence}")
        return redirect("aid:request", sent.number)
    if isinstance(found, MatchRun):
        messages.success(request, f"{sent.number} is sent. This is who could come.")
    else:
        messages.success(request, f"{sent.number} is sent.")
    return shown_or_awaited(request, found)


def _calculated(request: HttpRequest, actor: Actor, current: Request) -> HttpResponse:
    typed = request.POST.copy()
    form = AskForm(typed)
    form.is_valid()
    computers = form.cleaned_data.get("computers")
    days = form.cleaned_data.get("rebuild_days")
    shown = AskForm(initial=_shown(_typed(request.POST)))
    if not computers or not days:
        wrong = [
            str(sentence)
            for name in ("computers", "rebuild_days")
            for sentence in form.errors.get(name, [])
        ]
        note = " ".join(wrong) or "Give the number of computers and the days to work it out."
        return _page(request, actor, current, shown, status=422, calculator_note=note)
    plan = rebuild(computers, days=days)
    typed["count_rebuild-technician"] = str(plan.people)
    current = services.save_draft(
        actor=actor, request=current, typed=_typed(typed), seen_version=current.version
    )
    filled = AskForm(initial=_shown(_typed(typed)))
    return _page(request, actor, current, filled, calculator=plan)


def _page(
    request: HttpRequest,
    actor: Actor,
    current: Request,
    form: AskForm,
    *,
    status: int = 200,
    calculator: Rebuild | None = None,
    calculator_note: str = "",
) -> HttpResponse:
    return render(
        request,
        "aid/draft.html",
        {
            "form": form,
            "draft": current,
            "may_send": may_send_request(actor, current.organization),
            "calculator": calculator,
            "calculator_note": calculator_note,
            "exercise": current.incident.exercise,
        },
        status=status,
    )


def _typed(data: QueryDict) -> dict[str, Any]:
    return {
        name: values if name == "systems_down" else values[-1]
        for name, values in data.lists()
        if name not in NOT_KEPT and values
    }


def _shown(typed: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in typed.items() if value not in ("", [])}
