"""Matches that are under way, for software that asked not to wait."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Status

from muster.aid.models import MatchTask, Request
from muster.aid.policies import may_follow_match
from muster.aid.queries.match_tasks import requests_of, task_by_id
from muster.aid.services import match_tasks as services
from muster.api.schemas.match_tasks import MatchTaskOut, match_task_out
from muster.api.tokens import actor_of, token_of
from muster.authz.decisions import require

router = Router(tags=["Matches"])

RESPOND_ASYNC = "respond-async"
LOOK_AGAIN_SECONDS = 2

ACCEPTED = {
    "description": "With `Prefer: respond-async`: the match is under way",
    "headers": {
        "Location": {
            "description": "Where to look how far it is.",
            "required": True,
            "schema": {"type": "string", "format": "uri-reference"},
        },
        "Retry-After": {
            "description": "Seconds to wait before looking.",
            "schema": {"type": "integer", "minimum": 0},
        },
        "Preference-Applied": {"schema": {"type": "string", "enum": [RESPOND_ASYNC]}},
    },
}


@router.get(
    "/{uuid:task_id}", response=MatchTaskOut, operation_id="get_match_task", url_name="match_task"
)
def get_match_task(request: HttpRequest, task_id: UUID) -> MatchTaskOut:
    """How far a match is that was asked for with `Prefer: respond-async`, or on the pages."""
    actor = actor_of(request)
    task = task_by_id(actor, task_id)
    requests = requests_of(task)
    require(may_follow_match(actor, requests))
    return match_task_out(task, requests, actor.at)


@router.delete("/{uuid:task_id}", response={204: None}, operation_id="stop_match_task")
def stop_match_task(request: HttpRequest, task_id: UUID) -> Status[None]:
    """Stop a match that is under way. Nothing is kept; the last proposal stands."""
    actor = actor_of(request)
    services.stop(actor=actor, task=task_by_id(actor, task_id))
    return Status(204, None)


def prefers_not_to_wait(header: str) -> bool:
    """Whether a `Prefer` header asks for an answer before the work is done (RFC 7240)."""
    names = (one.partition(";")[0].partition("=")[0] for one in header.split(","))
    return RESPOND_ASYNC in {name.strip().lower() for name in names}


def accepted(request: HttpRequest, response: HttpResponse, found: Request) -> MatchTaskOut:
    """The task that matches this request, and where to look how far it is."""
    actor = actor_of(request)
    task: MatchTask = services.queue(actor=actor, requests=[found], token=token_of(request))
    response["Location"] = reverse("api:match_task", args=[task.pk])
    response["Retry-After"] = str(LOOK_AGAIN_SECONDS)
    response["Preference-Applied"] = RESPOND_ASYNC
    return match_task_out(task, [found], actor.at)
