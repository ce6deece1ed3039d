"""Two members, each by its authorized representative, say that the applicant is who they say."""

from __future__ import annotations

from muster.accounts.models import Person
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty
from muster.authz.decisions import require
from muster.directory.actions import Action
from muster.directory.job_names import JobName
from muster.directory.models import (
    AffiliationProof,
    JoiningRequest,
    Office,
    Organization,
    OrganizationKind,
    Vouch,
)
from muster.directory.policies import may_answer_vouch
from muster.directory.queries.joining import needs_consent
from muster.directory.queries.offices import representatives
from muster.directory.services.joining.admitting import Evidence, admit
from muster.directory.services.joining.locking import applicant, locked_open
from muster.domain.failures import Conflict, Invalid, Refused
from muster.domain.reasons import required_reason
from muster.jobs.queue import enqueue

PLACES = (1, 2)
MOST_ASKED = 6
"""Members an applicant may ask in all, so that nobody mails the whole hub."""


@use_case
def ask_for_vouch(*, visitor: Actor, request: JoiningRequest, organization: Organization) -> Vouch:
    """Name one of the two members; its representatives get a mail."""
    locked = locked_open(request)
    actor = applicant(visitor, locked)
    if locked.mail_confirmed_at is None:
        raise Conflict("Your address is not confirmed yet.", "Open the link mailed to it first.")
    if needs_consent(locked, at=actor.at):
        raise Conflict(
            f"{locked.organization} has a representative, who has to agree instead.",
            "Nobody needs to vouch.",
        )
    asked = list(locked.vouches.select_related("organization"))
    fault = _fault(locked, organization, asked, actor)
    if fault:
        raise Invalid(fault, "Name another member.", fields={"organization": fault})
    taken = {one.place for one in asked if one.answer != Vouch.Answer.DECLINED}
    vouch = Vouch.objects.create(
        request=locked,
        asking_id=locked.organization_id,
        organization=organization,
        place=min(set(PLACES) - taken),
        asked_at=actor.at,
    )
    record(
        actor=actor,
        action=Action.VOUCH_ASKED,
        subject=vouch,
        about=locked.pk,
        facts={"member": organization.name},
        organization_id=locked.organization_id,
    )
    enqueue(JobName.MAIL_VOUCH_ASKED, vouch_id=str(vouch.pk))
    return vouch


@use_case
def vouch_for(*, actor: Actor, vouch: Vouch) -> AffiliationProof | None:
    """Say yes for one's organization. With the second yes the applicant is in."""
    locked, mine, office, person = _answering(actor, vouch)
    if person.email.lower() == locked.mail.lower():
        raise Refused("Nobody vouches for themselves.", "Ask somebody else of your organization.")
    if locked.vouches.filter(answer=Vouch.Answer.CONFIRMED, answerer=person).exists():
        raise Refused(
            "You have vouched for the other member already; it takes two people.",
            "Ask another representative to answer for this one.",
        )
    _answer(actor, mine, office, person, Vouch.Answer.CONFIRMED, "")
    record(
        actor=actor,
        action=Action.VOUCH_CONFIRMED,
        subject=mine,
        about=locked.pk,
        facts={"member": mine.organization.name},
        organization_id=locked.organization_id,
        acting_for=mine.organization_id,
    )
    yes = list(
        locked.vouches.filter(answer=Vouch.Answer.CONFIRMED)
        .select_related("answered_by")
        .order_by("place")
    )
    offices = [one.answered_by for one in yes if one.answered_by]
    if len(offices) < len(PLACES):
        return None
    evidence = Evidence(
        AffiliationProof.Way.VOUCHING,
        seen_by=office,
        seen_by_name=actor.name,
        vouchers=(offices[0], offices[1]),
    )
    return admit(actor=actor, locked=locked, evidence=evidence)


@use_case
def decline_to_vouch(*, actor: Actor, vouch: Vouch, reason: str) -> Vouch:
    """Say no, and why; the applicant may name another member in this place."""
    locked, mine, office, person = _answering(actor, vouch)
    why = required_reason(reason)
    _answer(actor, mine, office, person, Vouch.Answer.DECLINED, why)
    record(
        actor=actor,
        action=Action.VOUCH_DECLINED,
        subject=mine,
        about=locked.pk,
        facts={"member": mine.organization.name, "reason": why},
        organization_id=locked.organization_id,
        acting_for=mine.organization_id,
    )
    enqueue(JobName.MAIL_VOUCH_DECLINED, vouch_id=str(mine.pk))
    return mine


def _answering(actor: Actor, vouch: Vouch) -> tuple[JoiningRequest, Vouch, Office, Person]:
    """The locked request, the vouch as it stands, and the office and person that answer."""
    require(may_answer_vouch(actor, vouch))
    locked = locked_open(vouch.request)
    mine = Vouch.objects.select_related("organization").get(pk=vouch.pk)
    if mine.answer != Vouch.Answer.ASKED:
        raise Conflict(
            f"{mine.organization} has answered already: {mine.get_answer_display().lower()}.",
            "There is nothing left to do.",
        )
    standing = actor.holding(Duty.REPRESENT, mine.organization_id)
    if standing is None or actor.person_id is None:
        raise Refused(f"Only a representative of {mine.organization} can answer.")
    office = Office.objects.get(pk=standing.office_id)
    return locked, mine, office, Person.objects.get(pk=actor.person_id)


def _answer(
    actor: Actor, mine: Vouch, office: Office, person: Person, answer: Vouch.Answer, reason: str
) -> None:
    mine.answer = answer
    mine.answered_at = actor.at
    mine.answered_by = office
    mine.answerer = person
    mine.reason = reason
    mine.save()


def _fault(
    locked: JoiningRequest, organization: Organization, asked: list[Vouch], actor: Actor
) -> str:
    standing = [one for one in asked if one.answer != Vouch.Answer.DECLINED]
    if organization.pk == locked.organization_id:
        return "An organization cannot vouch for itself."
    if organization.closed_on:
        return f"{organization} ceased on {organization.closed_on:%B %-d, %Y}, so it cannot vouch."
    if organization.member_since is None:
        return f"{organization} is no member, so it cannot vouch."
    if organization.pk in {one.organization_id for one in asked}:
        return f"{organization} was asked already."
    if len(standing) >= len(PLACES):
        return "Two members are asked already; a third does not count."
    if len(asked) >= MOST_ASKED:
        return f"{MOST_ASKED} members were asked already. Use another way of proof."
    hubs = [one for one in standing if one.organization.kind == OrganizationKind.HUB]
    if hubs and organization.kind == OrganizationKind.HUB:
        return "The hub's own body counts once at most."
    if not representatives(organization.pk, at=actor.at).exists():
        return f"{organization} has nobody now who could vouch."
    return ""
