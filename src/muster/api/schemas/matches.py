"""A match run: who could come for each line, and who comes next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from muster.aid.models import MatchRun, Request
from muster.api.schemas.base import OrganizationRef, Out


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


def match_out(run: MatchRun, request: Request) -> MatchOut:
    """The run as far as it is about this request; a joint run tells nothing of the others."""
    answer = run.answer["needs"]
    return MatchOut(
        id=run.pk,
        ran_at=run.ran_at,
        fingerprint=run.fingerprint,
        optimal=run.optimal,
        gap=run.gap,
        lines=[
            _line(need.pk, answer[str(need.pk)])
            for need in request.needs.all()
            if str(need.pk) in answer
        ],
    )


def _line(line_id: UUID, need: dict[str, Any]) -> LineMatch:
    return LineMatch(
        line_id=line_id,
        asked=need["asked"],
        unfilled=need["unfilled"],
        unfilled_because=need["unfilled_because"],
        chosen=_helpers(need["chosen"]),
        next_best=_helpers(need["next_best"]),
        blocked_by_one=_helpers(need["blocked_by_one"]),
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
