"""Ending sessions: one that is not known, or all but this one."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.usersessions.models import UserSession

from muster.accounts.models import Person
from muster.accounts.policies import may_end_sessions
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.domain.failures import NotFound


@use_case
def end_session(*, actor: Actor, person: Person, session_id: int) -> None:
    """From its next request on it is nobody's. NotFound when it is not one of this person's."""
    require(may_end_sessions(actor, person))
    session = UserSession.objects.filter(user=person, pk=session_id).first()
    if session is None:
        raise NotFound("You have no such session.", "It may have ended already. Reload the page.")
    _end(actor, person, [session])


@use_case
def end_other_sessions(*, actor: Actor, person: Person, kept: str | None) -> int:
    """All but the one with the session key `kept`; how many there were."""
    require(may_end_sessions(actor, person))
    others = list(UserSession.objects.filter(user=person).exclude(session_key=kept))
    if others:
        _end(actor, person, others)
    return len(others)


def _end(actor: Actor, person: Person, sessions: Iterable[UserSession]) -> None:
    ended = [session.end() for session in sessions]
    record(
        actor=actor,
        action="accounts:sessions:ended",
        subject=person,
        facts={"sessions": len(ended)},
    )
