"""Binding both sides and letting go again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from muster.aid.models import Commitment
from muster.aid.queries.cover import missing_acts_now
from muster.aid.queries.visibility import commitment_by_id, visible_commitments
from muster.aid.services import commitments as services
from muster.api.paging import part_of
from muster.api.schemas.base import PageQuery
from muster.api.schemas.commitments import (
    CommitmentOut,
    CommitmentPage,
    MissionOut,
    commitment_out,
    mission_out,
)
from muster.api.schemas.offers import Because
from muster.api.tokens import actor_of
from muster.domain.lifecycle import CommitmentStatus

router = Router(tags=["Commitments"])


@router.get("", response=CommitmentPage, operation_id="list_commitments")
def list_commitments(
    request: HttpRequest, page: Query[PageQuery], status: CommitmentStatus | None = None
) -> CommitmentPage:
    """Commitments your organization is a side of, or all as coordinator."""
    found = visible_commitments(actor_of(request))
    if status:
        found = found.filter(status=status)
    return part_of(found.order_by("-created_at", "-pk"), page, CommitmentPage, commitment_out)


@router.get("/{uuid:commitment_id}", response=CommitmentOut, operation_id="get_commitment")
def get_commitment(request: HttpRequest, commitment_id: UUID) -> CommitmentOut:
    """One commitment; while it awaits its signature, with the acts that are still missing."""
    found = _found(request, commitment_id)
    waiting = found.status == CommitmentStatus.AWAITING_ACCEPTANCE
    return commitment_out(
        found, missing_acts_now(found, at=actor_of(request).at) if waiting else None
    )


@router.post(
    "/{uuid:commitment_id}/accept", response={201: MissionOut}, operation_id="accept_commitment"
)
def accept(request: HttpRequest, commitment_id: UUID) -> MissionOut:
    """Section III: bind your organization. The mission is ordered, or the missing acts named."""
    mission = services.accept_commitment(
        actor=actor_of(request), commitment=_found(request, commitment_id)
    )
    return mission_out(mission)


@router.post(
    "/{uuid:commitment_id}/turn-down",
    response=CommitmentOut,
    operation_id="turn_down_commitment",
)
def turn_down(request: HttpRequest, commitment_id: UUID, body: Because) -> CommitmentOut:
    """Do not take what was offered; the people are free again."""
    ended = services.turn_down_commitment(
        actor=actor_of(request), commitment=_found(request, commitment_id), reason=body.reason
    )
    return commitment_out(ended)


@router.post(
    "/{uuid:commitment_id}/release", response=CommitmentOut, operation_id="release_commitment"
)
def release(request: HttpRequest, commitment_id: UUID, body: Because) -> CommitmentOut:
    """The requesting side lets people go home."""
    ended = services.release(
        actor=actor_of(request), commitment=_found(request, commitment_id), reason=body.reason
    )
    return commitment_out(ended)


@router.post(
    "/{uuid:commitment_id}/recall", response=CommitmentOut, operation_id="recall_commitment"
)
def recall(request: HttpRequest, commitment_id: UUID, body: Because) -> CommitmentOut:
    """The assisting side takes its people back."""
    ended = services.recall(
        actor=actor_of(request), commitment=_found(request, commitment_id), reason=body.reason
    )
    return commitment_out(ended)


def _found(request: HttpRequest, commitment_id: UUID) -> Commitment:
    return commitment_by_id(actor_of(request), commitment_id)
