"""Reading a calendar into a rota: looked at first, then applied, as often as one likes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.audit.recording import use_case
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.directory.models import Office, OnCallShift, Organization, RotaChange
from muster.directory.policies import may_edit_rota
from muster.directory.services.rota import (
    CHECK,
    begun,
    opened,
    put_in,
    record_change,
    take_out,
)
from muster.directory.wording import TURNED, turns_direction
from muster.domain.failures import Conflict, Invalid
from muster.domain.rota import CALLS, person_of, phone_fault
from muster.domain.rota_plan import (
    Existing,
    Plan,
    RefusedEntry,
    Wanted,
    planned,
    with_phones,
)
from muster.domain.windows import Window
from muster.formats.ical import Entry, ReadCalendar, UnreadableCalendar, read_calendar

DEFAULT_WEEKS: Final = 26
MOST_WEEKS: Final = 53
LONGEST_CALENDAR: Final = 100
UNNAMED: Final = "On call"
NO_NUMBER: Final = "There is no number to call. Type one, or give the office a telephone."


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """A calendar file and what is said about it.

    `calendar` tells it from other calendars of this rota; empty takes the name in the file.
    `phones` are numbers somebody typed, by the name the calendar uses.
    """

    text: str
    office_id: UUID
    calendar: str = ""
    call_order: int = 1
    weeks: int = DEFAULT_WEEKS
    phones: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preview:
    """What applying would do. `without_phone` are the people a number is still needed for."""

    calendar: str
    office: Office
    plan: Plan
    cancelled: int
    without_phone: tuple[str, ...]
    mark: str
    """Changes with every change of the rota."""


def preview_import(*, actor: Actor, organization: Organization, facts: ImportFacts) -> Preview:
    """Work out what applying would do. Writes nothing. Raises Invalid for a file that is none."""
    require(may_edit_rota(actor, organization))
    return _preview(actor, organization, facts)


@use_case
def apply_import(
    *,
    actor: Actor,
    organization: Organization,
    facts: ImportFacts,
    seen: str = "",
    reason: str = "",
) -> RotaChange | None:
    """Do it; None when there is nothing to change.

    With `seen`, the mark of the preview that was looked at: raises Conflict when somebody has
    changed the rota since.
    """
    locked = opened(actor, organization)
    preview = _preview(actor, locked, facts)
    if seen and preview.mark != seen:
        raise Conflict(
            "Somebody has changed the rota since you looked.",
            "This is what would change now. Look again, then apply it.",
        )
    plan = preview.plan
    if plan.changes_nothing:
        return None
    change = begun(actor, locked, RotaChange.Kind.IMPORTED, reason)
    take_out(change, [one.id for one in plan.gone] + [one.before.id for one in plan.changed])
    coming = [*plan.added, *(one.after for one in plan.changed)]
    put_in(change, [_shift(locked, preview, facts, one) for one in coming])
    record_change(
        actor,
        change,
        calendar=preview.calendar,
        added=len(plan.added),
        changed=len(plan.changed),
        gone=len(plan.gone),
        refused=len(plan.refused),
    )
    return change


def _preview(actor: Actor, organization: Organization, facts: ImportFacts) -> Preview:
    office = _office(organization, facts)
    horizon = actor.at + timedelta(weeks=facts.weeks)
    try:
        read = read_calendar(facts.text, zone=organization.zone, start=actor.at, end=horizon)
    except UnreadableCalendar as error:
        raise Invalid(CHECK, fields={"text": str(error)}) from error
    calendar = (facts.calendar.strip() or read.name or UNNAMED)[:LONGEST_CALENDAR]
    wanted, refused, without_phone = _wanted(organization, office, facts, read)
    plan = planned(
        wanted,
        _existing(organization, calendar, Window(actor.at, horizon), wanted),
        calendar=calendar,
        order=facts.call_order,
        office=office.pk,
        refused=refused,
        now=actor.at,
        horizon=horizon,
    )
    return Preview(
        calendar=calendar,
        office=office,
        plan=plan,
        cancelled=read.cancelled,
        without_phone=without_phone,
        mark=_mark(organization),
    )


def _office(organization: Organization, facts: ImportFacts) -> Office:
    """Raises Invalid with a sentence for everything that is wrong beside the file itself."""
    office = Office.objects.filter(pk=facts.office_id, organization=organization).first()
    wrong: dict[str, str] = {}
    if facts.call_order not in CALLS:
        wrong["call_order"] = "Choose first, second or third call."
    if not 1 <= facts.weeks <= MOST_WEEKS:
        wrong["weeks"] = f"Give between 1 and {MOST_WEEKS} weeks."
    if len(facts.calendar.strip()) > LONGEST_CALENDAR:
        wrong["calendar"] = f"Keep this within {LONGEST_CALENDAR} characters."
    if turns_direction(facts.calendar):
        wrong["calendar"] = TURNED
    for name, phone in facts.phones.items():
        if fault := phone_fault(phone):
            wrong[f"phone of {name}"] = fault
    if office is None:
        wrong["office"] = f"Choose an office of {organization}."
    if wrong or office is None:
        raise Invalid(CHECK, fields=wrong)
    return office


def _wanted(
    organization: Organization, office: Office, facts: ImportFacts, read: ReadCalendar
) -> tuple[list[Wanted], list[RefusedEntry], tuple[str, ...]]:
    """Entries that can be shifts, those that cannot, and the people a number is missing for."""
    refused = [
        RefusedEntry(one.summary or "an event without a title", one.sentence)
        for one in read.refused
    ]
    entries = [_entry(one) for one in read.entries]
    typed = {name: phone.strip() for name, phone in facts.phones.items()}
    known = _known_phones(organization) | {k: v for k, v in typed.items() if v}
    usable: list[Wanted] = []
    without: dict[str, None] = {}
    for entry in with_phones(entries, known):
        if turns_direction(entry.person):
            refused.append(RefusedEntry("a name", TURNED, entry.window.start))
        elif not (entry.phone or office.phone):
            without[entry.person] = None
            refused.append(
                RefusedEntry(entry.person or office.title, NO_NUMBER, entry.window.start)
            )
        else:
            usable.append(entry)
    return usable, refused, tuple(sorted(without))


def _entry(one: Entry) -> Wanted:
    person = person_of(one.summary, one.attendees)
    return Wanted((one.uid, one.recurrence), Window(one.start, one.end), person, one.phone)


def _known_phones(organization: Organization) -> dict[str, str]:
    """The latest number of each person who was ever on this rota."""
    rows = (
        OnCallShift.objects.filter(organization=organization)
        .exclude(phone="")
        .order_by("added_in__at", "pk")
        .values_list("person_name", "phone")
    )
    return dict(rows)


def _existing(
    organization: Organization, calendar: str, span: Window, wanted: Iterable[Wanted]
) -> list[Existing]:
    """What stands in that span or later, and past shifts whose entry was moved to the future."""
    shifts = OnCallShift.objects.filter(organization=organization, removed_in=None)
    near = shifts.filter(during__overlap=DateTimeTZRange(span.start, span.end))
    uids = {one.key[0] for one in wanted if not one.key[1]}
    found = near | shifts.filter(calendar=calendar, during__endswith__gt=span.start)
    found |= shifts.filter(calendar=calendar, uid__in=uids)
    return [
        Existing(
            id=one.pk,
            calendar=one.calendar,
            order=one.call_order,
            office=one.office_id,
            key=(one.uid, one.recurrence),
            window=Window(one.during.lower, one.during.upper),
            person=one.person_name,
            phone=one.phone,
        )
        for one in found.order_by("during", "pk")
    ]


def _shift(
    organization: Organization, preview: Preview, facts: ImportFacts, entry: Wanted
) -> OnCallShift:
    uid, recurrence = entry.key
    return OnCallShift(
        organization=organization,
        office=preview.office,
        person_name=entry.person,
        phone=entry.phone,
        during=DateTimeTZRange(entry.window.start, entry.window.end),
        call_order=facts.call_order,
        calendar=preview.calendar,
        uid=uid,
        recurrence=recurrence,
    )


def _mark(organization: Organization) -> str:
    latest = RotaChange.objects.filter(organization=organization).first()
    return str(latest.pk) if latest else "nothing yet"
