"""A match run: who could come for each line, and who comes next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from muster.aid.models import MatchRun, Request
from muster.aid.queries.proposals import NeedProposal, proposal_of
from muster.api.schemas.base import OrganizationRef, Out
from muster.authz.actors import Actor


class HelperOut(Out):
    """A person, team or stock of kit with the figures the choice rests on."""

    helper_id: UUID
    kind: str
    name: str
    organization: OrganizationRef
    synthetic: bool
    units: int
    held: bool
    remote: bool | None
    road_km: float | None
    drive_minutes: int | None
    arrives_at: datetime | None
    cost_cents: int | None
    level: int | None
    instrument: str
    citation: str
    missing: list[str]
    why_not: str


class LineMatch(Out):
    """What the run proposes for one line."""

    line_id: UUID
    asked: int
    unfilled: int
    unfilled_because: str
    chosen: list[HelperOut]
    next_best: list[HelperOut]
    blocked_by_one: list[HelperOut]


class MatchOut(Out):
    """One proposal. `optimal` says that no plan fills more in the order of priorities."""

    id: UUID
    ran_at: datetime
    fingerprint: str
    optimal: bool
    gap: int
    lines: list[LineMatch]


def match_out(run: MatchRun, request: Request, actor: Actor) -> MatchOut:
    """The run as far as it is about this request; a joint run tells nothing of the others."""
    proposal = proposal_of(request, run, actor)
    return MatchOut(
        id=run.pk,
        ran_at=run.ran_at,
        fingerprint=run.fingerprint,
        optimal=run.optimal,
        gap=run.gap,
        lines=[_line(row) for row in proposal.needs],
    )


def _line(row: NeedProposal) -> LineMatch:
    return LineMatch(
        line_id=row.need.pk,
        asked=row.asked,
        unfilled=row.unfilled,
        unfilled_because=row.unfilled_because,
        chosen=_helpers(row.chosen),
        next_best=_helpers(row.next_best),
        blocked_by_one=_helpers(row.blocked_by_one),
    )


def _helpers(rows: Iterable[dict[str, Any]]) -> list[HelperOut]:
    return [_helper(row) for row in rows]


def _helper(row: dict[str, Any]) -> HelperOut:
    path = row.get("path") or {}
    missing = path.get("missing") or [
        f"{act['act']} ({act['supplier']})" for act in row.get("missing", [])
    ]
    return HelperOut(
        helper_id=UUID(row["helper_id"]),
        kind=row["kind"],
        name=row["name"],
        organization=OrganizationRef(id=UUID(row["organization_id"]), name=row["organization"]),
        synthetic=row["synthetic"],
        units=row.get("units", 0),
        held=row.get("held", False),
        remote=row.get("remote"),
        road_km=row.get("road_km"),
        drive_minutes=row.get("drive_minutes"),
        arrives_at=row.get("arrives_at"),
        cost_cents=row.get("cost_cents"),
        level=row.get("level"),
        instrument=path.get("instrument", ""),
        citation=path.get("citation", ""),
        missing=missing,
        why_not=row.get("detail", ""),
    )
