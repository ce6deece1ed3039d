"""Which ends of terms and papers are to be announced now; each is announced once per distance."""

from __future__ import annotations

from collections.abc import Iterator

from muster.agreements.actions import Action
from muster.agreements.job_names import JobName
from muster.agreements.models import (
    Agreement,
    AgreementVersion,
    SignedAct,
    TermReminder,
    VersionStatus,
)
from muster.agreements.queries.turns import turn_of
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.domain.renewal import Turn, reminder_due
from muster.jobs.queue import enqueue


@use_case
def note_turn(*, actor: Actor, version: AgreementVersion, turn: Turn) -> bool:
    """Have the parties reminded; False when they were already, or need not be yet."""
    agreement = version.agreement
    days = reminder_due(turn.last_day, actor.at)
    if days is None:
        return False
    _, is_new = TermReminder.objects.get_or_create(
        agreement=agreement,
        organization=None,
        ends_at=turn.last_day,
        days=days,
        defaults={"sent_at": actor.at},
    )
    if is_new:
        record(
            actor=actor,
            action=Action.TERM_REMINDED,
            subject=agreement,
            facts={"agreement": agreement.name, "days": days, "renews": turn.renews},
            organization_id=agreement.steward_id,
        )
        enqueue(JobName.MAIL_TERM_AHEAD, version_id=str(version.pk))
    return is_new


@use_case
def note_paper(*, actor: Actor, act: SignedAct) -> bool:
    """The same for a paper of one organization."""
    days = reminder_due(act.during.upper, actor.at) if act.during.upper else None
    if days is None or _signed_again(act):
        return False
    _, is_new = TermReminder.objects.get_or_create(
        agreement=act.agreement,
        organization=act.organization,
        ends_at=act.during.upper,
        days=days,
        defaults={"sent_at": actor.at},
    )
    if is_new:
        record(
            actor=actor,
            action=Action.TERM_REMINDED,
            subject=act,
            facts={"agreement": act.agreement.name, "act": act.kind, "days": days},
            organization_id=act.organization_id,
        )
        enqueue(JobName.MAIL_PAPER_ENDS, act_id=str(act.pk))
    return is_new


def turns_ahead(actor: Actor) -> Iterator[tuple[AgreementVersion, Turn]]:
    """Versions that bind somebody now, each with its next turn."""
    for agreement in Agreement.objects.filter(in_force__contains=actor.at).order_by("pk"):
        for version in agreement.versions.filter(
            status=VersionStatus.PROPOSED, acceptances__party__during__contains=actor.at
        ).distinct():
            version.agreement = agreement
            turn = turn_of(version, at=actor.at)
            if turn is not None:
                yield version, turn


def _signed_again(act: SignedAct) -> bool:
    return SignedAct.objects.filter(
        agreement=act.agreement,
        organization=act.organization,
        kind=act.kind,
        exercise=act.exercise,
        during__contains=act.during.upper,
        withdrawn_at=None,
    ).exists()
