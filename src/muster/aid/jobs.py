"""What the worker does for the main road: mails, lapses and the next proposal."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from muster.aid import mails
from muster.aid.job_names import JobName
from muster.aid.models import Commitment, MatchRun, Mission, Offer, Request
from muster.aid.queries.visibility import lenders_in_the_know
from muster.aid.services import commitments, forgetting, match_tasks, offers, supposing
from muster.aid.services.links import make_link
from muster.aid.services.matching import propose
from muster.authz.actors import hub_itself
from muster.directory.models import Organization
from muster.directory.queries.offices import (
    coordinators,
    current_tenures,
    office_mail,
    representatives,
)
from muster.domain.failures import Failure
from muster.domain.lifecycle import CommitmentStatus, MissionStatus, RequestStatus
from muster.jobs.queue import RETRY, every, job
from muster.notify.mail import send


@job(name=JobName.MAIL_OFFER, retry=RETRY)
def mail_offer(offer_id: str, office_id: str) -> None:
    """Ask one office of the lender, each of its holders with a link of their own."""
    offer = Offer.objects.select_related(
        "organization", "request__incident__organization__jurisdiction"
    ).get(pk=offer_id)
    if not offer.is_open:
        return
    now = timezone.now()
    for tenure in current_tenures(UUID(office_id), at=now):
        address = make_link(actor=hub_itself(now), offer=offer, tenure=tenure)
        mail = mails.offer(offer, tenure.office, address)
        send(
            to=[tenure.office.mail or tenure.person.email],
            subject=mail.subject,
            text=mail.text,
            tlp=mail.tlp,
        )


@job(name=JobName.MAIL_ACCEPTANCE, retry=RETRY)
def mail_acceptance(offer_id: str) -> None:
    """Tell the town that help is offered and that its signature sends it."""
    offer = Offer.objects.select_related(
        "organization", "commitment", "request__incident__organization"
    ).get(pk=offer_id)
    if offer.commitment.status != CommitmentStatus.AWAITING_ACCEPTANCE:
        return
    address = _address("aid:commitment", offer.commitment.pk)
    _tell(offer.request.incident.organization_id, mails.acceptance(offer, address))


@job(name=JobName.MAIL_AMENDED, retry=RETRY)
def mail_amended(request_id: str, changed: str) -> None:
    """Tell every lender that may know the request what is different now."""
    request = Request.objects.select_related("incident__organization").get(pk=request_id)
    address = _address("aid:request", request.number)
    for lender in Organization.objects.filter(pk__in=lenders_in_the_know(request)):
        _tell(lender.pk, mails.amended(request, lender, changed.split(","), address))


@job(name=JobName.MAIL_MISSION_ORDER, retry=RETRY)
def mail_mission_order(mission_id: str) -> None:
    """Tell the lender that its people may leave."""
    mission = Mission.objects.select_related(
        "order", "commitment__offer__organization", "commitment__offer__request"
    ).get(pk=mission_id)
    if mission.status != MissionStatus.ORDERED:
        return
    address = _address("aid:mission", mission.number)
    _tell(mission.commitment.offer.organization_id, mails.mission_order(mission, address))


@job(name=JobName.MAIL_RECALL, retry=RETRY)
def mail_recall(commitment_id: str) -> None:
    """Tell the town that people are being taken back."""
    commitment = Commitment.objects.select_related(
        "offer__organization", "offer__request__incident"
    ).get(pk=commitment_id)
    request = commitment.offer.request
    address = _address("aid:request", request.number)
    _tell(request.incident.organization_id, mails.recall(commitment, address))


@job(name=JobName.MAIL_ENDED, retry=RETRY)
def mail_ended(commitment_id: str) -> None:
    """Tell the lender that its people are free: turned down, released or not signed for."""
    commitment = Commitment.objects.select_related("offer__organization", "offer__request").get(
        pk=commitment_id
    )
    address = _address("aid:commitment", commitment.pk)
    _tell(commitment.offer.organization_id, mails.ended(commitment, address))


@job(name=JobName.MAIL_UNSIGNED, retry=RETRY)
def mail_unsigned(commitment_id: str) -> None:
    """Tell the town that it lost people by not signing in time."""
    commitment = Commitment.objects.select_related(
        "offer__organization", "offer__request__incident"
    ).get(pk=commitment_id)
    request = commitment.offer.request
    mail = mails.unsigned(commitment, _address("aid:request", request.number))
    _tell(request.incident.organization_id, mail)


@job(name=JobName.MAIL_WITHDRAWN, retry=RETRY)
def mail_withdrawn(offer_id: str) -> None:
    """Tell the lender that nobody waits for its answer any more."""
    offer = Offer.objects.select_related(
        "organization", "request__incident__organization__jurisdiction"
    ).get(pk=offer_id)
    _tell(offer.organization_id, mails.withdrawn(offer))


@job(name=JobName.PROPOSE_NEXT_BEST, retry=RETRY)
def propose_next_best(request_id: str) -> None:
    """Match again after a no or a silence, and tell the coordinator who could be asked now."""
    request = (
        Request.objects.select_related("incident__organization__jurisdiction")
        .filter(pk=request_id, status=RequestStatus.OPEN)
        .first()
    )
    if request is None:
        return
    now = timezone.now()
    run = propose(actor=hub_itself(now), requests=[request])
    address = _address("aid:match", request.number)
    mail = mails.next_best(request, run, address)
    for office in coordinators(at=now):
        for recipient in office_mail(office, at=now):
            send(to=[recipient], subject=mail.subject, text=mail.text, tlp=request.tlp)


@job(name=JobName.WORK_OFF_MATCH)
def work_off_match(task_id: str) -> None:
    """Match what somebody waits for. Tried once: they see what went wrong, and start it again."""
    match_tasks.work_off(task_id=UUID(task_id), at=timezone.now())


@job(name=JobName.LOOK_AHEAD)
def look_ahead(run_id: str) -> None:
    """Work out what missing acts would change, before anybody asks. Not done, pages ask live."""
    run = MatchRun.objects.filter(pk=run_id).first()
    if run is not None:
        with suppress(Failure):
            supposing.look_ahead(actor=hub_itself(timezone.now()), run=run)


@every(cron="* * * * *")
@job(name=JobName.LAPSE_UNANSWERED, queueing_lock=JobName.LAPSE_UNANSWERED)
def lapse_unanswered(timestamp: int) -> None:
    """Every minute: end the claims nobody answered in time."""
    offers.lapse_unanswered(at=timezone.now())


@every(cron="* * * * *")
@job(name=JobName.LAPSE_UNSIGNED, queueing_lock=JobName.LAPSE_UNSIGNED)
def lapse_unsigned(timestamp: int) -> None:
    """Every minute: free the people whose commitment was not signed in time."""
    commitments.lapse_unsigned(at=timezone.now())


@every(cron="47 3 * * *")
@job(name=JobName.FORGET_OLD, queueing_lock=JobName.FORGET_OLD)
def forget_old(timestamp: int) -> None:
    """Every night: drop matches nobody waits for any more, and notes of changes all have seen."""
    now = timezone.now()
    forgetting.forget_ended_tasks(at=now)
    forgetting.forget_changes(at=now)


def _tell(organization_id: UUID, mail: mails.Mail) -> None:
    now = timezone.now()
    for office in representatives(organization_id, at=now):
        for recipient in office_mail(office, at=now):
            send(to=[recipient], subject=mail.subject, text=mail.text, tlp=mail.tlp)


def _address(name: str, key: object) -> str:
    return f"{settings.ORIGIN}{reverse(name, args=[key])}"
