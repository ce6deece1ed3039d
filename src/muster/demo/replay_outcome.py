"""What the replay reports: plain rows, ready for a table or for JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any


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
