"""Making, changing and retiring offices, and affirming that one is right."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Authority, Duty
from muster.authz.decisions import require
from muster.directory.actions import Action
from muster.directory.models import Office, Organization
from muster.directory.policies import may_affirm_office, may_manage_offices
from muster.directory.wording import TURNED, turns_direction
from muster.domain.failures import Conflict, Invalid
from muster.domain.rota import dialed

LONGEST_TITLE = 120
GIVEN_BY_ORGANIZATIONS = frozenset({Duty.REPRESENT, Duty.CONTACT})
"""Coordinating and auditing are the hub's to give."""


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """What stands on an office. Contacts bind to nothing; representatives to something."""

    title: str
    duties: frozenset[Duty]
    authorities: frozenset[Authority]
    mail: str = ""
    phone: str = ""


@use_case
def make_office(*, actor: Actor, organization: Organization, facts: OfficeFacts) -> Office:
    """A new office, without anybody in it."""
    require(may_manage_offices(actor, organization))
    _require_sound(facts, organization, before=frozenset())
    try:
        with transaction.atomic():
            office = Office.objects.create(
                organization=organization, affirmed_at=actor.at, **_columns(facts)
            )
    except IntegrityError as error:
        raise _taken(organization, facts) from error
    record(
        actor=actor,
        action=Action.OFFICE_MADE,
        subject=office,
        facts=_told(facts),
        organization_id=organization.pk,
    )
    return office


@use_case
def change_office(*, actor: Actor, office: Office, facts: OfficeFacts) -> Office:
    """Other facts; what the office promised stays. An organization keeps somebody who binds it."""
    require(may_manage_offices(actor, office.organization))
    locked = Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    _require_alive(locked)
    before = frozenset(Duty(one) for one in locked.duties)
    _require_sound(facts, office.organization, before=before)
    if Duty.REPRESENT in before - facts.duties:
        _require_another(locked)
    for name, value in _columns(facts).items():
        setattr(locked, name, value)
    locked.affirmed_at = actor.at
    try:
        with transaction.atomic():
            locked.save()
    except IntegrityError as error:
        raise _taken(office.organization, facts) from error
    record(
        actor=actor,
        action=Action.OFFICE_CHANGED,
        subject=locked,
        facts=_told(facts),
        organization_id=office.organization_id,
    )
    return locked


@use_case
def retire_office(*, actor: Actor, office: Office) -> Office:
    """The office is no more; it stays on record with what it signed. Nobody may hold it then."""
    require(may_manage_offices(actor, office.organization))
    locked = Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    _require_alive(locked)
    if (
        locked.tenures.filter(during__endswith__gt=actor.at).exists()
        or locked.tenures.filter(during__upper_inf=True).exists()
    ):
        raise Conflict(
            f"Somebody holds the office {locked.title}, or is to hold it.",
            "End those tenures first.",
        )
    if Duty.REPRESENT in locked.duties:
        _require_another(locked)
    locked.retired_at = actor.at
    locked.save(update_fields=["retired_at"])
    record(
        actor=actor,
        action=Action.OFFICE_RETIRED,
        subject=locked,
        facts={"office": locked.title},
        organization_id=office.organization_id,
    )
    return locked


@use_case
def affirm_office(*, actor: Actor, office: Office) -> Office:
    """It is still held as shown, with this telephone and this mail; once a year is enough."""
    require(may_affirm_office(actor, office))
    locked = Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    _require_alive(locked)
    locked.affirmed_at = actor.at
    locked.save(update_fields=["affirmed_at"])
    record(
        actor=actor,
        action=Action.OFFICE_AFFIRMED,
        subject=locked,
        facts={"office": locked.title},
        organization_id=office.organization_id,
    )
    return locked


def _require_alive(office: Office) -> None:
    if office.retired_at is not None:
        raise Conflict(f"The office {office.title} is retired.", "Make a new one.")


def _require_another(office: Office) -> None:
    others = office.organization.offices.filter(
        duties__contains=[Duty.REPRESENT.value], retired_at=None
    ).exclude(pk=office.pk)
    if not others.exists():
        raise Conflict(
            f"It is the only office that can bind {office.organization}.",
            "Make another authorized representative first.",
        )


def _require_sound(
    facts: OfficeFacts, organization: Organization, *, before: frozenset[Duty]
) -> None:
    wrong: dict[str, str] = {}
    title = facts.title.strip()
    if not title:
        wrong["title"] = "Give the office a title, such as Chief Information Officer."
    elif len(title) > LONGEST_TITLE:
        wrong["title"] = f"Keep it within {LONGEST_TITLE} characters."
    elif turns_direction(title):
        wrong["title"] = TURNED
    if not facts.duties:
        wrong["duties"] = "Say what the office does: represent, or be the contact."
    elif facts.duties - before - GIVEN_BY_ORGANIZATIONS:
        wrong["duties"] = "Coordinating and auditing are given by the hub's operator."
    binds = facts.authorities - {Authority.RECEIVE_AT_NIGHT}
    if binds and Duty.REPRESENT not in facts.duties:
        wrong["authorities"] = "Only an authorized representative binds; a contact discusses."
    elif Duty.REPRESENT in facts.duties and not binds:
        wrong["authorities"] = f"Say to what it may bind {organization}."
    if facts.mail:
        try:
            validate_email(facts.mail)
        except ValidationError:
            wrong["mail"] = "This is no mail address."
    if facts.phone and not dialed(facts.phone):
        wrong["phone"] = "Give a telephone number that can be dialed, such as +1 512 555 0100."
    if Authority.RECEIVE_AT_NIGHT in facts.authorities and not facts.phone:
        wrong["phone"] = "Whoever is called at night needs a number."
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)


def _columns(facts: OfficeFacts) -> dict[str, object]:
    return {
        "title": facts.title.strip(),
        "duties": [one.value for one in Duty if one in facts.duties],
        "authorities": [one.value for one in Authority if one in facts.authorities],
        "mail": facts.mail.strip(),
        "phone": facts.phone.strip(),
    }


def _told(facts: OfficeFacts) -> dict[str, object]:
    return {
        "office": facts.title.strip(),
        "duties": sorted(one.value for one in facts.duties),
        "authorities": sorted(one.value for one in facts.authorities),
    }


def _taken(organization: Organization, facts: OfficeFacts) -> Conflict:
    return Conflict(
        f"{organization} has an office called {facts.title.strip()} already.",
        "Change that one, or choose another title.",
    )
