"""What the first valid proof brings about: member, office, holder and proof, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from muster.accounts.models import Person
from muster.accounts.services import confirm_address
from muster.audit.recording import record
from muster.authz.actors import Actor, usual_authorities
from muster.directory.actions import Action
from muster.directory.job_names import JobName
from muster.directory.models import (
    JOINING_DUTIES,
    AffiliationProof,
    JoiningCode,
    JoiningRequest,
    Office,
    Organization,
    Tenure,
)
from muster.directory.queries.joining import needs_consent
from muster.directory.services.joining.locking import require_open
from muster.domain.affiliation import a_year_after
from muster.domain.failures import Conflict, Gone
from muster.jobs.queue import enqueue

Way = AffiliationProof.Way


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen, and in which office whoever saw it acted; none where the hub saw it."""

    way: Way
    seen_by: Office | None = None
    seen_by_name: str = "the hub"
    domain: str = ""
    code: JoiningCode | None = None
    vouchers: tuple[Office, Office] | None = None


def admit(*, actor: Actor, locked: JoiningRequest, evidence: Evidence) -> AffiliationProof | None:
    """Take the applicant in, inside a use case that holds the request's lock.

    None when the organization has come to have a representative, who is asked to agree instead.
    Raises Conflict when the address was not confirmed or the office is not free, Gone when whoever
    proves again has left the office.
    """
    organization = Organization.objects.select_for_update(no_key=True).get(
        pk=locked.organization_id
    )
    require_open(organization)
    if locked.mail_confirmed_at is None:
        raise Conflict(
            "The address given was not confirmed yet.",
            "Open the link that was mailed to it, then try again.",
        )
    if evidence.way != Way.CONSENT and needs_consent(locked, at=actor.at):
        ask_consent(actor=actor, locked=locked)
        return None
    office = _held(actor, locked, locked.renews) if locked.renews else None
    office = office or _seated(actor, locked, organization)
    proof = _proof(actor, locked, office, evidence)
    if organization.member_since is None:
        organization.member_since = timezone.localdate(actor.at)
        organization.save(update_fields=["member_since"])
        record(
            actor=actor,
            action=Action.ORGANIZATION_JOINED,
            subject=organization,
            about=locked.pk,
            facts={"organization": organization.name},
            organization_id=organization.pk,
        )
    _close(actor, locked)
    record(
        actor=actor,
        action=Action.AFFILIATION_PROVEN,
        subject=proof,
        about=locked.pk,
        facts={"way": proof.way, "office": office.title, "until": proof.expires_on.isoformat()},
        organization_id=organization.pk,
    )
    enqueue(JobName.MAIL_WELCOME, request_id=str(locked.pk))
    return proof


def ask_consent(*, actor: Actor, locked: JoiningRequest) -> None:
    """Ask the organization's representatives, once. For use cases that hold the lock."""
    if locked.consent_asked_at:
        return
    locked.consent_asked_at = actor.at
    locked.save(update_fields=["consent_asked_at"])
    record(
        actor=actor,
        action=Action.CONSENT_ASKED,
        subject=locked,
        about=locked.pk,
        organization_id=locked.organization_id,
    )
    enqueue(JobName.MAIL_CONSENT_ASKED, request_id=str(locked.pk))


def _held(actor: Actor, locked: JoiningRequest, office: Office) -> Office:
    """The office that proves itself again, while its holder is who began it."""
    holders = office.tenures.filter(during__contains=actor.at, person__is_active=True)
    if locked.mail.lower() != office.mail.lower():
        holders = holders.filter(person__email__iexact=locked.mail)
    if not holders.exists():
        raise Gone(
            f"The time in the office {office.title} has ended.",
            "Whoever holds it now can prove the affiliation.",
        )
    return office


def _seated(actor: Actor, locked: JoiningRequest, organization: Organization) -> Office:
    """The applicant in the office asked for, made or reused."""
    office = _office(actor, locked, organization)
    person = _person(locked)
    if Tenure.objects.filter(office=office, person=person, during__contains=actor.at).exists():
        raise Conflict(
            f"{person.name} holds the office {office.title} already.", "Sign in with this address."
        )
    if Tenure.objects.filter(office=office, during__overlap=_from(actor), acting=False).exists():
        raise Conflict(
            f"Somebody else holds the office {office.title} of {organization} now.",
            "Ask again with the office's right title, or call the hub coordinator.",
        )
    tenure = Tenure.objects.create(office=office, person=person, during=_from(actor))
    record(
        actor=actor,
        action=Action.TENURE_OPENED,
        subject=tenure,
        about=locked.pk,
        facts={"office": office.title},
        organization_id=organization.pk,
    )
    confirm_address(person)
    return office


def _office(actor: Actor, locked: JoiningRequest, organization: Organization) -> Office:
    office = organization.offices.filter(title__iexact=locked.office_title).first()
    if office is None:
        return Office.objects.create(
            organization=organization,
            title=locked.office_title,
            duties=locked.duties,
            authorities=usual_authorities(locked.duties),
            affirmed_at=actor.at,
            phone=locked.phone,
        )
    if not {duty.value for duty in JOINING_DUTIES}.issuperset(office.duties):
        raise Conflict(
            f"The office {office.title} has duties that only the hub gives.",
            "Ask the hub's operator.",
        )
    before = list(office.duties)
    wanted = [*before, *(duty for duty in locked.duties if duty not in office.duties)]
    if wanted != office.duties:
        office.duties = wanted
        usual = set(usual_authorities(wanted)) - set(usual_authorities(before))
        office.authorities = sorted({*office.authorities, *usual})
        office.save(update_fields=["duties", "authorities"])
    if office.retired_at is not None:
        office.retired_at = None
        office.save(update_fields=["retired_at"])
    return office


def _person(locked: JoiningRequest) -> Person:
    known = Person.objects.filter(email__iexact=locked.mail)
    person = known.first()
    if person is None:
        try:
            with transaction.atomic():
                return Person.objects.create_user(
                    locked.mail, name=locked.name, synthetic=settings.DEMO
                )
        except IntegrityError:
            # The same address was taken in for another organization at this moment.
            person = known.get()
    if not person.is_active:
        raise Conflict(
            "The account of this address is switched off.", "Call the hub coordinator about it."
        )
    return person


def _proof(
    actor: Actor, locked: JoiningRequest, office: Office, evidence: Evidence
) -> AffiliationProof:
    code = evidence.code
    first, second = evidence.vouchers or (None, None)
    return AffiliationProof.objects.create(
        organization_id=locked.organization_id,
        office=office,
        request=locked,
        way=evidence.way,
        domain=evidence.domain,
        reached_by=code.kind if code else "",
        reached_at=code.reached_at if code else "",
        published_in=code.published_in if code else "",
        first_voucher=first,
        second_voucher=second,
        proven_at=actor.at,
        recorded_by=evidence.seen_by,
        recorder_name=evidence.seen_by_name[:200],
        expires_on=a_year_after(timezone.localdate(actor.at)),
    )


def _close(actor: Actor, locked: JoiningRequest) -> None:
    locked.status = JoiningRequest.Status.PROVEN
    locked.closed_at = actor.at
    locked.save(update_fields=["status", "closed_at"])
    locked.codes.filter(used_at=None, ended_at=None).update(ended_at=actor.at)


def _from(actor: Actor) -> DateTimeTZRange:
    return DateTimeTZRange(actor.at, None)
