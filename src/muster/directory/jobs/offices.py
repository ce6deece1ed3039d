"""What the worker does for offices: who was seated, what stands empty, what to affirm."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from muster.authz.actors import hub_itself
from muster.directory import office_mails
from muster.directory.affirm_links import token_for
from muster.directory.job_names import JobName
from muster.directory.models import Tenure
from muster.directory.queries.offices import (
    coordinators,
    current_tenures,
    office_mail,
    to_affirm,
    vacant_offices,
    vacant_since,
)
from muster.directory.services.office_notices import NEVER, alarm_vacancy, ask_to_affirm
from muster.jobs.queue import RETRY, every, job
from muster.notify.mail import send

PARENT_FROM = 2
"""The weekly mail of this number is the first that the body above gets as well."""


@job(name=JobName.MAIL_SEATED, retry=RETRY)
def mail_seated(tenure_id: str) -> None:
    """Welcome somebody to an office, with what it has promised."""
    tenure = Tenure.objects.select_related("office__organization", "person").filter(pk=tenure_id)
    for found in tenure:
        page = _address("directory:handover", found.office_id)
        _send(found.person.email, office_mails.seated(found, page))


@job(name=JobName.MAIL_VACANT, retry=RETRY)
def mail_vacant(office_id: str) -> None:
    """To the organization's other offices and the hub; from the second week to the body above."""
    now = timezone.now()
    office = vacant_offices(at=now).filter(pk=office_id).first()
    if office is None:
        return
    since = vacant_since(office, at=now)
    notice = office.notices.filter(kind="vacant", since=since or NEVER).order_by("number").last()
    number = notice.number if notice else 1
    mail = office_mails.vacant(office, since, number, _address("directory:office", office.pk))
    others = list(office.organization.offices.filter(retired_at=None).exclude(pk=office.pk))
    others += list(coordinators(at=now))
    parent = office.organization.parent
    if number >= PARENT_FROM and parent is not None:
        others += list(parent.offices.filter(retired_at=None))
    for address in dict.fromkeys(a for one in others for a in office_mail(one, at=now)):
        _send(address, mail)


@job(name=JobName.MAIL_AFFIRM, retry=RETRY)
def mail_affirm(office_id: str) -> None:
    """Ask whoever holds the office whether it is still right."""
    now = timezone.now()
    office = to_affirm(at=now).filter(pk=office_id).first()
    if office is None:
        return
    for tenure in current_tenures(office.pk, at=now):
        page = _address("directory:affirm_by_link", token_for(tenure))
        _send(office.mail or tenure.person.email, office_mails.affirm(office, page))


@every(cron="12 7 * * *")
@job(name=JobName.ALARM_VACANCIES, queueing_lock=JobName.ALARM_VACANCIES)
def alarm_vacancies(timestamp: int) -> None:
    """Each morning: every vacant office that matters, once a week."""
    actor = hub_itself(timezone.now())
    for office in vacant_offices(at=actor.at).prefetch_related("tenures"):
        since = vacant_since(office, at=actor.at)
        if since is not None:
            alarm_vacancy(actor=actor, office=office, since=since)


@every(cron="42 7 * * *")
@job(name=JobName.ASK_TO_AFFIRM, queueing_lock=JobName.ASK_TO_AFFIRM)
def ask_all_to_affirm(timestamp: int) -> None:
    """Each morning: offices that were last affirmed eleven months ago."""
    actor = hub_itself(timezone.now())
    for office in to_affirm(at=actor.at):
        ask_to_affirm(actor=actor, office=office)


def _address(name: str, *arguments: object) -> str:
    return f"{settings.ORIGIN}{reverse(name, args=arguments)}"


def _send(address: str, mail: office_mails.Mail) -> None:
    send(to=[address], subject=mail.subject, text=mail.text)
