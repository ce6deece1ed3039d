"""Revoking a proof, and reminding an organization before its proof ends."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.utils import timezone

from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty, hub_itself
from muster.authz.decisions import require
from muster.directory.actions import Action
from muster.directory.job_names import JobName
from muster.directory.models import AffiliationProof
from muster.directory.policies import may_revoke_proof
from muster.directory.queries.affiliation import standing_proofs
from muster.directory.queries.offices import current_tenures, representatives
from muster.directory.services.joining.asking import renewal_of
from muster.domain.affiliation import due_reminder
from muster.domain.failures import Conflict, Failure
from muster.domain.reasons import required_reason
from muster.jobs.queue import enqueue


@use_case
def revoke_proof(*, actor: Actor, proof: AffiliationProof, reason: str) -> AffiliationProof:
    """It counts for nothing from now on. Offices, tenures and promises stay as they are."""
    require(may_revoke_proof(actor))
    standing = actor.holding(Duty.COORDINATE)
    locked = AffiliationProof.objects.select_for_update(no_key=True, of=("self",)).get(pk=proof.pk)
    if locked.revoked_at or standing is None:
        raise Conflict("This proof is revoked already.", "There is nothing left to do.")
    locked.revoked_why = required_reason(reason)
    locked.revoked_at = actor.at
    locked.revoked_by_id = standing.office_id
    locked.save()
    record(
        actor=actor,
        action=Action.AFFILIATION_REVOKED,
        subject=locked,
        about=locked.request_id,
        facts={"way": locked.way, "reason": locked.revoked_why},
        organization_id=locked.organization_id,
    )
    return locked


def remind_of_ends(*, at: datetime) -> int:
    """Send the reminders that are due; answers how many. One that fails stops no other."""
    sent = 0
    today = timezone.localdate(at)
    for proof in standing_proofs():
        if due_reminder(proof.expires_on, today, proof.reminded) is not None:
            with suppress(Failure):
                sent += remind(proof=proof, at=at)
    return sent


@use_case
def remind(*, proof: AffiliationProof, at: datetime) -> bool:
    """Mail the organization's representatives, or the hub where it has none, once per step."""
    locked = AffiliationProof.objects.select_for_update(no_key=True, of=("self",)).get(pk=proof.pk)
    due = due_reminder(locked.expires_on, timezone.localdate(at), locked.reminded)
    if due is None or locked.revoked_at:
        return False
    actor = hub_itself(at)
    locked.reminded = due
    locked.save(update_fields=["reminded"])
    offices = list(representatives(locked.organization_id, at=at))
    for office in offices:
        for tenure in current_tenures(office.pk, at=at)[:1]:
            request, _ = renewal_of(actor=actor, office=tenure.office, person=tenure.person)
            enqueue(JobName.MAIL_REMINDER, proof_id=str(locked.pk), request_id=str(request.pk))
    if not offices:
        enqueue(JobName.MAIL_REMINDER, proof_id=str(locked.pk), request_id="")
    record(
        actor=actor,
        action=Action.AFFILIATION_REMINDED,
        subject=locked,
        about=locked.request_id,
        facts={"days_before": due},
        organization_id=locked.organization_id,
    )
    return True
