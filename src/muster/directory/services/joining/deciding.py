"""What ends a request without a proof, and the consent of the organization's representative."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty, hub_itself
from muster.authz.decisions import Decision, require
from muster.directory.actions import Action
from muster.directory.job_names import JobName
from muster.directory.models import AffiliationProof, JoiningRequest, Office, Organization
from muster.directory.policies import may_consent, may_handle_joining
from muster.directory.queries.joining import KEPT_OPEN, RENEWAL_KEPT_OPEN, UNCONFIRMED_KEPT
from muster.directory.services.joining.admitting import Evidence, admit
from muster.directory.services.joining.locking import applicant, locked_open
from muster.domain.failures import Conflict
from muster.domain.reasons import required_reason
from muster.jobs.queue import enqueue

Status = JoiningRequest.Status


@use_case
def agree(*, actor: Actor, request: JoiningRequest) -> AffiliationProof:
    """The organization's representative takes the applicant into the office."""
    require(may_consent(actor, request))
    locked = locked_open(request)
    if locked.renews_id:
        raise Conflict(
            "Nobody agrees to one's own renewal.", "Prove it by mail, a code, or two members."
        )
    standing = actor.holding(Duty.REPRESENT, locked.organization_id)
    office = Office.objects.get(pk=standing.office_id) if standing else None
    evidence = Evidence(AffiliationProof.Way.CONSENT, seen_by=office, seen_by_name=actor.name)
    proof = admit(actor=actor, locked=locked, evidence=evidence)
    if proof is None:
        raise Conflict("This could not be agreed to now.", "Reload the page.")
    return proof


@use_case
def refuse(*, actor: Actor, request: JoiningRequest, reason: str) -> JoiningRequest:
    """End it with a reason the applicant reads: by the coordinator or the own representative."""
    require(_may_refuse(actor, request))
    locked = locked_open(request)
    why = required_reason(reason)
    standing = actor.holding(Duty.COORDINATE) or actor.holding(
        Duty.REPRESENT, locked.organization_id
    )
    locked.closed_by_id = standing.office_id if standing else None
    _close(actor, locked, Status.REFUSED, why, Action.JOINING_REFUSED)
    enqueue(JobName.MAIL_REFUSED, request_id=str(locked.pk))
    return locked


@use_case
def withdraw(*, visitor: Actor, request: JoiningRequest) -> JoiningRequest:
    """The applicant takes it back."""
    locked = locked_open(request)
    _close(applicant(visitor, locked), locked, Status.WITHDRAWN, "", Action.JOINING_WITHDRAWN)
    return locked


def lapse_old(*, at: datetime) -> int:
    """End what nobody went on with; answers how many. Each in a transaction of its own."""
    old = JoiningRequest.objects.filter(status=Status.OPEN).filter(
        Q(mail_confirmed_at=None, asked_at__lt=at - UNCONFIRMED_KEPT)
        | Q(renews=None, asked_at__lt=at - KEPT_OPEN)
        | Q(asked_at__lt=at - RENEWAL_KEPT_OPEN)
    )
    return sum(_lapse(request=one, at=at) for one in old)


@use_case
def _lapse(*, request: JoiningRequest, at: datetime) -> bool:
    try:
        locked = locked_open(request)
    except Conflict:
        return False
    _close(hub_itself(at), locked, Status.EXPIRED, "", Action.JOINING_LAPSED)
    return True


def lapse_all_of(*, actor: Actor, organization: Organization, reason: str) -> int:
    """End what is open about an organization that ceased. For use cases only."""
    waiting = organization.joining_requests.filter(status=Status.OPEN).order_by("pk")
    for request in waiting:
        _close(actor, locked_open(request), Status.EXPIRED, reason, Action.JOINING_LAPSED)
    return len(waiting)


def _may_refuse(actor: Actor, request: JoiningRequest) -> Decision:
    own = may_consent(actor, request)
    return own if own else may_handle_joining(actor)


def _close(
    actor: Actor, locked: JoiningRequest, status: Status, reason: str, action: Action
) -> None:
    locked.status = status
    locked.closed_at = actor.at
    locked.close_reason = reason
    locked.closer_name = actor.name[:200]
    locked.save()
    locked.codes.filter(used_at=None, ended_at=None).update(ended_at=actor.at)
    record(
        actor=actor,
        action=action,
        subject=locked,
        about=locked.pk,
        facts={"reason": reason} if reason else {},
        organization_id=locked.organization_id,
    )
