"""One office acts in the place of another, for a time and for some acts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.audit.recording import record, use_case
from muster.authz.actors import AUTHORITY_NAMES, Actor, Authority
from muster.authz.decisions import require
from muster.directory.actions import Action
from muster.directory.models import Delegation, Office
from muster.directory.policies import may_delegate, may_revoke_delegation
from muster.domain.failures import Conflict, Invalid
from muster.domain.reasons import required_reason

LONGEST = timedelta(days=Delegation.LONGEST_DAYS)


@use_case
def delegate(
    *,
    actor: Actor,
    giver: Office,
    receiver: Office,
    authorities: frozenset[Authority],
    begins: datetime,
    ends: datetime,
    reason: str,
) -> Delegation:
    """Nothing can be given away that the giver may not do itself, nor for more than 90 days."""
    require(may_delegate(actor, giver))
    why = required_reason(reason)
    wrong = _faults(giver, receiver, authorities, begins, ends, now=actor.at)
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)
    delegation = Delegation.objects.create(
        giver=giver,
        receiver=receiver,
        authorities=[one.value for one in Authority if one in authorities],
        during=DateTimeTZRange(begins, ends),
        reason=why[:300],
        given_by_name=actor.name[:200],
    )
    record(
        actor=actor,
        action=Action.DELEGATED,
        subject=delegation,
        facts={
            "from": giver.title,
            "to": receiver.title,
            "authorities": delegation.authorities,
            "ends": ends.isoformat(),
        },
        organization_id=giver.organization_id,
    )
    return delegation


@use_case
def revoke_delegation(*, actor: Actor, delegation: Delegation) -> Delegation:
    """From this second on nothing is done by it; what was done stands."""
    require(may_revoke_delegation(actor, delegation))
    locked = Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)
    if locked.revoked_at is not None or locked.during.upper <= actor.at:
        raise Conflict("This delegation is over already.", "Nothing to do.")
    locked.revoked_at = actor.at
    locked.save(update_fields=["revoked_at"])
    record(
        actor=actor,
        action=Action.DELEGATION_REVOKED,
        subject=locked,
        facts={"from": delegation.giver.title, "to": delegation.receiver.title},
        organization_id=delegation.giver.organization_id,
    )
    return locked


def _faults(
    giver: Office,
    receiver: Office,
    authorities: frozenset[Authority],
    begins: datetime,
    ends: datetime,
    *,
    now: datetime,
) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if receiver.organization_id != giver.organization_id or receiver.pk == giver.pk:
        wrong["receiver"] = f"Choose another office of {giver.organization}."
    elif receiver.retired_at is not None:
        wrong["receiver"] = f"The office {receiver.title} is retired."
    binding = authorities - {Authority.RECEIVE_AT_NIGHT}
    beyond = binding - {Authority(one) for one in giver.authorities}
    if not binding or binding != authorities:
        wrong["authorities"] = "Choose at least one act that binds. The rota says who is called."
    elif beyond:
        names = " and ".join(sorted(AUTHORITY_NAMES[one] for one in beyond))
        wrong["authorities"] = f"{giver.title} may not do this itself: {names}."
    if ends <= now or ends <= begins:
        wrong["ends"] = "It has to end after it begins, and in the future."
    elif ends - begins > LONGEST:
        wrong["ends"] = f"Give an end within {LONGEST.days} days; it can be given again."
    return wrong
