"""Binding both sides, ordering the mission, and letting go again."""

from __future__ import annotations

from datetime import datetime

from muster.aid.actions import Action
from muster.aid.job_names import JobName
from muster.aid.models import Commitment, Mission
from muster.aid.policies import may_accept_commitment, may_recall, may_release
from muster.aid.queries.cover import going, missing_acts_now
from muster.aid.services.committing import let_go, mark_filled, refuse_who_left
from muster.aid.services.locking import locked_commitment, require_open
from muster.aid.services.missions import order_mission
from muster.aid.services.offers.answering import propose_again
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Authority, hub_itself
from muster.authz.decisions import require
from muster.domain import lifecycle
from muster.domain.failures import Conflict
from muster.domain.lifecycle import CommitmentStatus, MissionStatus, NeedStatus
from muster.domain.reasons import required_reason
from muster.jobs.queue import enqueue

_MISSION_ENDS = {
    CommitmentStatus.RECALLED: MissionStatus.RECALLED,
    CommitmentStatus.RELEASED: MissionStatus.RELEASED,
}


@use_case
def accept_commitment(*, actor: Actor, commitment: Commitment) -> Mission:
    """Section III: the requesting organization binds itself, and the mission is ordered.

    Raises Conflict when an act of any person's legal path is missing at this moment, somebody
    has left, or the time is over; nothing is bound then.
    """
    locked = locked_commitment(commitment)
    require(may_accept_commitment(actor, locked))
    lifecycle.COMMITMENT.require(locked.status, CommitmentStatus.BOUND)
    require_open(locked.offer.request)
    _refuse_what_changed(locked, actor.at)
    standing = actor.empowered(Authority.REQUEST_AID, locked.offer.request.incident.organization_id)
    locked.status = CommitmentStatus.BOUND
    locked.accepted_at = actor.at
    locked.accepted_by_id = standing.office_id if standing else None
    locked.accepter_name = actor.name
    locked.save()
    mark_filled(locked)
    record(
        actor=actor,
        action=Action.COMMITMENT_BOUND,
        subject=locked,
        about=locked.offer.request_id,
        facts={"organization": locked.offer.organization.name},
        organization_id=locked.offer.organization_id,
        acting_for=locked.offer.request.incident.organization_id,
    )
    return order_mission(actor=actor, commitment=locked)


@use_case
def turn_down_commitment(*, actor: Actor, commitment: Commitment, reason: str) -> Commitment:
    """The requesting side does not take what was offered; the people are free again."""
    locked = locked_commitment(commitment)
    require(may_accept_commitment(actor, locked))
    end_commitment(actor, locked, CommitmentStatus.CANCELLED, required_reason(reason))
    return locked


@use_case
def release(*, actor: Actor, commitment: Commitment, reason: str) -> Commitment:
    """The requesting side lets people go home."""
    locked = locked_commitment(commitment)
    require(may_release(actor, locked))
    end_commitment(actor, locked, CommitmentStatus.RELEASED, required_reason(reason))
    return locked


@use_case
def recall(*, actor: Actor, commitment: Commitment, reason: str) -> Commitment:
    """The assisting side takes its people back; the next best is proposed."""
    locked = locked_commitment(commitment)
    require(may_recall(actor, locked))
    end_commitment(actor, locked, CommitmentStatus.RECALLED, required_reason(reason))
    propose_again(locked.offer)
    return locked


@use_case
def lapse_unsigned(*, at: datetime) -> int:
    """Free the people of commitments nobody signed in time; answers how many there were."""
    actor = hub_itself(at)
    due = list(
        Commitment.objects.filter(
            status=CommitmentStatus.AWAITING_ACCEPTANCE, sign_by__lte=at
        ).order_by("offer__request", "pk")
    )
    ended = 0
    for commitment in due:
        locked = locked_commitment(commitment)
        if locked.status == CommitmentStatus.AWAITING_ACCEPTANCE:
            end_commitment(
                actor, locked, CommitmentStatus.CANCELLED, "section III was not signed in time"
            )
            enqueue(JobName.MAIL_UNSIGNED, commitment_id=str(locked.pk))
            propose_again(locked.offer)
            ended += 1
    return ended


def end_commitment(
    actor: Actor, commitment: Commitment, status: CommitmentStatus, reason: str
) -> None:
    """End a locked commitment inside a use case: people free, mission ended, both sides told."""
    lifecycle.COMMITMENT.require(commitment.status, status)
    commitment.status = status
    commitment.ended_at = actor.at
    commitment.end_reason = reason
    commitment.save()
    let_go(commitment)
    mission = Mission.objects.filter(commitment=commitment).first()
    if mission:
        mission.status = _MISSION_ENDS[status]
        mission.save(update_fields=["status"])
    record(
        actor=actor,
        action=_ACTIONS[status],
        subject=commitment,
        about=commitment.offer.request_id,
        facts={"organization": commitment.offer.organization.name, "reason": reason},
        organization_id=commitment.offer.organization_id,
        acting_for=commitment.offer.organization_id
        if status is CommitmentStatus.RECALLED
        else commitment.offer.request.incident.organization_id,
    )
    told = JobName.MAIL_RECALL if status is CommitmentStatus.RECALLED else JobName.MAIL_ENDED
    enqueue(told, commitment_id=str(commitment.pk))


_ACTIONS = {
    CommitmentStatus.CANCELLED: Action.COMMITMENT_CANCELLED,
    CommitmentStatus.RELEASED: Action.COMMITMENT_RELEASED,
    CommitmentStatus.RECALLED: Action.COMMITMENT_RECALLED,
}


def _refuse_what_changed(commitment: Commitment, at: datetime) -> None:
    lines = list(going(commitment))
    refuse_who_left(lines)
    if any(line.need.status in {NeedStatus.CANCELLED, NeedStatus.UNABLE_TO_FILL} for line in lines):
        raise Conflict(
            "Part of what was asked for is cancelled by now.",
            "Turn this commitment down and ask for what you still need.",
        )
    if all(line.need.during.upper <= at for line in lines):
        raise Conflict(
            "The time these people were asked for is over.",
            "Turn this commitment down; ask anew if you still need help.",
        )
    missing = missing_acts_now(commitment, at=at)
    if missing:
        raise Conflict(
            "No mission order yet: " + "; ".join(missing) + ".",
            "Once that is on record, sign again. The people stay held for you meanwhile.",
        )
