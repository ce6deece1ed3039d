"""Putting declarations on record, and what ends them before their time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.agreements.actions import Action
from muster.agreements.models import Declaration
from muster.agreements.policies import may_end_declaration, may_record_declaration
from muster.agreements.services.documenting import keep_document
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty
from muster.authz.decisions import require
from muster.directory.models import Jurisdiction
from muster.directory.wording import TURNED, turns_direction
from muster.documents.scans import Scan
from muster.domain.failures import Conflict, Invalid
from muster.domain.reasons import required_reason

LONGEST_DECLARATION = timedelta(days=365)
FARTHEST_DECLARATION = timedelta(days=5 * 365)
"""How far from today a declaration may take effect; anything else is a slip of the year."""

LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class DeclarationFacts:
    """What stands on the declaration: who issued it, its number, from when to when."""

    level: str
    issued_by: str
    reference: str
    effective: datetime
    expires: datetime
    exercise: bool


@use_case
def record_declaration(
    *,
    actor: Actor,
    jurisdiction: Jurisdiction,
    facts: DeclarationFacts,
    document: Scan | None = None,
) -> Declaration:
    """Put an issued declaration on record; from then on paths that needed it are complete.

    `document` is the declaration itself, looked at before the transaction begins.
    """
    require(may_record_declaration(actor))
    wrong = _declaration_faults(facts, jurisdiction, now=actor.at)
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)
    standing = actor.holding(Duty.COORDINATE)
    try:
        with transaction.atomic():
            declaration = Declaration.objects.create(
                level=facts.level,
                jurisdiction=jurisdiction,
                issued_by=facts.issued_by.strip(),
                reference=facts.reference.strip(),
                during=DateTimeTZRange(facts.effective, facts.expires),
                exercise=facts.exercise,
                recorded_by_id=standing.office_id if standing else None,
            )
    except IntegrityError as error:
        raise Conflict(
            "A declaration with this reference is on record already.",
            "Open it in the list; withdraw it there first if it is wrong.",
        ) from error
    record(
        actor=actor,
        action=Action.DECLARATION_RECORDED,
        subject=declaration,
        facts={"reference": declaration.reference, "issued_by": declaration.issued_by},
    )
    if document is not None:
        keep_document(actor, declaration, document)
    return declaration


@use_case
def end_declaration(
    *, actor: Actor, declaration: Declaration, ended_at: datetime, reason: str
) -> Declaration:
    """Note that the authority ended it early: from `ended_at` on it carries nobody any more.

    Mission orders already issued stand. Raises Invalid for a moment outside its time, Conflict
    when it is over already.
    """
    locked = _locked(actor, declaration, {Declaration.Ending.ENDED, Declaration.Ending.WITHDRAWN})
    reason = required_reason(reason)
    if locked.during.upper <= actor.at:
        raise Conflict("This declaration has expired already.", "There is nothing to end.")
    wrong = ""
    if ended_at <= locked.during.lower:
        wrong = "It took effect after that. If it never should have, withdraw it."
    elif ended_at >= locked.during.upper:
        wrong = "It expires before that anyway."
    if wrong:
        raise Invalid("Check when it ended.", fields={"ended_at": wrong})
    locked.first_expiry = locked.during.upper
    locked.during = DateTimeTZRange(locked.during.lower, ended_at)
    _close(locked, actor, Declaration.Ending.ENDED, ended_at, reason)
    record(
        actor=actor,
        action=Action.DECLARATION_ENDED,
        subject=locked,
        facts={
            "reference": locked.reference,
            "ended_at": ended_at.isoformat(),
            "was_to_expire": locked.first_expiry.isoformat(),
            "reason": reason,
        },
    )
    return locked


@use_case
def withdraw_declaration(*, actor: Actor, declaration: Declaration, reason: str) -> Declaration:
    """Take back what was recorded in error: from now on it counts for nothing.

    The row stays, and mission orders already issued stand. The same reference can then be
    recorded again with the right facts. One that was ended early can be withdrawn too.
    """
    locked = _locked(actor, declaration, {Declaration.Ending.WITHDRAWN})
    reason = required_reason(reason)
    _close(locked, actor, Declaration.Ending.WITHDRAWN, actor.at, reason)
    record(
        actor=actor,
        action=Action.DECLARATION_WITHDRAWN,
        subject=locked,
        facts={"reference": locked.reference, "reason": reason},
    )
    return locked


def _locked(actor: Actor, declaration: Declaration, closed: set[Declaration.Ending]) -> Declaration:
    """The row, locked. Raises Conflict when it is in one of the `closed` states."""
    require(may_end_declaration(actor))
    locked = Declaration.objects.select_for_update(no_key=True).get(pk=declaration.pk)
    if locked.ending in closed:
        raise Conflict(
            f"This declaration is {locked.get_ending_display().lower()} already.",
            "Reload the page to see by whom and why.",
        )
    return locked


def _close(
    locked: Declaration,
    actor: Actor,
    ending: Declaration.Ending,
    ended_at: datetime,
    reason: str,
) -> None:
    standing = actor.holding(Duty.COORDINATE)
    locked.ending = ending
    locked.ended_at = ended_at
    locked.end_recorded_at = actor.at
    locked.end_reason = reason
    locked.ended_by_id = standing.office_id if standing else None
    locked.ender_name = actor.name[:200]
    locked.save()


def _declaration_faults(
    facts: DeclarationFacts, jurisdiction: Jurisdiction, *, now: datetime
) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if facts.level not in Declaration.Level.values:
        wrong["level"] = "Choose local or state."
    if facts.level == Declaration.Level.STATE and jurisdiction.kind != "state":
        wrong["jurisdiction"] = "A state declaration is issued for a state."
    if not facts.issued_by.strip():
        wrong["issued_by"] = "Say who issued it, for example the Governor of Texas."
    if not facts.reference.strip():
        wrong["reference"] = "Give its number or title, so that others can find it."
    if len(facts.issued_by.strip()) > LONGEST_TEXT:
        wrong["issued_by"] = f"Keep this within {LONGEST_TEXT} characters."
    if len(facts.reference.strip()) > LONGEST_TEXT:
        wrong["reference"] = f"Keep this within {LONGEST_TEXT} characters."
    for name, text in (("issued_by", facts.issued_by), ("reference", facts.reference)):
        if turns_direction(text):
            wrong[name] = TURNED
    return wrong | window_faults(facts.effective, facts.expires, now=now)


def window_faults(effective: datetime, expires: datetime, *, now: datetime) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if abs(effective - now) > FARTHEST_DECLARATION:
        wrong["effective"] = "This is more than five years from today. Check the year."
    if expires <= effective:
        wrong["expires"] = "It has to expire after it takes effect."
    elif expires <= now:
        wrong["expires"] = "This is over already, so nobody could come under it. Check the dates."
    elif expires - effective > LONGEST_DECLARATION:
        wrong["expires"] = "Give an end within a year; it can be prolonged by a new one."
    return wrong
