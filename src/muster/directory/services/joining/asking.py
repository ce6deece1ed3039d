"""Asking to act for an organization, and asking to prove again what was proven once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from muster.accounts.models import Person
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty
from muster.authz.decisions import require
from muster.directory.actions import Action
from muster.directory.job_names import JobName
from muster.directory.models import (
    JOINING_DUTIES,
    AddressLink,
    JoiningRequest,
    Office,
    Organization,
    OrganizationKind,
)
from muster.directory.policies import may_renew
from muster.directory.queries.affiliation import proving_domain, renewal_address
from muster.directory.services.joining.locking import require_open
from muster.directory.wording import TURNED, turns_direction
from muster.domain.affiliation import mail_domain
from muster.domain.failures import Conflict, Invalid, Refused
from muster.jobs.queue import enqueue

LONGEST = {"name": 200, "mail": 254, "phone": 40, "office_title": 120}
LINK_HOUR = timedelta(hours=1)
LINKS_TO_AN_ADDRESS = 3
LINKS_ABOUT_AN_ORGANIZATION = 20
LINKS_IN_ALL = 300
UNCONFIRMED_IN_AN_HOUR = 50
_ADVERT = re.compile(r"://|www\.|@|\w\.\w{2,}/", re.IGNORECASE)
"""What no name holds. Our mails repeat names, and must carry nobody's links."""
_PHONE = re.compile(r"(?=(?:\D*\d){7,})[\d\s()+.\-/x#*extEXT]+")
_MISSING = {
    "name": "Give your name.",
    "mail": "Give your work address, such as name@city.gov.",
    "phone": "Give a telephone number with its area code.",
    "office_title": "Give the office you hold, such as IT Director.",
}


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks, as typed: for which office, and what that office may do."""

    name: str
    mail: str
    phone: str
    office_title: str
    duties: tuple[str, ...]


@use_case
def ask_to_join(*, actor: Actor, organization: Organization, facts: Applicant) -> JoiningRequest:
    """Note the wish and mail a link that shows that the address is theirs. Open to everybody.

    Says nothing about whether the address or the office is known here already.
    """
    if organization.kind == OrganizationKind.HUB:
        raise Refused("Nobody joins the hub's own body here.", "Ask the hub's operator.")
    require_open(organization)
    plain = Applicant(
        " ".join(facts.name.split()),
        facts.mail.strip(),
        " ".join(facts.phone.split()),
        " ".join(facts.office_title.split()),
        tuple(dict.fromkeys(facts.duties)),
    )
    wrong = _faults(plain)
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)
    waiting = organization.joining_requests.filter(
        mail_confirmed_at=None, asked_at__gt=actor.at - LINK_HOUR
    )
    if waiting.count() >= UNCONFIRMED_IN_AN_HOUR:
        raise Conflict(
            f"Too many people asked to join with {organization} within an hour.",
            "Call the hub coordinator, or try again in an hour.",
        )
    request = JoiningRequest.objects.create(
        organization=organization,
        office_title=plain.office_title,
        duties=list(plain.duties),
        name=plain.name,
        mail=_with_plain_domain(plain.mail),
        phone=plain.phone,
        asked_at=actor.at,
    )
    _mail_link(request, at=actor.at)
    record(
        actor=actor,
        action=Action.JOINING_ASKED,
        subject=request,
        about=request.pk,
        facts={"organization": organization.name, "office": request.office_title},
        organization_id=organization.pk,
    )
    return request


@use_case
def send_link_again(*, actor: Actor, request: JoiningRequest) -> None:
    """Another link to the address given. Quietly none when there were many in the last hour."""
    if request.is_open:
        _mail_link(request, at=actor.at)


@use_case
def ask_to_renew(*, actor: Actor, organization: Organization) -> JoiningRequest:
    """Begin proving the affiliation again for the office the actor holds, or go on with it."""
    require(may_renew(actor, organization))
    standing = actor.holding(Duty.REPRESENT, organization.pk)
    if standing is None or actor.person_id is None:
        raise Refused("Sign in as the holder of the office.")
    office = Office.objects.select_related("organization").get(pk=standing.office_id)
    person = Person.objects.get(pk=actor.person_id)
    request, new = renewal_of(actor=actor, office=office, person=person)
    if proving_domain(organization, request.mail, request.office_title):
        _mail_link(request, at=actor.at)
    elif new:
        enqueue(JobName.MAIL_NEW_REQUEST, request_id=str(request.pk))
    return request


def renewal_of(*, actor: Actor, office: Office, person: Person) -> tuple[JoiningRequest, bool]:
    """The open renewal of this office by this person, or a new one, and whether it is new.

    For use cases only.
    """
    open_one = JoiningRequest.objects.filter(
        renews=office, name=person.name, status=JoiningRequest.Status.OPEN
    ).first()
    if open_one:
        return open_one, False
    own = [duty for duty in office.duties if duty in set(JOINING_DUTIES)]
    request = JoiningRequest.objects.create(
        organization=office.organization,
        renews=office,
        office_title=office.title,
        duties=own,
        name=person.name,
        mail=renewal_address(office, [person.email, office.mail]),
        phone=office.phone,
        asked_at=actor.at,
        mail_confirmed_at=actor.at,
    )
    record(
        actor=actor,
        action=Action.RENEWAL_ASKED,
        subject=request,
        about=request.pk,
        facts={"organization": office.organization.name, "office": office.title},
        organization_id=office.organization_id,
    )
    return request, True


def links_left(request: JoiningRequest, *, at: datetime) -> bool:
    """Whether another link may be mailed within this hour: by address, organization, in all."""
    recent = AddressLink.objects.filter(created_at__gt=at - LINK_HOUR, request__renews=None)
    if recent.count() >= LINKS_IN_ALL:
        return False
    if request.renews_id:
        recent = AddressLink.objects.filter(created_at__gt=at - LINK_HOUR)
    to_address = recent.filter(request__mail__iexact=request.mail).count()
    about = recent.filter(request__organization=request.organization_id).count()
    return to_address < LINKS_TO_AN_ADDRESS and about < LINKS_ABOUT_AN_ORGANIZATION


def _mail_link(request: JoiningRequest, *, at: datetime) -> None:
    if links_left(request, at=at):
        enqueue(JobName.MAIL_ADDRESS_LINK, once_per=str(request.pk), request_id=str(request.pk))


def _with_plain_domain(mail: str) -> str:
    """The address with its domain as mail servers compare it, which is where mail goes."""
    return f"{mail.rpartition('@')[0]}@{mail_domain(mail)}"


def _faults(facts: Applicant) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for name, sentence in _MISSING.items():
        text = getattr(facts, name)
        if not text:
            wrong[name] = sentence
        elif len(text) > LONGEST[name]:
            wrong[name] = f"Keep this within {LONGEST[name]} characters."
        elif turns_direction(text):
            wrong[name] = TURNED
        elif name in {"name", "office_title"} and _ADVERT.search(text):
            wrong[name] = "Leave out addresses and links."
    if "mail" not in wrong and not _is_address(facts.mail):
        wrong["mail"] = "Enter an address such as name@city.gov."
    if "phone" not in wrong and not _PHONE.fullmatch(facts.phone):
        wrong["phone"] = "Give a telephone number with its area code, such as 817 555 0100."
    known = {duty.value for duty in JOINING_DUTIES}
    if not facts.duties or not known.issuperset(facts.duties):
        wrong["duties"] = "Choose what the office may do."
    return wrong


def _is_address(mail: str) -> bool:
    try:
        validate_email(mail)
    except ValidationError:
        return False
    plain = _with_plain_domain(mail)
    return bool(mail_domain(mail)) and plain.isascii() and len(plain) <= LONGEST["mail"]
