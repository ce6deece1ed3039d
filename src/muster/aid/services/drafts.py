"""Writing a request: drafts that keep everything typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muster.aid.actions import Action
from muster.aid.models import Incident, Request
from muster.aid.policies import may_draft_request
from muster.aid.services.locking import locked_request
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.directory.models import Organization
from muster.domain import lifecycle
from muster.domain.failures import Conflict, Invalid
from muster.domain.lifecycle import RequestStatus

LARGEST_DRAFT = 200_000
"""Characters of raw input a draft keeps."""


@use_case
def start_draft(*, actor: Actor, organization: Organization, exercise: bool) -> Request:
    """An empty draft that keeps what is typed from the first word on."""
    require(may_draft_request(actor, organization))
    incident = Incident.objects.create(organization=organization, exercise=exercise)
    request = Request.objects.create(
        incident=incident,
        drafted_by_id=actor.person_id,
        created_at=actor.at,
        updated_at=actor.at,
    )
    record(
        actor=actor,
        action=Action.REQUEST_DRAFTED,
        subject=request,
        about=request.pk,
        organization_id=organization.pk,
    )
    return request


@use_case
def save_draft(
    *,
    actor: Actor,
    request: Request,
    typed: Mapping[str, Any],
    seen_version: int | None = None,
) -> Request:
    """Keep the form as typed, however unfinished. Not audited: drafts are scratch paper.

    Raises Conflict when somebody else has saved since `seen_version`; nothing is overwritten. An
    older window of the same person adds to what is kept and empties nothing.
    """
    require(may_draft_request(actor, request.organization))
    if sum(len(str(value)) for value in typed.values()) > LARGEST_DRAFT:
        raise Invalid(
            "This is more text than a draft can keep.",
            "Shorten 'What happened'; details can follow by phone.",
        )
    locked = locked_request(request.pk)
    if locked.status != RequestStatus.DRAFT:
        raise Conflict(
            "This request has been sent already.", "Open it from your requests to change it."
        )
    stale = seen_version is not None and seen_version != locked.version
    if stale and locked.drafted_by_id != actor.person_id:
        raise Conflict(
            "Somebody else is writing this draft too and has saved since you opened it.",
            "Copy what you typed, reload the page and add it to theirs.",
        )
    locked.typed = {**typed, **(_unseen(locked.typed, typed) if stale else {})}
    locked.version += 1
    locked.drafted_by_id = actor.person_id
    locked.updated_at = actor.at
    locked.save(update_fields=["typed", "version", "drafted_by", "updated_at"])
    return locked


@use_case
def discard_draft(*, actor: Actor, request: Request) -> None:
    require(may_draft_request(actor, request.organization))
    locked = locked_request(request.pk)
    lifecycle.REQUEST.require(locked.status, RequestStatus.CANCELLED)
    locked.status = RequestStatus.CANCELLED
    locked.ended_at = locked.updated_at = actor.at
    locked.end_reason = "draft discarded"
    locked.save(update_fields=["status", "ended_at", "updated_at", "end_reason"])
    record(
        actor=actor,
        action=Action.REQUEST_CANCELLED,
        subject=locked,
        about=locked.pk,
        organization_id=locked.incident.organization_id,
    )


def _unseen(kept: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What an older window of the same person leaves empty and a newer one had filled in."""
    return {name: value for name, value in kept.items() if typed.get(name) in (None, "", [])}
