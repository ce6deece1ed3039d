"""The timeline in words: each audit event of a request as a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from muster.aid.actions import Action
from muster.aid.models import Request
from muster.audit.models import AuditEvent
from muster.audit.queries import timeline
from muster.authz.actors import Actor, Duty

Facts = dict[str, Any]

DETAIL_NAMES = {
    "what_happened": "what happened",
    "systems_down": "what is down",
    "where_to_report": "where to report",
    "call_back_name": "who answers the telephone",
    "call_back_number": "the call-back number",
    "local_declaration": "whether an emergency is declared",
    "tlp": "who may read it",
    "starts_at": "the start",
    "ends_at": "the end",
}
"""What people call each detail of a request, to end a sentence with."""


def _amended(facts: Facts) -> str:
    if "added" in facts:
        return f"asked for {facts['added']} more"
    names = [DETAIL_NAMES.get(name, name) for name in facts.get("changed", [])]
    return f"changed {', '.join(names)}"


_SENTENCES: dict[str, Callable[[Facts], str]] = {
    Action.REQUEST_DRAFTED: lambda f: "started the request",
    Action.REQUEST_SENT: lambda f: f"asked for help, lines: {f.get('lines', 0)}",
    Action.REQUEST_AMENDED: _amended,
    Action.NEED_COUNT_CHANGED: lambda f: (
        f"asks for {f.get('after')} × {f.get('position')} instead of {f.get('before')}"
    ),
    Action.REQUEST_CANCELLED: lambda f: f"cancelled the request: {f.get('reason', '')}",
    Action.REQUEST_CLOSED: lambda f: "closed the request",
    Action.NEED_UNABLE_TO_FILL: lambda f: (
        f"marked {f.get('position')} as unable to fill: {f.get('reason')}"
    ),
    Action.NEED_REOPENED: lambda f: f"opened {f.get('position')} again",
    Action.NEED_CANCELLED: lambda f: f"cancelled {f.get('count')} × {f.get('position')}",
    Action.MATCH_PROPOSED: lambda f: f"matched: {f.get('filled', 0)} could be filled",
    Action.OFFER_SENT: lambda f: f"asked {f.get('organization')} for {f.get('people')}",
    Action.OFFER_LINK_MAILED: lambda f: f"mailed the {f.get('office')} of {f.get('organization')}",
    Action.OFFER_TERMS_ACCEPTED: lambda f: (
        f"accepted the non-disclosure terms for {f.get('organization')}"
    ),
    Action.OFFER_ACCEPTED: lambda f: f"accepted for {f.get('organization')}: {f.get('units')}",
    Action.OFFER_PROVISIONAL: lambda f: (
        f"answered provisionally for {f.get('organization')}: {f.get('condition')}"
    ),
    Action.OFFER_DECLINED: lambda f: f"declined for {f.get('organization')}",
    Action.OFFER_LAPSED: lambda f: f"had no answer from {f.get('organization')} in time",
    Action.OFFER_WITHDRAWN: lambda f: f"withdrew the offer to {f.get('organization')}",
    Action.COMMITMENT_BOUND: lambda f: f"bound the commitment with {f.get('organization')}",
    Action.COMMITMENT_CANCELLED: lambda f: (
        f"turned down {f.get('organization')}: {f.get('reason')}"
    ),
    Action.COMMITMENT_RELEASED: lambda f: (
        f"released the people of {f.get('organization')}: {f.get('reason')}"
    ),
    Action.COMMITMENT_RECALLED: lambda f: (
        f"recalled the people of {f.get('organization')}: {f.get('reason')}"
    ),
    Action.MISSION_ORDERED: lambda f: f"issued mission order {f.get('number')}",
    Action.MISSION_ORDER_REISSUED: lambda f: (
        f"issued revision {f.get('revision')} of mission order {f.get('number')}"
    ),
    Action.MISSION_ORDER_READ: lambda f: f"opened mission order {f.get('number')}",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline."""

    at: datetime
    who: str
    did: str


def story_of(request: Request, actor: Actor) -> list[Moment]:
    """Oldest first. A lender sees the request's events and its own, not other lenders'."""
    return [
        _moment(event) for event in timeline(request.pk, organization_ids=_sees(request, actor))
    ]


def _sees(request: Request, actor: Actor) -> frozenset[Any] | None:
    own = actor.organizations_with(Duty.REPRESENT, Duty.CONTACT)
    if actor.coordinates or actor.audits or request.incident.organization_id in own:
        return None
    return actor.organizations_with()


def _moment(event: AuditEvent) -> Moment:
    sentence = _SENTENCES.get(event.action)
    return Moment(
        at=event.occurred_at,
        who=event.actor_name,
        did=sentence(event.facts) if sentence else event.action,
    )
