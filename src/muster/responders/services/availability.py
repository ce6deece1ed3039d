"""Saying when one cannot come, and leaving the roster."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty
from muster.authz.decisions import YES, Decision, no, require
from muster.domain.failures import Conflict, Invalid, NotFound
from muster.responders.actions import Action
from muster.responders.models import Absence, Responder

LONGEST_ABSENCE = timedelta(days=366)
EARLIEST_START = timedelta(days=366)
LATEST_END = timedelta(days=3 * 366)
"""How far from now an absence may begin before and end after; beyond is a slip of the year."""


def may_change_responder(actor: Actor, responder: Responder) -> Decision:
    """People change their own entry; their organization's representatives change any."""
    if actor.person_id and actor.person_id == responder.person_id:
        return YES
    if actor.holding(Duty.REPRESENT, responder.organization_id):
        return YES
    return no(f"Only {responder.name} or {responder.organization} can change this.")


@use_case
def add_absence(*, actor: Actor, responder: Responder, start: datetime, end: datetime) -> Absence:
    """Not to be asked between these times. Commitments already made stay."""
    require(may_change_responder(actor, responder))
    wrong = _absence_faults(start, end, now=actor.at)
    if wrong:
        raise Invalid("Check the dates.", fields=wrong)
    absence = Absence.objects.create(responder=responder, during=DateTimeTZRange(start, end))
    record(
        actor=actor,
        action=Action.ABSENCE_ADDED,
        subject=responder,
        organization_id=responder.organization_id,
    )
    return absence


@use_case
def remove_absence(*, actor: Actor, responder: Responder, absence_id: UUID) -> None:
    require(may_change_responder(actor, responder))
    removed, _ = Absence.objects.filter(pk=absence_id, responder=responder).delete()
    if not removed:
        raise NotFound("This absence was removed already.", "Reload the page.")
    record(
        actor=actor,
        action=Action.ABSENCE_REMOVED,
        subject=responder,
        organization_id=responder.organization_id,
    )


@use_case
def remove_responder(*, actor: Actor, responder: Responder) -> Responder:
    """Take a person off the roster. What they are committed to stays on record."""
    require(may_change_responder(actor, responder))
    locked = Responder.objects.select_for_update(no_key=True).get(pk=responder.pk)
    if locked.removed_at:
        raise Conflict(f"{locked.name} has left the roster already.", "Nothing to do.")
    locked.removed_at = actor.at
    locked.save(update_fields=["removed_at"])
    record(
        actor=actor,
        action=Action.RESPONDER_REMOVED,
        subject=locked,
        organization_id=locked.organization_id,
    )
    return locked


def _absence_faults(start: datetime, end: datetime, *, now: datetime) -> dict[str, str]:
    """Counted as distances from now: a time at the end of the calendar has no UTC to go to."""
    wrong: dict[str, str] = {}
    for name, moment in (("start", start), ("end", end)):
        if moment - now > LATEST_END:
            wrong[name] = "This is more than three years ahead. Check the year."
        elif now - moment > EARLIEST_START:
            wrong[name] = "This is more than a year ago. Check the year."
    if wrong:
        return wrong
    if end <= start:
        return {"end": "The end has to be after the start."}
    if end <= now:
        return {"end": "This time is over already."}
    if end - start > LONGEST_ABSENCE:
        return {"end": "Give at most a year at a time."}
    return {}
