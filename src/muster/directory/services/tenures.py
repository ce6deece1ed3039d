"""Who holds an office, from when, and when that ends."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.accounts.models import Person
from muster.accounts.services import confirm_address
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.directory.actions import Action
from muster.directory.job_names import JobName
from muster.directory.models import Office, Tenure
from muster.directory.policies import may_end_tenure, may_manage_offices
from muster.domain.failures import Conflict, Invalid
from muster.jobs.queue import enqueue

LONGEST_NAME = 150


@use_case
def start_tenure(
    *,
    actor: Actor,
    office: Office,
    mail: str,
    name: str = "",
    begins: datetime | None = None,
    ends: datetime | None = None,
    acting: bool = False,
) -> Tenure:
    """Seat a person, known by mail address, in an office; a new person gets an account.

    Without `begins` from now on; without `ends` until it is ended. Acting holders may overlap a
    full one, full ones never each other.
    """
    require(may_manage_offices(actor, office.organization))
    locked = Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    if locked.retired_at is not None:
        raise Conflict(f"The office {locked.title} is retired.", "Make a new one.")
    start = begins or actor.at
    wrong = _faults(mail, start, ends, now=actor.at)
    person = Person.objects.filter(email__iexact=mail.strip()).first()
    if person is None and not name.strip() and "mail" not in wrong:
        wrong["name"] = "Nobody here has this address yet. Give the name as well."
    if len(name) > LONGEST_NAME:
        wrong["name"] = f"Keep it within {LONGEST_NAME} characters."
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)
    holder = person or _new_person(mail.strip(), name.strip())
    if not holder.is_active:
        raise Conflict(f"{holder.name}'s account is closed.", "Ask the hub's operator.")
    tenure = _seat(locked, holder, start, ends, acting=acting)
    record(
        actor=actor,
        action=Action.TENURE_OPENED,
        subject=tenure,
        facts={"office": locked.title, "acting": acting, "begins": start.isoformat()},
        organization_id=office.organization_id,
    )
    enqueue(JobName.MAIL_SEATED, tenure_id=str(tenure.pk))
    return tenure


@use_case
def correct_tenure(
    *, actor: Actor, tenure: Tenure, begins: datetime, ends: datetime | None
) -> Tenure:
    """Other times for a tenure that has not begun; one that runs can only be ended."""
    require(may_manage_offices(actor, tenure.office.organization))
    locked = Tenure.objects.select_for_update(no_key=True).get(pk=tenure.pk)
    if locked.during.isempty or locked.during.lower <= actor.at:
        raise Conflict("This tenure has begun.", "End it, and start another one.")
    wrong = _faults(tenure.person.email, begins, ends, now=actor.at)
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)
    locked.during = DateTimeTZRange(begins, ends)
    try:
        with transaction.atomic():
            locked.save(update_fields=["during"])
    except IntegrityError as error:
        raise _overlap(tenure.office) from error
    record(
        actor=actor,
        action=Action.TENURE_CORRECTED,
        subject=locked,
        facts={"office": tenure.office.title, "begins": begins.isoformat()},
        organization_id=tenure.office.organization_id,
    )
    return locked


@use_case
def cancel_tenure(*, actor: Actor, tenure: Tenure) -> None:
    """One that has not begun never will."""
    require(may_manage_offices(actor, tenure.office.organization))
    locked = Tenure.objects.select_for_update(no_key=True).get(pk=tenure.pk)
    if locked.during.isempty or locked.during.lower <= actor.at:
        raise Conflict("This tenure has begun.", "End it instead.")
    record(
        actor=actor,
        action=Action.TENURE_CANCELLED,
        subject=locked,
        facts={"office": tenure.office.title},
        organization_id=tenure.office.organization_id,
    )
    locked.delete()


@use_case
def end_tenure(*, actor: Actor, tenure: Tenure) -> Tenure:
    """The person leaves the office; what the office promised stays."""
    organization = tenure.office.organization
    require(may_end_tenure(actor, organization))
    locked = Tenure.objects.select_for_update(no_key=True).get(pk=tenure.pk)
    if not Tenure.objects.filter(pk=tenure.pk, during__contains=actor.at).exists():
        raise Conflict("This tenure is not current.", "Reload the page.")
    locked.during = type(locked.during)(locked.during.lower, actor.at)
    locked.save(update_fields=["during"])
    record(
        actor=actor,
        action="directory:tenure:ended",
        subject=locked,
        facts={"office": tenure.office.title},
        organization_id=organization.pk,
    )
    return locked


@use_case
def hand_over(
    *, actor: Actor, tenure: Tenure, mail: str = "", name: str = "", acting: bool = False
) -> Tenure | None:
    """Somebody leaves; the successor takes over the same second. Without one it is vacant."""
    end_tenure(actor=actor, tenure=tenure)
    if not mail.strip():
        enqueue(JobName.MAIL_VACANT, office_id=str(tenure.office_id))
        return None
    return start_tenure(actor=actor, office=tenure.office, mail=mail, name=name, acting=acting)


def holder_of(office: Office, *, at: datetime) -> Person | None:
    """Who holds the office fully or as acting at that moment."""
    tenure = (
        office.tenures.filter(during__contains=at)
        .select_related("person")
        .order_by("acting")
        .first()
    )
    return tenure.person if tenure else None


def _faults(mail: str, begins: datetime, ends: datetime | None, *, now: datetime) -> dict[str, str]:
    wrong: dict[str, Any] = {}
    try:
        validate_email(mail.strip())
    except ValidationError:
        wrong["mail"] = "Give the mail address the person signs in with."
    if begins < now:
        wrong["begins"] = "It can begin now or later. What was done before stays as it was."
    if ends is not None and ends <= begins:
        wrong["ends"] = "It has to end after it begins."
    return wrong


def _new_person(mail: str, name: str) -> Person:
    person = Person.objects.create_user(mail, name=name, synthetic=settings.DEMO)
    confirm_address(person)
    return person


def _seat(
    office: Office, person: Person, begins: datetime, ends: datetime | None, *, acting: bool
) -> Tenure:
    during = DateTimeTZRange(begins, ends)
    if office.tenures.filter(person=person, during__overlap=during).exists():
        raise Conflict(
            f"{person.name} holds the office {office.title} in that time already.",
            "Nothing to do.",
        )
    try:
        with transaction.atomic():
            return Tenure.objects.create(office=office, person=person, during=during, acting=acting)
    except IntegrityError as error:
        raise _overlap(office) from error


def _overlap(office: Office) -> Conflict:
    return Conflict(
        f"Somebody else holds the office {office.title} fully in that time.",
        "End that tenure first, or let this one be acting.",
    )
