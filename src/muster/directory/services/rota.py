"""Putting people on call, changing and removing shifts, and undoing any of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty
from muster.authz.decisions import require
from muster.directory.models import Office, OnCallShift, Organization, RotaChange
from muster.directory.policies import edits_as_member, may_edit_rota
from muster.directory.wording import TURNED, turns_direction
from muster.domain.failures import Conflict, Invalid
from muster.domain.reasons import required_reason
from muster.domain.rota import (
    CALLS,
    LONGEST_NAME,
    WeeklyPattern,
    phone_fault,
    shift_fault,
)
from muster.domain.time_zones import CHOICES
from muster.domain.windows import Window, merged

CHECK = "Some answers need another look."
FARTHEST = timedelta(days=3 * 365)
TOO_FAR = "This is more than three years ahead. Check the year."


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """Who answers, from when to when. An empty phone means the office's own."""

    office_id: UUID
    person_name: str
    phone: str
    start: datetime
    end: datetime
    call_order: int = 1


@use_case
def add_shift(
    *, actor: Actor, organization: Organization, facts: ShiftFacts, reason: str = ""
) -> RotaChange:
    """Put somebody on call. Raises Invalid for bad facts, Conflict when the time is taken."""
    locked = opened(actor, organization)
    if facts.start < facts.end <= actor.at:
        raise Invalid(CHECK, fields={"end": "This is over already. Check the date."})
    if facts.start > actor.at + FARTHEST:
        raise Invalid(CHECK, fields={"start": TOO_FAR})
    change = begun(actor, locked, RotaChange.Kind.ADDED, reason)
    put_in(change, [_shift(locked, facts)])
    record_change(actor, change, put_in=1)
    return change


@use_case
def add_weekly(
    *,
    actor: Actor,
    organization: Organization,
    facts: ShiftFacts,
    pattern: WeeklyPattern,
    reason: str = "",
) -> RotaChange:
    """Put somebody on call by a weekly pattern on the organization's clock: all turns or none.

    `facts` says who; its times are not looked at.
    """
    locked = opened(actor, organization)
    if wrong := pattern.faults():
        raise Invalid(CHECK, fields=wrong)
    windows = [one for one in pattern.shifts(locked.zone) if one.end > actor.at]
    if not windows:
        sentence = "All of these turns are over already. Check the date."
        raise Invalid(CHECK, fields={"first": sentence})
    if windows[-1].start > actor.at + FARTHEST:
        raise Invalid(CHECK, fields={"first": TOO_FAR})
    change = begun(actor, locked, RotaChange.Kind.WEEKLY, reason)
    each = [replace(facts, start=one.start, end=one.end) for one in windows]
    put_in(change, [_shift(locked, one) for one in each])
    record_change(actor, change, put_in=len(each))
    return change


@use_case
def change_shift(
    *, actor: Actor, shift: OnCallShift, facts: ShiftFacts, reason: str = ""
) -> RotaChange:
    """Replace a shift by another one. Raises Conflict when somebody else was faster.

    It stays the entry of its imported calendar: reading that again may change it back.
    """
    locked = opened(actor, shift.organization)
    change = begun(actor, locked, RotaChange.Kind.CHANGED, reason)
    take_out(change, [shift.pk])
    new = _shift(locked, facts)
    new.calendar, new.uid, new.recurrence = shift.calendar, shift.uid, shift.recurrence
    put_in(change, [new])
    record_change(actor, change, put_in=1, taken_out=1)
    return change


@use_case
def remove_shift(*, actor: Actor, shift: OnCallShift, reason: str = "") -> RotaChange:
    """Take a shift out. The change can be undone."""
    locked = opened(actor, shift.organization)
    change = begun(actor, locked, RotaChange.Kind.REMOVED, reason)
    take_out(change, [shift.pk])
    record_change(actor, change, taken_out=1)
    return change


@use_case
def undo_change(*, actor: Actor, change: RotaChange, reason: str = "") -> RotaChange:
    """Take back a whole change. Raises Conflict when later ones stand in the way."""
    locked = opened(actor, change.organization)
    if RotaChange.objects.filter(undoes=change).exists():
        raise Conflict("This change is undone already.", "Undo that one to have it back.")
    put = list(OnCallShift.objects.filter(added_in=change))
    if any(one.removed_in_id for one in put):
        raise Conflict(
            "What this change put in has been changed since.", "Undo the later change first."
        )
    taken = list(OnCallShift.objects.filter(removed_in=change).select_related("office"))
    undoing = begun(actor, locked, RotaChange.Kind.UNDONE, reason, undoes=change)
    take_out(undoing, [one.pk for one in put])
    put_in(undoing, [_again(one) for one in taken])
    record_change(actor, undoing, put_in=len(taken), taken_out=len(put))
    return undoing


@use_case
def set_time_zone(
    *, actor: Actor, organization: Organization, time_zone: str, reason: str = ""
) -> Organization:
    """Name the clock an organization lives by; an empty name means the usual one of its state."""
    locked = opened(actor, organization)
    if time_zone and time_zone not in CHOICES:
        raise Invalid(CHECK, fields={"time_zone": "Choose from the list."})
    reason = _reason(actor, locked, reason)
    before, locked.time_zone = locked.zone_name, time_zone
    locked.save(update_fields=["time_zone"])
    record(
        actor=actor,
        action="directory:rota:time_zone_set",
        subject=locked,
        facts={"from": before, "to": locked.zone_name, "reason": reason},
        organization_id=locked.pk,
    )
    return locked


