"""What the worker does for agreements: mails to parties, and reminders of terms."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from muster.agreements import mails
from muster.agreements.job_names import JobName
from muster.agreements.models import Agreement, AgreementVersion, Party, SignedAct, VersionStatus
from muster.agreements.queries.papers import waiting_acceptances, waiting_acts
from muster.agreements.queries.turns import turn_of
from muster.agreements.services import papers
from muster.agreements.services.reminding import note_paper, note_turn, turns_ahead
from muster.authz.actors import hub_itself
from muster.directory.models import Office, Organization
from muster.directory.queries.offices import coordinators, office_mail, representatives
from muster.jobs.queue import RETRY, every, job
from muster.notify.mail import send


@job(name=JobName.MAIL_PROPOSED, retry=RETRY)
def mail_proposed(version_id: str) -> None:
    """Tell parties and those invited that there is a text to sign."""
    version = AgreementVersion.objects.select_related("agreement").get(pk=version_id)
    if version.status != VersionStatus.PROPOSED:
        return
    mail = mails.proposed(version, _page(version.agreement))
    _tell(_concerned(version.agreement), mail)


@job(name=JobName.MAIL_NOTICE, retry=RETRY)
def mail_notice(party_id: str) -> None:
    """Tell the steward and the hub that somebody leaves."""
    party = Party.objects.select_related("agreement__steward", "organization").get(pk=party_id)
    if party.notice_given_at is None:
        return
    mail = mails.notice(party, _page(party.agreement))
    if party.agreement.steward_id:
        _tell([party.agreement.steward_id], mail)
    _tell_offices(coordinators(at=timezone.now()), mail)


@job(name=JobName.MAIL_TERM_AHEAD, retry=RETRY)
def mail_term_ahead(version_id: str) -> None:
    """Tell parties and the hub that a term ends or renews itself."""
    version = AgreementVersion.objects.select_related("agreement").get(pk=version_id)
    now = timezone.now()
    turn = turn_of(version, at=now)
    if turn is None:
        return
    mail = mails.term_ahead(version.agreement, turn, _page(version.agreement))
    _tell(_concerned(version.agreement), mail)
    _tell_offices(coordinators(at=now), mail)


@job(name=JobName.MAIL_PAPER_ENDS, retry=RETRY)
def mail_paper_ends(act_id: str) -> None:
    """Tell an organization that a paper it signed ends."""
    act = SignedAct.objects.select_related("agreement", "organization").get(pk=act_id)
    _tell([act.organization_id], mails.paper_ends(act, _page(act.agreement)))


@every(cron="30 6 * * *")
@job(name=JobName.REMIND_OF_TERMS, queueing_lock=JobName.REMIND_OF_TERMS)
def remind_of_terms(timestamp: int) -> None:
    """Each morning: terms and papers that end in 180, 90 or 30 days."""
    actor = hub_itself(timezone.now())
    for version, turn in turns_ahead(actor):
        note_turn(actor=actor, version=version, turn=turn)
    acts = SignedAct.objects.filter(exercise=False, withdrawn_at=None, during__contains=actor.at)
    for act in acts.select_related("agreement", "organization").order_by("pk"):
        note_paper(actor=actor, act=act)


@job(name=JobName.SEAL_ACCEPTANCE, retry=RETRY)
def seal_acceptance(acceptance_id: str) -> None:
    """Make and seal the paper of an accession or an accepted amendment."""
    papers.seal_acceptance(actor=hub_itself(timezone.now()), acceptance_id=UUID(acceptance_id))


@job(name=JobName.SEAL_ACT, retry=RETRY)
def seal_act(act_id: str) -> None:
    """Make and seal the paper of an act signed here."""
    papers.seal_act(actor=hub_itself(timezone.now()), act_id=UUID(act_id))


@every(cron="50 4 * * *")
@job(name=JobName.SEAL_WHAT_WAITS, queueing_lock=JobName.SEAL_WHAT_WAITS)
def seal_what_waits(timestamp: int) -> None:
    """Each night: papers that could not be sealed when they were signed."""
    for acceptance in waiting_acceptances():
        seal_acceptance(acceptance_id=str(acceptance.pk))
    for act in waiting_acts():
        seal_act(act_id=str(act.pk))


def _concerned(agreement: Agreement) -> set[object]:
    """Ids of parties and invited organizations, in reality."""
    now = timezone.now()
    parties = agreement.parties.filter(during__contains=now, exercise=False)
    return {
        *parties.values_list("organization_id", flat=True),
        *agreement.invitations.values_list("organization_id", flat=True),
        *([agreement.steward_id] if agreement.steward_id else []),
    }


def _tell(organization_ids: Iterable[object], mail: mails.Mail) -> None:
    now = timezone.now()
    for organization in Organization.objects.filter(pk__in=list(organization_ids)).order_by("pk"):
        _tell_offices(representatives(organization.pk, at=now), mail)


def _tell_offices(offices: Iterable[Office], mail: mails.Mail) -> None:
    for office in offices:
        for address in office_mail(office, at=timezone.now()):
            send(to=[address], subject=mail.subject, text=mail.text)


def _page(agreement: Agreement) -> str:
    return f"{settings.ORIGIN}{reverse('agreements:agreement', args=[agreement.slug])}"
