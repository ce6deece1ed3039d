"""What the replay reports: plain rows, ready for a table or for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from muster.aid.models import MatchRun, Request
from muster.domain.coverage import DutyStatus
from muster.domain.positions import BY_CODE


@dataclass(frozen=True, slots=True)
class Asked:
    """One request with its lines in words. `source` says who named the victim, if anybody."""

    number: str
    organization: str
    named_publicly: bool
    source: str
    asked_at: datetime
    lines: tuple[str, ...]
    units: int


@dataclass(frozen=True, slots=True)
class Going:
    """One helper in a plan: from where, how, under which path, and why this one."""

    number: str
    organization: str
    position: str
    helper: str
    lender: str
    duty_status: str
    units: int
    remote: bool
    road_km: float
    drive_minutes: int
    arrives_at: datetime
    level: int
    instrument: str
    citation: str
    cost_rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Open:
    """Units of a need nobody fills, and the commonest reason."""

    number: str
    organization: str
    position: str
    units: int
    because: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """An act that alone keeps people away, who can supply it, and what it would change.

    `filled_with_it` is the number of units the best plan fills once the act is there.
    """

    act: str
    kind: str
    supplier: str
    citation: str
    organizations: tuple[str, ...]
    filled_without_it: int
    filled_with_it: int


@dataclass(frozen=True, slots=True)
class Plan:
    """One match run over all requests, with its proof level by level."""

    at: datetime
    filled: int
    unfilled: int
    optimal: bool
    gap: int
    seconds: float
    levels: tuple[dict[str, Any], ...]
    going: tuple[Going, ...]
    open: tuple[Open, ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    """A mission order that was issued: its number, and how many acts it rests on and lacks."""

    number: str
    request: str
    organization: str
    lender: str
    units: int
    pdf_bytes: int
    acts: int
    missing_acts: int


@dataclass(slots=True)
class Outcome:
    """Everything the replay found, in the order it happened."""

    asked: list[Asked] = field(default_factory=list)
    before_declaration: Plan | None = None
    blocked_by: list[Blocked] = field(default_factory=list)
    after_declaration: Plan | None = None
    contracts_signed: list[str] = field(default_factory=list)
    final: Plan | None = None
    offers: int = 0
    mission_orders: list[Ordered] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    filled: int = 0
    audit_events: int = 0
    audit_head: str = ""
    audit_intact: bool = False
    seconds: float = 0.0

    @property
    def needs(self) -> int:
        """Units asked for: people and pieces of kit."""
        return sum(row.units for row in self.asked)


def plan_of(run: MatchRun, requests: Iterable[Request]) -> Plan:
    """The run as rows. Only for a coordinator's eyes: it names every victim."""
    going: list[Going] = []
    open_: list[Open] = []
    for request in requests:
        for need in request.needs.all():
            answer = run.answer["needs"].get(str(need.pk))
            if answer is None:
                continue
            name = request.organization.name
            going += [
                _going(request, need.position, row, answer["next_best"]) for row in answer["chosen"]
            ]
            if answer["unfilled"]:
                open_.append(
                    Open(
                        str(request.number),
                        name,
                        BY_CODE[need.position].title,
                        answer["unfilled"],
                        answer["unfilled_because"],
                    )
                )
    return Plan(
        at=run.ran_at,
        filled=run.filled,
        unfilled=run.unfilled,
        optimal=run.optimal,
        gap=run.gap,
        seconds=run.seconds,
        levels=tuple(run.answer["certificate"]["levels"]),
        going=tuple(going),
        open=tuple(open_),
    )


def _going(
    request: Request, position: str, row: dict[str, Any], next_best: list[dict[str, Any]]
) -> Going:
    path = row["path"]
    return Going(
        number=str(request.number),
        organization=request.organization.name,
        position=BY_CODE[position].title,
        helper=row["name"],
        lender=row["organization"],
        duty_status=DutyStatus(row["duty_status"]).replace("_", " "),
        units=row["units"],
        remote=row["remote"],
        road_km=row["road_km"],
        drive_minutes=row["drive_minutes"],
        arrives_at=datetime.fromisoformat(row["arrives_at"]),
        level=row["level"],
        instrument=path["instrument"],
        citation=path["citation"],
        cost_rule=path["cost_rule"],
        reason=_reason(row, next_best),
    )


def _reason(row: dict[str, Any], next_best: list[dict[str, Any]]) -> str:
    """Why this one: when it is there, against the next who could have come."""
    arrives = datetime.fromisoformat(row["arrives_at"])
    others = [other for other in next_best if "arrives_at" in other]
    if not others:
        return "nobody else could come"
    other = others[0]
    late = (datetime.fromisoformat(other["arrives_at"]) - arrives).total_seconds() / 60
    name = other["organization"]
    if other.get("elsewhere"):
        return f"next best ({name}) is better used elsewhere"
    if late > 0:
        return f"there {late:.0f} min before the next best ({name})"
    return "the plan as a whole is better this way"


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome for software; the figures of the last plan stand at the top."""
    final = outcome.final
    return {
        "scenario": "texas-2019",
        "exercise": True,
        "synthetic": "Requests, people, kit and agreements are synthetic; the event is real.",
        "incidents": len(outcome.asked),
        "needs": outcome.needs,
        "filled": outcome.filled,
        "unfilled": outcome.needs - outcome.filled,
        "blocked_by": [asdict(row) for row in outcome.blocked_by],
        "optimal": bool(final and final.optimal),
        "gap": final.gap if final else None,
        "seconds": round(outcome.seconds, 2),
        "before_declaration": _plan_json(outcome.before_declaration),
        "after_declaration": _plan_json(outcome.after_declaration),
        "final": _plan_json(final),
        "contracts_signed": outcome.contracts_signed,
        "offers": outcome.offers,
        "mission_orders": [asdict(row) for row in outcome.mission_orders],
        "orders_lacking_an_act": sum(1 for row in outcome.mission_orders if row.missing_acts),
        "refused": outcome.refused,
        "requests": [asdict(row) for row in outcome.asked],
        "audit_events": outcome.audit_events,
        "audit_head": outcome.audit_head,
        "audit_intact": outcome.audit_intact,
    }


def _plan_json(plan: Plan | None) -> dict[str, Any] | None:
    return asdict(plan) if plan else None
