"""Putting a text before the parties, inviting them, and taking a text back nobody accepted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.agreements.actions import Action
from muster.agreements.job_names import JobName
from muster.agreements.models import (
    Agreement,
    AgreementVersion,
    Invitation,
    VersionStatus,
)
from muster.agreements.policies import may_draft, may_propose
from muster.agreements.queries.versions import terms_of
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Authority, Duty
from muster.authz.decisions import require
from muster.directory.models import Organization
from muster.domain.drafting.meaning import NoMeaning, Terms
from muster.domain.failures import Conflict, Invalid
from muster.domain.reasons import required_reason
from muster.domain.renewal import years_later
from muster.jobs.queue import enqueue

FARTHEST_START = timedelta(days=2 * 365)


@use_case
def invite(
    *,
    actor: Actor,
    agreement: Agreement,
    organization: Organization,
    may_request: bool = True,
    may_assist: bool = True,
) -> Invitation:
    """Ask an organization to become a party, and let it read the drafts."""
    require(may_draft(actor, agreement))
    if organization.member_since is None:
        raise Invalid(
            f"{organization} has not joined the hub, so nobody there could sign.",
            "Ask it to join first.",
        )
    if not may_request and not may_assist:
        raise Invalid("A party asks, or assists, or both.", "Choose at least one.")
    made, is_new = Invitation.objects.get_or_create(
        agreement=agreement,
        organization=organization,
        defaults={
            "may_request": may_request,
            "may_assist": may_assist,
            "invited_at": actor.at,
        },
    )
    if not is_new and (made.may_request, made.may_assist) == (may_request, may_assist):
        return made
    made.may_request, made.may_assist = may_request, may_assist
    made.save(update_fields=["may_request", "may_assist"])
    record(
        actor=actor,
        action=Action.ORGANIZATION_INVITED,
        subject=made,
        facts={
            "agreement": agreement.name,
            "organization": organization.name,
            "may_request": may_request,
            "may_assist": may_assist,
        },
        organization_id=organization.pk,
    )
    return made


@use_case
def take_back_invitation(*, actor: Actor, invitation: Invitation) -> None:
    """An organization is not asked any more; one that signed stays a party."""
    require(may_draft(actor, invitation.agreement))
    record(
        actor=actor,
        action=Action.INVITATION_TAKEN_BACK,
        subject=invitation,
        facts={
            "agreement": invitation.agreement.name,
            "organization": invitation.organization.name,
        },
        organization_id=invitation.organization_id,
    )
    invitation.delete()


@use_case
def propose(
    *,
    actor: Actor,
    version: AgreementVersion,
    seen: int,
    effective: datetime | None = None,
) -> AgreementVersion:
    """Put a draft before the parties. From then on it can be accepted and never changes.

    It can bind from `effective` on, or from now; its term follows from its own clauses.
    """
    agreement = version.agreement
    require(may_propose(actor, agreement))
    begins = effective or actor.at
    if not actor.at <= begins <= actor.at + FARTHEST_START:
        sentence = "Choose a day from today on, within two years."
        raise Invalid("Some answers need another look.", fields={"effective": sentence})
    Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    locked = AgreementVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    locked.agreement = agreement
    if locked.status != VersionStatus.DRAFT:
        raise Conflict(f"Version {locked.number} stands before the parties already.", "Reload.")
    if locked.revision != seen:
        raise Conflict(
            "Somebody changed this draft since you read it.", "Read it again, then propose it."
        )
    terms = _terms(locked)
    _require_somebody(agreement, terms)
    steward = agreement.steward_id
    binding = actor.empowered(Authority.SIGN, steward) if steward else None
    standing = binding or actor.holding(Duty.COORDINATE)
    locked.status = VersionStatus.PROPOSED
    locked.term = DateTimeTZRange(begins, _end(begins, terms))
    locked.proposed_at = actor.at
    locked.proposed_by_id = standing.office_id if standing else None
    locked.save(update_fields=["status", "term", "proposed_at", "proposed_by"])
    if agreement.in_force is None:
        agreement.in_force = DateTimeTZRange(begins, None)
        agreement.save(update_fields=["in_force"])
    record(
        actor=actor,
        action=Action.VERSION_PROPOSED,
        subject=locked,
        facts={
            "agreement": agreement.name,
            "version": locked.number,
            "effective": begins.isoformat(),
        },
        organization_id=agreement.steward_id,
    )
    enqueue(JobName.MAIL_PROPOSED, version_id=str(locked.pk))
    return locked


@use_case
def withdraw_version(*, actor: Actor, version: AgreementVersion, reason: str) -> AgreementVersion:
    """Take a text back that nobody has accepted yet."""
    agreement = version.agreement
    require(may_propose(actor, agreement))
    why = required_reason(reason)
    locked = AgreementVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    if locked.status != VersionStatus.PROPOSED:
        raise Conflict(f"Version {locked.number} does not stand before the parties.", "Reload.")
    bound = locked.acceptances.count()
    if bound:
        raise Conflict(
            f"Version {locked.number} binds {bound} {'party' if bound == 1 else 'parties'}.",
            "Propose another version; parties move to it by accepting it.",
        )
    locked.status = VersionStatus.WITHDRAWN
    locked.withdrawn_at, locked.withdrawal_reason = actor.at, why
    locked.save(update_fields=["status", "withdrawn_at", "withdrawal_reason"])
    if not agreement.versions.filter(status=VersionStatus.PROPOSED).exists():
        agreement.in_force = None
        agreement.save(update_fields=["in_force"])
    record(
        actor=actor,
        action=Action.VERSION_WITHDRAWN,
        subject=locked,
        facts={"agreement": agreement.name, "version": locked.number, "reason": why},
        organization_id=agreement.steward_id,
    )
    return locked


def _terms(version: AgreementVersion) -> Terms:
    try:
        return terms_of(version)
    except NoMeaning as why:
        raise Invalid(" ".join(why.sentences), "Change the draft first.") from why


def _require_somebody(agreement: Agreement, terms: Terms) -> None:
    """Where nobody joins by signing alone, the parties have to be named."""
    if terms.open_to_accession or agreement.parties.exists():
        return
    if agreement.invitations.count() <= 1:
        raise Invalid(
            "Nobody joins this agreement by signing alone, and fewer than two are invited.",
            "Invite the parties first.",
        )


def _end(begins: datetime, terms: Terms) -> datetime | None:
    if terms.evergreen or terms.standing:
        return None
    return years_later(begins, terms.years)
