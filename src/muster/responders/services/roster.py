"""People on the roster: adding them, changing what they can be asked for, bringing them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from muster.accounts.models import Person
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.directory.models import Organization, Tenure
from muster.directory.wording import TURNED, turns_direction
from muster.domain.acts import DutyStatus
from muster.domain.failures import Conflict, Invalid
from muster.domain.positions import BY_CODE, CREDENTIAL_LEVEL_NAMES
from muster.responders.actions import Action
from muster.responders.models import Qualification, Responder
from muster.responders.policies import may_manage_roster

LONGEST_NAME = 200
LONGEST_EMAIL = 254
"""The longest address mail can be sent to (RFC 5321), and what the table holds."""
MOST_CENTS = 100_000
"""Pay per hour above this, 1,000 dollars, is a slip of the decimal point."""


@dataclass(frozen=True, slots=True)
class ResponderFacts:
    """What the roster says of a person. `levels` is position code → credential level."""

    name: str
    duty_status: str
    levels: Mapping[str, int]
    remote_capable: bool = False
    hourly_cents: int = 0


@use_case
def add_responder(
    *, actor: Actor, organization: Organization, email: str, facts: ResponderFacts
) -> Responder:
    """Put a person on the roster. They sign in with that address, by mail link.

    Raises Invalid naming each field, Conflict when the address is on a roster already or belongs
    to somebody who is on this hub without being of this organization.
    """
    require(may_manage_roster(actor, organization))
    email = email.strip().lower()
    wrong = {**_email_faults(email), **_faults(facts)}
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)
    home = organization.place
    if home is None:
        raise Invalid(
            f"{organization} has no place on the map, so nobody can be sent from it.",
            "Ask the hub coordinator to complete its entry in the directory.",
        )
    person = _person(email, facts.name.strip(), synthetic=organization.synthetic_staff)
    _require_theirs_to_lend(person, organization, at=actor.at)
    try:
        with transaction.atomic():
            responder = Responder.objects.create(
                organization=organization,
                person=person,
                name=facts.name.strip(),
                synthetic=person.synthetic,
                duty_status=facts.duty_status,
                latitude=home.latitude,
                longitude=home.longitude,
                remote_capable=facts.remote_capable,
                hourly_cents=facts.hourly_cents,
            )
    except IntegrityError as error:
        raise Conflict("Somebody added this address just now.", "Reload the page.") from error
    _qualify(responder, facts.levels)
    _note(actor, Action.RESPONDER_ADDED, responder, facts)
    return responder


@use_case
def change_responder(*, actor: Actor, responder: Responder, facts: ResponderFacts) -> Responder:
    """Correct the entry. Commitments already made stay as they were."""
    require(may_manage_roster(actor, responder.organization))
    wrong = _faults(facts)
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)
    locked = Responder.objects.select_for_update(no_key=True).get(pk=responder.pk)
    if locked.removed_at:
        raise Conflict(f"{locked.name} is off the roster.", "Put them back first.")
    locked.name = facts.name.strip()
    locked.duty_status = facts.duty_status
    locked.remote_capable = facts.remote_capable
    locked.hourly_cents = facts.hourly_cents
    locked.save(update_fields=["name", "duty_status", "remote_capable", "hourly_cents"])
    locked.qualifications.all().delete()
    _qualify(locked, facts.levels)
    _note(actor, Action.RESPONDER_CHANGED, locked, facts)
    return locked


@use_case
def restore_responder(*, actor: Actor, responder: Responder) -> Responder:
    """Undo a removal: the person can be asked again, with the same positions and history."""
    require(may_manage_roster(actor, responder.organization))
    locked = Responder.objects.select_for_update(no_key=True).get(pk=responder.pk)
    if not locked.removed_at:
        raise Conflict(f"{locked.name} is on the roster already.", "Nothing to do.")
    locked.removed_at = None
    locked.save(update_fields=["removed_at"])
    record(
        actor=actor,
        action=Action.RESPONDER_RESTORED,
        subject=locked,
        organization_id=locked.organization_id,
    )
    return locked


def _email_faults(email: str) -> dict[str, str]:
    if len(email) > LONGEST_EMAIL:
        return {"email": f"Keep the address within {LONGEST_EMAIL} characters."}
    try:
        validate_email(email)
    except ValidationError:
        return {"email": "Give a whole address, such as name@county.example."}
    return {}


def _faults(facts: ResponderFacts) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not facts.name.strip():
        wrong["name"] = "Say who it is."
    elif len(facts.name.strip()) > LONGEST_NAME:
        wrong["name"] = f"Keep this within {LONGEST_NAME} characters."
    elif turns_direction(facts.name):
        wrong["name"] = TURNED
    if facts.duty_status not in set(DutyStatus):
        wrong["duty_status"] = "Choose from the list."
    known = {code for code, position in BY_CODE.items() if not position.is_kit}
    if not facts.levels:
        wrong["levels"] = "Give at least one position, so that there is something to ask for."
    elif set(facts.levels) - known or set(facts.levels.values()) - set(CREDENTIAL_LEVEL_NAMES):
        wrong["levels"] = "Choose positions and levels from the list."
    if not 0 <= facts.hourly_cents <= MOST_CENTS:
        wrong["hourly"] = f"Between 0 and {MOST_CENTS // 100:,} dollars."
    return wrong


def _person(email: str, name: str, *, synthetic: bool) -> Person:
    """Whoever has this address, or a new person who signs in by mail link."""
    found = Person.objects.filter(email__iexact=email).first()
    if found is None:
        try:
            with transaction.atomic():
                return Person.objects.create_user(email, name=name, synthetic=synthetic)
        except IntegrityError as error:
            raise Conflict("Somebody added this address just now.", "Reload the page.") from error
    if not found.is_active:
        said = "The account with this address is closed. Use another address."
        raise Invalid(said, fields={"email": said})
    return found


def _require_theirs_to_lend(person: Person, organization: Organization, *, at: datetime) -> None:
    """Nobody is put on a roster unasked, and a refusal never tells where else somebody is."""
    there = Responder.objects.filter(person=person).first()
    if there is None:
        if _is_of_others(person, organization, at=at):
            raise _ask_them_first()
        return
    if there.organization_id != organization.pk:
        raise _ask_them_first()
    if there.removed_at:
        raise Conflict(
            f"{there.name} was on your roster with this address and is off it now.",
            "Put them back under People taken off.",
        )
    raise Conflict(f"{there.name} is on your roster with this address.", "Change that entry.")


def _is_of_others(person: Person, organization: Organization, *, at: datetime) -> bool:
    """Whether they hold an office elsewhere, or use this hub and hold none here."""
    tenures = Tenure.objects.filter(person=person, during__contains=at)
    offices = set(tenures.values_list("office__organization", flat=True))
    if offices:
        return offices != {organization.pk}
    return person.last_login is not None


def _ask_them_first() -> Conflict:
    """One sentence for every case, so that it tells nothing about the person."""
    return Conflict(
        "This address belongs to somebody who is on this hub already, so they have to be asked.",
        "Talk to them, or to the hub coordinator, who can settle it.",
    )


def _qualify(responder: Responder, levels: Mapping[str, int]) -> None:
    Qualification.objects.bulk_create(
        Qualification(responder=responder, position=position, level=level)
        for position, level in sorted(levels.items())
    )


def _note(actor: Actor, action: Action, responder: Responder, facts: ResponderFacts) -> None:
    record(
        actor=actor,
        action=action,
        subject=responder,
        facts={"duty_status": facts.duty_status, "levels": dict(sorted(facts.levels.items()))},
        organization_id=responder.organization_id,
    )
