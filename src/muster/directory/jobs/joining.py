"""What the worker does for the directory: mails about joining, reminders, and lapses."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from muster.authz.actors import hub_itself
from muster.directory import mails
from muster.directory.job_names import JobName
from muster.directory.models import AffiliationProof, JoiningRequest, Office, Vouch
from muster.directory.queries.affiliation import proving_domain
from muster.directory.queries.joining import applicant_path, live_code, needs_consent
from muster.directory.queries.offices import coordinators, office_mail, representatives
from muster.directory.services.affiliation import remind_of_ends
from muster.directory.services.joining.addresses import (
    LINK_LIFE,
    REMINDER_LINK_LIFE,
    make_link,
)
from muster.directory.services.joining.asking import links_left
from muster.directory.services.joining.deciding import lapse_old
from muster.directory.services.joining.forgetting import forget_old_contacts
from muster.jobs.queue import RETRY, every, job
from muster.notify.mail import send


@job(name=JobName.MAIL_ADDRESS_LINK, retry=RETRY)
def mail_address_link(request_id: str) -> None:
    """Make the link at the moment of mailing, so that its secret is never in the queue."""
    request = _request(request_id)
    now = timezone.now()
    if not request.is_open or not links_left(request, at=now):
        return
    link = make_link(actor=hub_itself(now), request=request)
    page = _absolute(applicant_path(request))
    _send([request.mail], mails.address_link(request, link, page, now + LINK_LIFE))


@job(name=JobName.MAIL_NEW_REQUEST, retry=RETRY)
def mail_new_request(request_id: str) -> None:
    """Tell the coordinators that somebody waits for a code."""
    request = _request(request_id)
    if request.is_open:
        _tell_hub(mails.new_request(request, _address("directory:joining_request", request.pk)))


@job(name=JobName.MAIL_CONSENT_ASKED, retry=RETRY)
def mail_consent_asked(request_id: str) -> None:
    """Ask whoever represents the organization."""
    request = _request(request_id)
    now = timezone.now()
    if not request.is_open or not needs_consent(request, at=now):
        return
    page = _address("directory:joining_request", request.pk)
    for office in representatives(request.organization_id, at=now):
        _send_each(office, mails.consent_asked(request, page))


@job(name=JobName.MAIL_VOUCH_ASKED, retry=RETRY)
def mail_vouch_asked(vouch_id: str) -> None:
    """Ask the representatives of a member that was named."""
    vouch = _vouch(vouch_id)
    if vouch.answer != Vouch.Answer.ASKED or not vouch.request.is_open:
        return
    page = _address("directory:joining_request", vouch.request_id)
    for office in representatives(vouch.organization_id, at=timezone.now()):
        _send_each(office, mails.vouch_asked(vouch, page))


@job(name=JobName.MAIL_VOUCH_DECLINED, retry=RETRY)
def mail_vouch_declined(vouch_id: str) -> None:
    """Tell the applicant, who may name another member."""
    vouch = _vouch(vouch_id)
    if vouch.request.is_open:
        page = _absolute(applicant_path(vouch.request))
        _send([vouch.request.mail], mails.vouch_declined(vouch, page))


@job(name=JobName.MAIL_CODE_ISSUED, retry=RETRY)
def mail_code_issued(request_id: str) -> None:
    """Tell the applicant where the code goes; the code itself never travels by mail."""
    request = _request(request_id)
    code = live_code(request, at=timezone.now())
    if code is None or not request.is_open:
        return
    how = "by telephone" if code.kind == code.Kind.PHONE else "by letter"
    page = _absolute(applicant_path(request))
    _send([request.mail], mails.code_issued(request, how, code.expires_at, page))


@job(name=JobName.MAIL_WELCOME, retry=RETRY)
def mail_welcome(request_id: str) -> None:
    """To the applicant, once it is proven."""
    request = _request(request_id)
    proof = AffiliationProof.objects.select_related("office").get(request=request)
    sign_in = _absolute(reverse("accounts:sign_in"))
    _send([request.mail], mails.welcome(request, proof, sign_in))


@job(name=JobName.MAIL_REFUSED, retry=RETRY)
def mail_refused(request_id: str) -> None:
    """To the applicant, with the reason; only where the address was confirmed."""
    request = _request(request_id)
    if request.mail_confirmed_at:
        page = _absolute(applicant_path(request))
        _send([request.mail], mails.refused(request, page))


@job(name=JobName.MAIL_REMINDER, retry=RETRY)
def mail_reminder(proof_id: str, request_id: str = "") -> None:
    """To a representative of the organization, or to the hub where there is none."""
    proof = AffiliationProof.objects.select_related("organization").get(pk=proof_id)
    days = proof.reminded or 0
    if not request_id:
        page = _address("directory:organization", proof.organization.slug)
        _tell_hub(mails.reminder_to_hub(proof, days, page))
        return
    request = _request(request_id)
    if not request.is_open:
        return
    link = ""
    if proving_domain(request.organization, request.mail, request.office_title):
        actor = hub_itself(timezone.now())
        link = make_link(actor=actor, request=request, life=REMINDER_LINK_LIFE)
    page = _absolute(applicant_path(request))
    _send([request.mail], mails.reminder(proof, days, link, page))


@every(cron="23 5 * * *")
@job(name=JobName.REMIND_OF_ENDS, queueing_lock=JobName.REMIND_OF_ENDS)
def remind_every_night(timestamp: int) -> None:
    """Every night: remind organizations whose proof ends in 60, 30 or 7 days."""
    remind_of_ends(at=timezone.now())


@every(cron="31 4 * * *")
@job(name=JobName.LAPSE_REQUESTS, queueing_lock=JobName.LAPSE_REQUESTS)
def lapse_requests(timestamp: int) -> None:
    """Every night: end requests to join that nobody went on with."""
    lapse_old(at=timezone.now())


@every(cron="47 3 * * *")
@job(name=JobName.FORGET_CONTACTS, queueing_lock=JobName.FORGET_CONTACTS)
def forget_contacts(timestamp: int) -> None:
    """Every night: drop the addresses of those who did not join."""
    forget_old_contacts(at=timezone.now())


def _request(request_id: str) -> JoiningRequest:
    return JoiningRequest.objects.select_related("organization", "renews").get(pk=request_id)


def _vouch(vouch_id: str) -> Vouch:
    return Vouch.objects.select_related("organization", "request__organization").get(pk=vouch_id)


def _tell_hub(mail: mails.Mail) -> None:
    for office in coordinators(at=timezone.now()):
        _send_each(office, mail)


def _send_each(office: Office, mail: mails.Mail) -> None:
    """One by one: holders of an office need not learn each other's addresses."""
    for recipient in office_mail(office, at=timezone.now()):
        _send([recipient], mail)


def _send(to: list[str], mail: mails.Mail) -> None:
    send(to=to, subject=mail.subject, text=mail.text)


def _address(name: str, key: object) -> str:
    return _absolute(reverse(name, args=[key]))


def _absolute(path: str) -> str:
    return f"{settings.ORIGIN}{path}"
