"""Leaving an agreement with notice, and taking the notice back while it runs."""

from __future__ import annotations

from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.agreements.actions import Action
from muster.agreements.job_names import JobName
from muster.agreements.models import Party
from muster.agreements.policies import may_sign_act
from muster.agreements.queries.versions import binding, terms_of
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Authority
from muster.authz.decisions import require
from muster.domain.drafting.meaning import NoMeaning
from muster.domain.failures import Conflict
from muster.domain.reasons import required_reason
from muster.jobs.queue import enqueue


@use_case
def give_notice(*, actor: Actor, party: Party, reason: str) -> Party:
    """The party leaves once the notice of the text that binds it has run."""
    require(may_sign_act(actor, party.agreement, party.organization))
    why = required_reason(reason)
    locked = _locked(party)
    if locked.during.upper is not None:
        raise Conflict(
            f"{party.organization} has given notice already, or has left.", "Reload the page."
        )
    standing = actor.empowered(Authority.SIGN, party.organization_id)
    ends = max(actor.at + notice_of(locked, actor), locked.during.lower)
    locked.during = DateTimeTZRange(locked.during.lower, ends)
    locked.notice_given_at, locked.notice_reason = actor.at, why
    locked.notice_by_id = standing.office_id if standing else None
    locked.save(update_fields=["during", "notice_given_at", "notice_reason", "notice_by"])
    record(
        actor=actor,
        action=Action.NOTICE_GIVEN,
        subject=locked,
        facts={"agreement": party.agreement.name, "ends": ends.isoformat(), "reason": why},
        organization_id=party.organization_id,
    )
    enqueue(JobName.MAIL_NOTICE, party_id=str(locked.pk))
    return locked


@use_case
def take_back_notice(*, actor: Actor, party: Party) -> Party:
    """The party stays after all, as long as the notice has not run out."""
    require(may_sign_act(actor, party.agreement, party.organization))
    locked = _locked(party)
    if locked.notice_given_at is None:
        raise Conflict(f"{party.organization} has given no notice.", "Nothing to take back.")
    if locked.during.upper <= actor.at:
        raise Conflict(
            f"{party.organization} has left {party.agreement.name}.", "Join it again instead."
        )
    locked.during = DateTimeTZRange(locked.during.lower, None)
    locked.notice_given_at, locked.notice_reason, locked.notice_by_id = None, "", None
    locked.save(update_fields=["during", "notice_given_at", "notice_reason", "notice_by"])
    record(
        actor=actor,
        action=Action.NOTICE_TAKEN_BACK,
        subject=locked,
        facts={"agreement": party.agreement.name},
        organization_id=party.organization_id,
    )
    return locked


def notice_of(party: Party, actor: Actor) -> timedelta:
    """How long the notice runs under the text that binds the party."""
    version = binding(party, at=actor.at)
    if version is None:
        return timedelta()
    try:
        return timedelta(days=terms_of(version).notice_days)
    except NoMeaning:
        return timedelta()


def _locked(party: Party) -> Party:
    return Party.objects.select_for_update(no_key=True).get(pk=party.pk)
