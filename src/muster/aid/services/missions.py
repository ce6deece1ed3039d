"""Ordering a mission: the number, the paper, and the code that verifies it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

from muster.aid.actions import Action
from muster.aid.job_names import JobName
from muster.aid.models import Commitment, Mission, MissionOrder, ReplacedOrder
from muster.aid.models.numbers import next_number
from muster.aid.papers.mission_order import Deployed, render_mission_order
from muster.aid.queries.cover import paths_now
from muster.aid.services.order_content import Complete, distinct_paths, order_content
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.documents.seals.ring import sealed_if_possible
from muster.domain.coverage import PathStanding
from muster.domain.failures import Conflict
from muster.jobs.queue import enqueue

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letter or digit that is mistaken for another on paper or on the phone."""


@use_case
def order_mission(*, actor: Actor, commitment: Commitment) -> Mission:
    """Number the mission of a bound commitment and issue its order.

    Raises Conflict when any person's legal path is not complete; nothing is written then.
    """
    complete = _complete(commitment, at=actor.at)
    if complete is None:
        raise Conflict(
            "No mission order without every act of its legal path.",
            "Open the commitment to see what is missing and who can supply it.",
        )
    mission = Mission.objects.create(
        number=next_number("M", actor.at.year), commitment=commitment, created_at=actor.at
    )
    paper = _paper(actor, mission, complete, revision=1)
    MissionOrder.objects.create(mission=mission, **paper)
    _note(actor, mission, Action.MISSION_ORDERED, **_proof(paper))
    enqueue(JobName.MAIL_MISSION_ORDER, mission_id=str(mission.pk))
    return mission


@use_case
def reissue_order(*, actor: Actor, mission: Mission) -> bool:
    """A new revision after the request's details changed; the old code says it is replaced.

    The new paper rests on the acts of now, else on those the mission was ordered on. When an act
    was withdrawn altogether there is no new paper: the old one is marked as out of date, and the
    answer is False. People under way are not stopped by a corrected telephone number.
    """
    order = MissionOrder.objects.select_for_update().get(mission=mission)
    complete = _complete(mission.commitment, at=actor.at) or _complete(
        mission.commitment, at=mission.created_at
    )
    if complete is None:
        order.outdated_at = actor.at
        order.save(update_fields=["outdated_at"])
        return False
    ReplacedOrder.objects.create(
        mission=mission,
        revision=order.revision,
        issued_at=order.issued_at,
        replaced_at=actor.at,
        code=order.code,
        pdf=order.pdf,
        pdf_digest=order.pdf_digest,
    )
    order.revision += 1
    order.outdated_at = None
    paper = _paper(actor, mission, complete, revision=order.revision)
    for name, value in paper.items():
        setattr(order, name, value)
    order.save()
    facts = {"revision": order.revision, **_proof(paper)}
    _note(actor, mission, Action.MISSION_ORDER_REISSUED, **facts)
    return True


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


def _complete(commitment: Commitment, *, at: datetime) -> Complete | None:
    """Every line with its complete path, or None when a single one lacks an act."""
    paths = paths_now(commitment, at=at)
    complete = [
        (line, path) for line, path in paths if path and path.standing is PathStanding.COMPLETE
    ]
    return complete if complete and len(complete) == len(paths) else None


def _paper(actor: Actor, mission: Mission, complete: Complete, *, revision: int) -> dict[str, Any]:
    """The fields of an order, the rendered paper among them."""
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(12))
    content = order_content(mission, complete, at=actor.at, code=code, revision=revision)
    reason = f"Mission order {mission.number}, revision {revision}"
    if content.exercise:
        reason = f"Exercise: {reason}"
    pdf, key_number = sealed_if_possible(render_mission_order(content), reason=reason)
    return {
        "issued_at": actor.at,
        "code": code,
        "content": {
            "people": [vars_of(person) for person in content.people],
            "kit": list(content.kit),
            "where_to_report": content.where_to_report,
            "sealed_with": key_number,
        },
        "acts": [
            {"instrument": path.instrument_name, "satisfied": list(path.satisfied)}
            for path in distinct_paths(complete)
        ],
        "pdf": pdf,
        "pdf_digest": hashlib.sha256(pdf).hexdigest(),
    }


def _proof(paper: dict[str, Any]) -> dict[str, Any]:
    """What the chain keeps of a paper: enough to know it again, should a key be stolen."""
    return {"sha256": paper["pdf_digest"], "sealed_with": paper["content"]["sealed_with"]}


def _note(actor: Actor, mission: Mission, action: Action, **facts: object) -> None:
    offer = mission.commitment.offer
    record(
        actor=actor,
        action=action,
        subject=mission,
        about=offer.request_id,
        facts={"number": mission.number, "organization": offer.organization.name, **facts},
        organization_id=offer.organization_id,
        acting_for=offer.request.incident.organization_id,
    )
