"""Offers. A lender reads county and kind until it has accepted the non-disclosure terms."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from muster.aid.models import Offer, OfferLine, Request
from muster.api.schemas.base import In, Key, OrganizationRef, Out, Page, Reason, Version
from muster.domain.lifecycle import OfferStatus

_BY_LENDER = {OfferStatus.ACCEPTED, OfferStatus.DECLINED, OfferStatus.PROVISIONAL}


class Pair(In):
    """One proposed helper for one line."""

    line_id: Key
    helper_id: Key


class Sending(In):
    """Which proposals of a match run become offers; without a selection, all of them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"match_id": "01920000-0000-7000-8000-000000000001", "version": 1}]
        }
    )

    match_id: Key
    version: Version
    selection: Annotated[list[Pair], Field(max_length=1000)] | None = None


class Lent(In):
    """How many pieces of one kit line are lent."""

    line_id: Key
    units: int = Field(ge=1, le=2**31 - 1)


class Acceptance(In):
    """The offer lines that go; without them, all. `units` lends fewer pieces of kit of a line."""

    line_ids: Annotated[list[Key], Field(max_length=1000)] | None = None
    units: Annotated[list[Lent], Field(max_length=1000)] = []


class Because(In):
    """A reason in a few words."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Election week"}]})

    reason: Reason


class Condition(In):
    """What a provisional answer depends on."""

    condition: Reason


class RequestRef(Out):
    """Who asks, and where to go. Only for those who may know."""

    number: str
    organization: OrganizationRef
    where_to_report: str
    call_back_name: str
    call_back_number: str


class OfferLineOut(Out):
    """One person, or some units of kit. `road_km` would give the place away too early."""

    id: UUID
    line_id: UUID
    position: str
    title: str
    helper: str
    helper_id: UUID
    units: int
    level: int
    remote: bool
    arrives_at: datetime | None
    starts_at: datetime
    ends_at: datetime
    road_km: float | None
    cost_cents: int | None
    instrument: str
    citation: str
    cost_rule: str
    kept: bool


class OfferOut(Out):
    """A claim on one organization's people until `expires_at`."""

    id: UUID
    status: str
    organization: OrganizationRef
    sent_at: datetime
    expires_at: datetime
    terms_accepted_at: datetime | None
    answered_at: datetime | None
    answerer_name: str
    reason: str
    county: str
    kind: str
    exercise: bool
    tlp: str
    request: RequestRef | None
    lines: list[OfferLineOut]


class OfferPage(Page[OfferOut]):
    """Offers, newest first."""


def offer_out(offer: Offer) -> OfferOut:
    """An offer out of `visible_offers`, which says whether the request is to be known."""
    known = offer.known_request is not None
    return OfferOut(
        id=offer.pk,
        status=offer.status,
        organization=OrganizationRef(id=offer.organization_id, name=offer.organization.name),
        sent_at=offer.sent_at,
        expires_at=offer.expires_at,
        terms_accepted_at=offer.terms_accepted_at,
        answered_at=offer.answered_at,
        # Who withdrew an offer may be the town's own representative.
        answerer_name=offer.answerer_name if known or offer.status in _BY_LENDER else "",
        reason=offer.reason,
        county=offer.county,
        kind=offer.incident_kind,
        exercise=offer.exercise,
        tlp=offer.tlp,
        request=_request_ref(offer.known_request) if offer.known_request else None,
        lines=[_line(line, known=known) for line in offer.lines.all()],
    )


def _request_ref(request: Request) -> RequestRef:
    town = request.organization
    return RequestRef(
        number=request.number or "",
        organization=OrganizationRef(id=town.pk, name=town.name),
        where_to_report=request.where_to_report,
        call_back_name=request.call_back_name,
        call_back_number=request.call_back_number,
    )


def _line(line: OfferLine, *, known: bool) -> OfferLineOut:
    return OfferLineOut(
        id=line.pk,
        line_id=line.need_id,
        position=line.need.position,
        title=line.need.job.title,
        helper=line.responder.name if line.responder else line.need.job.plural,
        helper_id=line.helper_id,
        units=line.units,
        level=line.level,
        remote=line.remote,
        arrives_at=line.arrives_at if known else None,
        starts_at=line.need.during.lower,
        ends_at=line.need.during.upper,
        road_km=line.road_km if known else None,
        cost_cents=line.cost_cents if known else None,
        instrument=line.path["instrument"],
        citation=line.path["citation"],
        cost_rule=line.path["cost_rule"],
        kept=line.kept,
    )
