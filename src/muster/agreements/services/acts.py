"""Putting acts of others on record: orders, designations, and requests to a watch or a region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.agreements.actions import Action
from muster.agreements.models import Agreement, SignedAct
from muster.agreements.policies import may_record_act, may_withdraw_act
from muster.agreements.queries.instruments import required_acts_of
from muster.agreements.services.declarations import LONGEST_TEXT, window_faults
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.directory.models import Organization
from muster.directory.wording import TURNED, turns_direction
from muster.domain.acts import ACT_NAMES, RECORDED_ACTS, ActKind
from muster.domain.failures import Conflict, Invalid
from muster.domain.reasons import required_reason


@dataclass(frozen=True, slots=True)
class ActFacts:
    """What stands on the paper, or who took the call: by whom, its number, from when to when."""

    issued_by: str
    reference: str
    effective: datetime
    expires: datetime
    exercise: bool


@use_case
def record_act(
    *,
    actor: Actor,
    agreement: Agreement,
    organization: Organization,
    kind: ActKind,
    facts: ActFacts,
) -> SignedAct:
    """Put on record what somebody outside the hub did for, or was asked by, an organization."""
    require(may_record_act(actor, kind, organization))
    if kind not in RECORDED_ACTS:
        raise Invalid(
            f"A {ACT_NAMES[kind]} is not recorded here.", "Open the agreement and sign there."
        )
    if not required_acts_of(agreement, kind):
        raise Conflict(
            f"{agreement.name} does not ask for a {ACT_NAMES[kind]}.", "Nothing to record."
        )
    _require_party(agreement, organization, actor, drill=facts.exercise)
    wrong = _faults(facts, now=actor.at)
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)
    standing = actor.standings[0] if actor.standings else None
    try:
        with transaction.atomic():
            act = SignedAct.objects.create(
                kind=kind,
                agreement=agreement,
                organization=organization,
                during=DateTimeTZRange(facts.effective, facts.expires),
                issued_by=facts.issued_by.strip(),
                reference=facts.reference.strip(),
                exercise=facts.exercise,
                signed_by_id=standing.office_id if standing else None,
            )
    except IntegrityError as error:
        raise Conflict(
            "An act with this reference is on record already.",
            "Withdraw it there first if it is wrong.",
        ) from error
    record(
        actor=actor,
        action=Action.ACT_RECORDED,
        subject=act,
        facts={
            "act": ACT_NAMES[kind],
            "agreement": agreement.name,
            "issued_by": act.issued_by,
            "reference": act.reference,
            "exercise": act.exercise,
        },
        organization_id=organization.pk,
    )
    return act


@use_case
def withdraw_act(*, actor: Actor, act: SignedAct, reason: str) -> SignedAct:
    """Take back what was recorded in error; it counts for nothing from now on."""
    require(may_withdraw_act(actor, act))
    why = required_reason(reason)
    locked = SignedAct.objects.select_for_update(no_key=True).get(pk=act.pk)
    if locked.withdrawn_at is not None:
        raise Conflict("This is withdrawn already.", "Reload the page.")
    locked.withdrawn_at, locked.withdrawal_reason = actor.at, why
    locked.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    record(
        actor=actor,
        action=Action.ACT_WITHDRAWN,
        subject=locked,
        facts={"act": ACT_NAMES[ActKind(act.kind)], "reference": act.reference, "reason": why},
        organization_id=act.organization_id,
    )
    return locked


def _require_party(
    agreement: Agreement, organization: Organization, actor: Actor, *, drill: bool
) -> None:
    world = {} if drill else {"exercise": False}
    if not agreement.parties.filter(
        organization=organization, during__contains=actor.at, **world
    ).exists():
        raise Conflict(
            f"{organization} is not a party of {agreement.name}.", "It has to be a party first."
        )


def _faults(facts: ActFacts, *, now: datetime) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for name, text, missing in (
        ("issued_by", facts.issued_by, "Say who ordered it, or who took the call."),
        ("reference", facts.reference, "Give its number, or what it is called."),
    ):
        if not text.strip():
            wrong[name] = missing
        elif len(text.strip()) > LONGEST_TEXT:
            wrong[name] = f"Keep this within {LONGEST_TEXT} characters."
        elif turns_direction(text):
            wrong[name] = TURNED
    return wrong | window_faults(facts.effective, facts.expires, now=now)
