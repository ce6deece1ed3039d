"""Binding both sides, ordering the mission, and letting go again."""

from __future__ import annotations

from muster.aid.actions import Action
from muster.aid.job_names import JobName
from muster.aid.models import Commitment, Mission
from muster.aid.policies import may_accept_commitment, may_recall, may_release
from muster.aid.queries.cover import missing_acts_now
from muster.aid.services.committing import let_go, mark_filled
from muster.aid.services.missions import order_mission
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty
from muster.authz.decisions import require
from muster.domain import lifecycle
from muster.domain.failures import Conflict, Invalid
from muster.domain.lifecycle import CommitmentStatus, MissionStatus
from muster.jobs.queue import enqueue


@use_case
def accept_commitment(*, actor: Actor, commitment: Commitment) -> Mission:
    """Section III: the requesting organization binds itself, and the mission is ordered.

    Raises Conflict when an act of any person's legal path is missing at this moment; nothing is
    bound then.
    """
    locked = _locked(commitment)
    require(may_accept_commitment(actor, locked))
    lifecycle.COMMITMENT.require(locked.status, CommitmentStatus.BOUND)
    missing = missing_acts_now(locked, at=actor.at)
    if missing:
        raise Conflict(
            "No mission order yet: " + "; ".join(missing) + ".",
            "Once that is on record, sign again. The people stay held for you meanwhile.",
        )
    standing = actor.holding(Duty.REPRESENT, locked.offer.request.incident.organization_id)
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
    )
    mission = order_mission(actor=actor, commitment=locked)
    enqueue(JobName.MAIL_MISSION_ORDER, mission_id=str(mission.pk))
    return mission


@use_case
def turn_down_commitment(*, actor: Actor, commitment: Commitment, reason: str) -> Commitment:
    """The requesting side does not take what was offered; the people are free again."""
    locked = _locked(commitment)
    require(may_accept_commitment(actor, locked))
    return _end(locked, actor, CommitmentStatus.CANCELLED, Action.COMMITMENT_CANCELLED, reason)


@use_case
def release(*, actor: Actor, commitment: Commitment, reason: str) -> Commitment:
    """The requesting side lets people go home."""
    locked = _locked(commitment)
    require(may_release(actor, locked))
    return _end(locked, actor, CommitmentStatus.RELEASED, Action.COMMITMENT_RELEASED, reason)


@use_case
def recall(*, actor: Actor, commitment: Commitment, reason: str) -> Commitment:
    """The assisting side takes its people back; the next best is proposed."""
    locked = _locked(commitment)
    require(may_recall(actor, locked))
    ended = _end(locked, actor, CommitmentStatus.RECALLED, Action.COMMITMENT_RECALLED, reason)
    enqueue(JobName.MAIL_RECALL, commitment_id=str(ended.pk))
    enqueue(JobName.PROPOSE_NEXT_BEST, request_id=str(ended.offer.request_id))
    return ended


def _end(
    commitment: Commitment, actor: Actor, status: CommitmentStatus, action: Action, reason: str
) -> Commitment:
    lifecycle.COMMITMENT.require(commitment.status, status)
    if not reason.strip():
        raise Invalid("Say why, in a few words.", fields={"reason": "Say why, in a few words."})
    commitment.status = status
    commitment.ended_at = actor.at
    commitment.end_reason = reason.strip()[:2000]
    commitment.save()
    let_go(commitment)
    mission = Mission.objects.filter(commitment=commitment).first()
    if mission:
        mission.status = (
            MissionStatus.RECALLED
            if status is CommitmentStatus.RECALLED
            else MissionStatus.RELEASED
        )
        mission.save(update_fields=["status"])
    record(
        actor=actor,
        action=action,
        subject=commitment,
        about=commitment.offer.request_id,
        facts={"organization": commitment.offer.organization.name, "reason": reason.strip()},
        organization_id=commitment.offer.organization_id,
    )
    return commitment


def _locked(commitment: Commitment) -> Commitment:
    found = (
        Commitment.objects.select_for_update(of=("self",))
        .select_related(
            "offer__organization",
            "offer__answered_by",
            "offer__request__incident__organization__jurisdiction",
            "offer__request__signed_by",
        )
        .filter(pk=commitment.pk)
        .first()
    )
    if found is None:
        raise Conflict("This commitment no longer exists.", "Reload the page.")
    return found
