"""Ordering a mission: the number, the paper, and the code that verifies it."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from muster.agreements.queries import window_of
from muster.aid.actions import Action
from muster.aid.models import Commitment, Mission, MissionOrder, OfferLine
from muster.aid.models.numbers import next_number
from muster.aid.papers.mission_order import (
    Deployed,
    MissionOrderContent,
    Rule,
    SectionSignature,
    render_mission_order,
)
from muster.aid.queries.cover import paths_now
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.directory.models import Office
from muster.domain.coverage import LegalPath, PathStanding
from muster.domain.failures import Conflict
from muster.domain.positions import CREDENTIAL_LEVEL_NAMES, CredentialLevel
from muster.domain.tlp import Label
from muster.domain.windows import Window

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letter or digit that is mistaken for another on paper or on the phone."""


@use_case
def order_mission(*, actor: Actor, commitment: Commitment) -> Mission:
    """Number the mission of a bound commitment and issue its order.

    Raises Conflict when any person's legal path is not complete; nothing is written then.
    """
    paths = paths_now(commitment, at=actor.at)
    complete = [(line, path) for line, path in paths if path and _is_complete(path)]
    if not complete or len(complete) != len(paths):
        raise Conflict(
            "No mission order without every act of its legal path.",
            "Open the commitment to see what is missing and who can supply it.",
        )
    mission = Mission.objects.create(
        number=next_number("M", actor.at.year), commitment=commitment, created_at=actor.at
    )
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(12))
    content = _content(mission, complete, actor.at, code)
    pdf = render_mission_order(content)
    MissionOrder.objects.create(
        mission=mission,
        issued_at=actor.at,
        code=code,
        content={
            "people": [vars_of(person) for person in content.people],
            "kit": list(content.kit),
            "where_to_report": content.where_to_report,
        },
        acts=[
            {"instrument": path.instrument_name, "satisfied": list(path.satisfied)}
            for path in _distinct(complete)
        ],
        pdf=pdf,
        pdf_digest=hashlib.sha256(pdf).hexdigest(),
    )
    record(
        actor=actor,
        action=Action.MISSION_ORDERED,
        subject=mission,
        about=commitment.offer.request_id,
        facts={"number": mission.number, "organization": commitment.offer.organization.name},
        organization_id=commitment.offer.organization_id,
        acting_for=commitment.offer.request.incident.organization_id,
    )
    return mission


@use_case
def read_mission_order(*, actor: Actor, mission: Mission) -> MissionOrder:
    """Hand out the paper and note who took it."""
    order = MissionOrder.objects.get(mission=mission)
    record(
        actor=actor,
        action=Action.MISSION_ORDER_READ,
        subject=mission,
        about=mission.commitment.offer.request_id,
        facts={"number": mission.number},
        organization_id=mission.commitment.offer.organization_id,
    )
    return order


def vars_of(person: Deployed) -> dict[str, str]:
    return {"name": person.name, "position": person.position, "level": person.level}


def _is_complete(path: LegalPath) -> bool:
    return path.standing is PathStanding.COMPLETE


def _distinct(complete: list[tuple[OfferLine, LegalPath]]) -> list[LegalPath]:
    return list({path.instrument_id: path for _, path in complete}.values())


def _content(
    mission: Mission, complete: list[tuple[OfferLine, LegalPath]], now: datetime, code: str
) -> MissionOrderContent:
    offer = mission.commitment.offer
    request = offer.request
    lines = [line for line, _ in complete]
    paths = _distinct(complete)
    return MissionOrderContent(
        number=mission.number,
        exercise=request.incident.exercise,
        synthetic=any(line.responder and line.responder.synthetic for line in lines),
        issued_at=now,
        requesting_organization=request.organization.name,
        assisting_organization=offer.organization.name,
        county=request.organization.county,
        where_to_report=request.where_to_report or "Remote; call the number below",
        report_contact=request.call_back_name or request.signer_name,
        call_back_number=request.call_back_number,
        window=Window(
            min(window_of(line.need.during).start for line in lines),
            max(window_of(line.need.during).end for line in lines),
        ),
        time_zone=settings.TIME_ZONE,
        mode=_mode(lines),
        people=tuple(_deployed(line) for line in lines if line.responder),
        kit=_kit(lines),
        instrument=Rule(
            "; ".join(path.instrument_name for path in paths),
            "; ".join(path.citation for path in paths),
        ),
        acts_satisfied=tuple(dict.fromkeys(act for path in paths for act in path.satisfied)),
        cost_rule=Rule(
            " ".join(dict.fromkeys(str(path.cost_rule) for path in paths)),
            "; ".join(dict.fromkeys(path.cost_rule.citation for path in paths)),
        ),
        tlp=Label(request.tlp),
        request=_signature(request.signer_name, request.signed_by, request.opened_at),
        offer=_signature(offer.answerer_name, offer.answered_by, offer.answered_at),
        acceptance=_signature(
            mission.commitment.accepter_name,
            mission.commitment.accepted_by,
            mission.commitment.accepted_at,
        ),
        verification_address=f"{settings.ORIGIN}{reverse('aid:verify', args=[code])}",
        verification_code=code,
    )


def _mode(lines: list[OfferLine]) -> str:
    remote = {line.remote for line in lines}
    if remote == {True}:
        return "Remote"
    return "On site" if remote == {False} else "On site and remote"


def _deployed(line: OfferLine) -> Deployed:
    name = line.responder.name if line.responder else ""
    return Deployed(
        name=name,
        position=line.need.job.title,
        level=CREDENTIAL_LEVEL_NAMES[CredentialLevel(line.level)],
    )


def _kit(lines: list[OfferLine]) -> tuple[str, ...]:
    stock: Counter[str] = Counter()
    for line in lines:
        if line.kit:
            stock[line.need.job.plural] += line.units
    return tuple(f"{units} {name}" for name, units in sorted(stock.items()))


def _signature(
    name: str, office: Office | None, signed_at: datetime | None
) -> SectionSignature | None:
    if office is None or signed_at is None:
        return None
    return SectionSignature(
        name=name,
        office=office.title,
        organization=office.organization.name,
        signed_at=signed_at,
    )
