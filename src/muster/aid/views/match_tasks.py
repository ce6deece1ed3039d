"""Waiting for a match: how far it is, stopping it, trying again, running it on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from muster.aid.models import MatchRun, MatchTask, Request
from muster.aid.policies import may_follow_match, may_match, may_stop_match
from muster.aid.queries.match_tasks import progress_of_task, requests_of, task_by_id
from muster.aid.services import match_tasks as services
from muster.aid.services.match_tasks import begin
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.domain.lifecycle import RequestStatus
from muster.web.idempotency import idempotent


@login_required
@never_cache
@require_GET
def match_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """The page to wait on. With HTMX it refreshes the moving part and leaves when it is done.

    `said` is the step that a screen reader was told of: only the next one is told again.
    """
    actor = acting(request)
    task = task_by_id(actor, task_id)
    requests = requests_of(task)
    require(may_follow_match(actor, requests))
    partial = request.headers.get("HX-Request") == "true"
    if task.run is not None:
        address = _address_of(request, task.run, joint=len(requests) > 1)
        return HttpResponse(headers={"HX-Redirect": address}) if partial else redirect(address)
    if partial and task.ended_at:
        return HttpResponse(headers={"HX-Refresh": "true"})
    progress = progress_of_task(task, actor.at)
    context = {
        "task": task,
        "requests": requests,
        "progress": progress,
        "partial": partial,
        "is_news": request.GET.get("said") not in (None, progress.step),
        "may_try_again": bool(task.failure) and _may_match(actor, _still_open(requests)),
        "may_stop": may_stop_match(actor, requests),
        "exercise": any(one.incident.exercise for one in requests),
    }
    template = "aid/match_task_live.html" if partial else "aid/match_task.html"
    return render(request, template, context)


@login_required
@require_POST
@idempotent
def stop(request: HttpRequest, task_id: UUID) -> HttpResponse:
    actor = acting(request)
    task = task_by_id(actor, task_id)
    services.stop(actor=actor, task=task)
    return redirect("aid:match_task", task_id)


@login_required
@require_POST
@idempotent
def again(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Begin anew what failed, with those of its requests that are still open."""
    actor = acting(request)
    requests = requests_of(task_by_id(actor, task_id))
    found = begin(actor=actor, requests=_still_open(requests) or requests)
    return shown_or_awaited(request, found, joint=len(requests) > 1)


@login_required
@require_POST
def run_here(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Match within this request. In no transaction, so that the task can still be stopped."""
    actor = acting(request)
    task = task_by_id(actor, task_id)
    require(may_stop_match(actor, requests_of(task)))
    services.carry_out(actor=actor, task=task)
    return redirect("aid:match_task", task_id)


def shown_or_awaited(
    request: HttpRequest, found: MatchRun | MatchTask, *, joint: bool = False
) -> HttpResponse:
    """To the proposal, or to the page where one waits for it."""
    if isinstance(found, MatchTask):
        return redirect("aid:match_task", found.pk)
    return redirect(_address_of(request, found, joint=joint))


def _still_open(requests: Sequence[Request]) -> list[Request]:
    return [one for one in requests if one.status == RequestStatus.OPEN]


def _may_match(actor: Actor, requests: Sequence[Request]) -> bool:
    return bool(requests) and all(may_match(actor, one) for one in requests)


def _address_of(request: HttpRequest, run: MatchRun, *, joint: bool) -> str:
    numbers = list(run.requests.values_list("number", flat=True))
    if not joint:
        return reverse("aid:match", args=[numbers[0]])
    matched = "1 request" if len(numbers) == 1 else f"{len(numbers)} requests"
    messages.success(
        request,
        f"{matched} matched together in {run.seconds:.1f} s: {run.filled} filled, "
        f"{run.unfilled} open.",
    )
    return reverse("aid:board")
