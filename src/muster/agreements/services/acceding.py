"""Joining agreements, and accepting what they are amended to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.agreements.actions import Action
from muster.agreements.job_names import JobName
from muster.agreements.models import (
    Acceptance,
    Agreement,
    AgreementVersion,
    Party,
    VersionStatus,
)
from muster.agreements.policies import may_accede, may_sign_act
from muster.agreements.queries.versions import binding, latest_or_refuse, terms_of
from muster.agreements.services.signing import require_in_force
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Authority
from muster.authz.decisions import require
from muster.directory.models import Organization
from muster.domain.failures import Conflict
from muster.jobs.queue import enqueue


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, in which office, and when; on paper that may be before it is recorded."""

    name: str
    office_id: UUID | None
    signed_at: datetime


@use_case
def accede(
    *,
    actor: Actor,
    agreement: Agreement,
    organization: Organization,
    exercise: bool = False,
    read: int | None = None,
) -> Party:
    """Join an agreement for an organization, until withdrawal; in an exercise, for exercises.

    `read` is the number of the version the signer had before the eyes; without it the latest
    one is meant. It binds from now on, or from the first day of its term.
    """
    require(may_accede(actor, agreement, organization))
    version = locked_version(latest_or_refuse(agreement))
    if read is not None and read != version.number:
        raise _another_text(agreement, read)
    standing = actor.empowered(Authority.SIGN, organization.pk)
    signature = Signature(actor.name, standing.office_id if standing else None, actor.at)
    acceptance = join(actor, version, organization, signature, exercise=exercise)
    enqueue(JobName.SEAL_ACCEPTANCE, acceptance_id=str(acceptance.pk))
    party = acceptance.party
    record(
        actor=actor,
        action=Action.PARTY_ACCEDED,
        subject=party,
        facts={"agreement": agreement.name, "version": version.number, "exercise": exercise},
        organization_id=organization.pk,
    )
    return party


@use_case
def accept_amendment(*, actor: Actor, party: Party, version: AgreementVersion) -> Acceptance:
    """A party lets a later version bind it too, toward everybody who has accepted it as well."""
    organization, agreement = party.organization, party.agreement
    require(may_sign_act(actor, agreement, organization))
    require_in_force(agreement, actor)
    locked = locked_version(version)
    if locked.agreement_id != agreement.pk or not _stands(party, actor):
        raise Conflict(
            f"{organization} is not a party of {agreement.name} now.", "It has to join first."
        )
    _require_term(locked, actor)
    bound = binding(party, at=actor.at)
    if bound is not None and bound.number >= locked.number:
        raise Conflict(
            f"{organization} has accepted version {bound.number} already.", "Nothing to do."
        )
    try:
        with transaction.atomic():
            acceptance = _accept(actor, party, locked, _signature(actor, party))
    except IntegrityError as error:
        raise Conflict(
            f"{organization} has accepted version {locked.number} already.", "Nothing to do."
        ) from error
    record(
        actor=actor,
        action=Action.AMENDMENT_ACCEPTED,
        subject=acceptance,
        facts={
            "agreement": agreement.name,
            "version": locked.number,
            "before": bound.number if bound else None,
        },
        organization_id=organization.pk,
    )
    enqueue(JobName.SEAL_ACCEPTANCE, acceptance_id=str(acceptance.pk))
    return acceptance


def join(
    actor: Actor,
    version: AgreementVersion,
    organization: Organization,
    signature: Signature,
    *,
    exercise: bool,
) -> Acceptance:
    """A new party under a locked version, inside the use case that says who signed."""
    _require_term(version, actor)
    agreement = version.agreement
    already = Conflict(f"{organization} is a party already.", "Nothing to do.")
    now = agreement.parties.filter(organization=organization, during__contains=actor.at)
    if exercise and now.exists():
        raise already
    may_request, may_assist = _sides(agreement, version, organization)
    try:
        with transaction.atomic():
            party = Party.objects.create(
                agreement=agreement,
                organization=organization,
                during=DateTimeTZRange(actor.at, None),
                may_request=may_request,
                may_assist=may_assist,
                signed_by_id=signature.office_id,
                reference=f"acceded {actor.at:%Y-%m-%d}",
                exercise=exercise,
            )
    except IntegrityError as error:
        raise already from error
    return _accept(actor, party, version, signature)


def _signature(actor: Actor, party: Party) -> Signature:
    standing = actor.empowered(Authority.SIGN, party.organization_id)
    return Signature(actor.name, standing.office_id if standing else None, actor.at)


def _accept(
    actor: Actor, party: Party, version: AgreementVersion, signature: Signature
) -> Acceptance:
    begins = version.term.lower if version.term else None
    return Acceptance.objects.create(
        party=party,
        version=version,
        effective=max(actor.at, begins) if begins else actor.at,
        accepted_at=signature.signed_at,
        accepted_by_id=signature.office_id,
        signer_name=signature.name[:200],
    )


def locked_version(version: AgreementVersion) -> AgreementVersion:
    """The version as it is now; nobody withdraws it before this transaction ends."""
    return (
        AgreementVersion.objects.select_for_update(no_key=True, of=("self",))
        .select_related("agreement")
        .get(pk=version.pk)
    )


def _require_term(version: AgreementVersion, actor: Actor) -> None:
    name = f"Version {version.number} of {version.agreement.name}"
    if version.status == VersionStatus.WITHDRAWN:
        raise Conflict(f"{name} was withdrawn.", "Read the one that stands, and sign that.")
    if version.status != VersionStatus.PROPOSED:
        raise Conflict(f"{name} is a draft.", "Wait until it is put before the parties.")
    ends = version.term.upper if version.term else None
    if ends is not None and ends <= actor.at:
        raise Conflict(f"The term of {name[0].lower()}{name[1:]} is over.", "Ask for a new one.")


def _another_text(agreement: Agreement, read: int) -> Conflict:
    was = agreement.versions.filter(number=read).first()
    fate = "was withdrawn" if was and was.status == VersionStatus.WITHDRAWN else "was replaced"
    return Conflict(
        f"Version {read} of {agreement.name} {fate} since you opened this page.",
        "Read the version that stands now, and sign that.",
    )


def _stands(party: Party, actor: Actor) -> bool:
    return Party.objects.filter(pk=party.pk, during__contains=actor.at).exists()


def _sides(
    agreement: Agreement, version: AgreementVersion, organization: Organization
) -> tuple[bool, bool]:
    """Whether it may ask and may assist: as it was invited, else as the text says."""
    invited = agreement.invitations.filter(organization=organization).first()
    if invited:
        return invited.may_request, invited.may_assist
    return True, not terms_of(version).program_sends
