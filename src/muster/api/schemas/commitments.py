"""Commitments, and the missions ordered under them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from muster.aid.models import Commitment, Mission
from muster.aid.queries.paper_checks import PaperCheck, Standing
from muster.api.schemas.base import OrganizationRef, Out, Page
from muster.directory.models import Organization


class CommitmentOut(Out):
    """An accepted offer. `missing_acts` is told for a single one that awaits its signature."""

    id: UUID
    offer_id: UUID
    status: str
    request_number: str
    requesting: OrganizationRef
    assisting: OrganizationRef
    created_at: datetime
    accepted_at: datetime | None
    accepter_name: str
    ended_at: datetime | None
    end_reason: str
    missing_acts: list[str] | None


class CommitmentPage(Page[CommitmentOut]):
    """Commitments, newest first."""


class MissionOut(Out):
    """A deployment and the paper it goes by."""

    number: str
    status: str
    commitment_id: UUID
    request_number: str
    requesting: OrganizationRef
    assisting: OrganizationRef
    ordered_at: datetime
    order_code: str
    order_digest: str


class MissionPage(Page[MissionOut]):
    """Missions, newest first."""


class PaperCheckOut(Out):
    """What a code on a paper stands for. Only `stands` counts, and never in an exercise."""

    code: str
    standing: Standing
    mission: str
    organization: str
    exercise: bool
    issued_at: datetime
    ends_at: datetime | None
    digest: str


def commitment_out(commitment: Commitment, missing: list[str] | None = None) -> CommitmentOut:
    offer = commitment.offer
    return CommitmentOut(
        id=commitment.pk,
        offer_id=commitment.offer_id,
        status=commitment.status,
        request_number=offer.request.number or "",
        requesting=_ref(offer.request.organization),
        assisting=_ref(offer.organization),
        created_at=commitment.created_at,
        accepted_at=commitment.accepted_at,
        accepter_name=commitment.accepter_name,
        ended_at=commitment.ended_at,
        end_reason=commitment.end_reason,
        missing_acts=missing,
    )


def mission_out(mission: Mission) -> MissionOut:
    offer = mission.commitment.offer
    return MissionOut(
        number=mission.number,
        status=mission.status,
        commitment_id=mission.commitment_id,
        request_number=offer.request.number or "",
        requesting=_ref(offer.request.organization),
        assisting=_ref(offer.organization),
        ordered_at=mission.order.issued_at,
        order_code=mission.order.code,
        order_digest=mission.order.pdf_digest,
    )


def paper_check_out(check: PaperCheck) -> PaperCheckOut:
    return PaperCheckOut(**asdict(check))


def _ref(organization: Organization) -> OrganizationRef:
    return OrganizationRef(id=organization.pk, name=organization.name)