def opened(actor: Actor, organization: Organization) -> Organization:
    """The organization, locked: changes of one rota come one after the other."""
    require(may_edit_rota(actor, organization))
    return (
        Organization.objects.select_for_update(no_key=True, of=("self",))
        .select_related("jurisdiction", "seat")
        .get(pk=organization.pk)
    )


def begun(
    actor: Actor,
    organization: Organization,
    kind: RotaChange.Kind,
    reason: str,
    *,
    undoes: RotaChange | None = None,
) -> RotaChange:
    """A new step in the history. Raises Invalid when a reason is needed and missing."""
    standing = actor.standing_in(organization.pk) or actor.holding(Duty.COORDINATE)
    return RotaChange.objects.create(
        organization=organization,
        kind=kind,
        at=actor.at,
        by_name=actor.name[:200],
        by_office_id=standing.office_id if standing else None,
        reason=_reason(actor, organization, reason),
        undoes=undoes,
    )


def put_in(change: RotaChange, shifts: Sequence[OnCallShift]) -> None:
    """Write new shifts. Raises Conflict naming the shift that has the time already."""
    for shift in shifts:
        shift.added_in = change
    if taken := _in_the_way(change.organization, shifts):
        raise _taken(taken, change.organization)
    try:
        with transaction.atomic():
            OnCallShift.objects.bulk_create(shifts)
    except IntegrityError as error:
        raise Conflict(
            "Somebody has one of these shifts already.",
            "Reload the rota, then change that shift or choose another call.",
        ) from error


def take_out(change: RotaChange, shift_ids: Iterable[UUID]) -> None:
    """Mark shifts as gone. Raises Conflict unless all of them stand."""
    wanted = list(shift_ids)
    done = OnCallShift.objects.filter(
        pk__in=wanted, removed_in=None, organization=change.organization
    ).update(removed_in=change)
    if done != len(wanted):
        raise Conflict(
            "This shift has been changed or removed by somebody else.",
            "Reload the rota to see how it stands now.",
        )


def _shift(organization: Organization, facts: ShiftFacts) -> OnCallShift:
    """Not written yet. Raises Invalid for facts that cannot be used."""
    office = Office.objects.filter(pk=facts.office_id, organization=organization).first()
    wrong: dict[str, str] = {}
    if office is None:
        wrong["office"] = f"Choose an office of {organization}."
    if turns_direction(facts.person_name):
        wrong["person_name"] = TURNED
    elif len(facts.person_name.strip()) > LONGEST_NAME:
        wrong["person_name"] = f"Keep this within {LONGEST_NAME} characters."
    if fault := phone_fault(facts.phone):
        wrong["phone"] = fault
    elif office and not (facts.phone.strip() or office.phone):
        wrong["phone"] = f"Give a number: the office {office.title} has none on record."
    if fault := shift_fault(facts.start, facts.end):
        wrong["end"] = fault
    if facts.call_order not in CALLS:
        wrong["call_order"] = "Choose first, second or third call."
    if wrong or office is None:
        raise Invalid(CHECK, fields=wrong)
    return OnCallShift(
        organization=organization,
        office=office,
        person_name=facts.person_name.strip(),
        phone=facts.phone.strip(),
        during=DateTimeTZRange(facts.start, facts.end),
        call_order=facts.call_order,
    )


def _again(gone: OnCallShift) -> OnCallShift:
    return OnCallShift(
        organization_id=gone.organization_id,
        office=gone.office,
        person_name=gone.person_name,
        phone=gone.phone,
        during=gone.during,
        call_order=gone.call_order,
        calendar=gone.calendar,
        uid=gone.uid,
        recurrence=gone.recurrence,
    )


def _in_the_way(organization: Organization, shifts: Sequence[OnCallShift]) -> OnCallShift | None:
    """The first standing shift that one of these overlaps. One query however many there are."""
    if not shifts:
        return None
    spans: dict[int, list[Window]] = {}
    for shift in shifts:
        window = Window(shift.during.lower, shift.during.upper)
        spans.setdefault(shift.call_order, []).append(window)
    everything = merged(window for windows in spans.values() for window in windows)
    standing = (
        OnCallShift.objects.filter(organization=organization, removed_in=None)
        .filter(during__overlap=DateTimeTZRange(everything[0].start, everything[-1].end))
        .select_related("office")
        .order_by("during")
    )
    taken = {order: merged(windows) for order, windows in spans.items()}
    return next(
        (
            one
            for one in standing
            for window in taken.get(one.call_order, ())
            if window.overlaps(Window(one.during.lower, one.during.upper))
        ),
        None,
    )


def _taken(shift: OnCallShift, organization: Organization) -> Conflict:
    zone = organization.zone
    start, end = (timezone.localtime(one, zone) for one in (shift.during.lower, shift.during.upper))
    who = shift.person_name or shift.office.title
    return Conflict(
        f"{who} has the {shift.call.lower()} from {start:%a %b} {start.day}, {start:%H:%M} until "
        f"{end:%a %b} {end.day}, {end:%H:%M} already.",
        "Change that shift, or choose another call.",
    )


def _reason(actor: Actor, organization: Organization, reason: str) -> str:
    if reason.strip() or not edits_as_member(actor, organization):
        sentence = f"Say why: {organization} will read it in the history of its rota."
        return required_reason(reason, sentence)
    return ""


def record_change(actor: Actor, change: RotaChange, **facts: object) -> None:
    """Note a change in the chain: how many shifts, never whose number."""
    record(
        actor=actor,
        action=f"directory:rota:{change.kind}",
        subject=change,
        facts={"reason": change.reason, **facts},
        organization_id=change.organization_id,
        acting_for=change.by_office.organization_id if change.by_office else None,
    )
