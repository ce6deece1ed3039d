"""Writing to the chain, inside the transaction of the use case that did the thing.

Events are collected while a use case runs and appended as its last statements. The chain's
lock is therefore always the last lock taken, so two use cases cannot deadlock over it, and it
is held only until the commit that follows at once.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import OperationalError, connection, models, transaction

from muster.audit.chain import GENESIS, digest_of
from muster.audit.models import AuditEvent
from muster.authz.actors import Actor, Standing
from muster.authz.sight import everything
from muster.domain.failures import Conflict

CHAIN_LOCK = 0x4D757374
"""Key of the advisory lock that serializes appends ('Must' in ASCII)."""

DEADLOCK = "40P01"
SERIALIZATION_FAILURE = "40001"

P = ParamSpec("P")
R = TypeVar("R")

_pending: ContextVar[list[AuditEvent] | None] = ContextVar("pending_audit_events", default=None)


def use_case(function: Callable[P, R]) -> Callable[P, R]:
    """Run a service in one transaction and append what it recorded just before the commit.

    It works on whole tables: what it hands out was authorized, and rules such as "nobody is in
    two places" hold among rows its actor may not see.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        outer = _pending.get()
        if outer is not None:
            return _nested(outer, lambda: function(*args, **kwargs))
        token = _pending.set([])
        try:
            with everything(), transaction.atomic():
                result = function(*args, **kwargs)
                _append(_pending.get() or [])
                return result
        except OperationalError as error:
            raise _told_to_try_again(error) from error
        finally:
            _pending.reset(token)

    return run


def _nested(outer: list[AuditEvent], work: Callable[[], R]) -> R:
    """What a failed inner use case noted did not happen."""
    before = len(outer)
    try:
        with transaction.atomic():
            return work()
    except BaseException:
        del outer[before:]
        raise


def _told_to_try_again(error: OperationalError) -> Exception:
    """Two changes that waited for each other are a conflict, not a fault of the server."""
    if getattr(error.__cause__, "sqlstate", "") in {DEADLOCK, SERIALIZATION_FAILURE}:
        return Conflict(
            "Somebody else changed the same thing at the same moment.",
            "Nothing was done. Reload the page and try again.",
        )
    return error


def record(
    *,
    actor: Actor,
    action: str,
    subject: models.Model,
    about: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
    organization_id: UUID | None = None,
    acting_for: UUID | None = None,
) -> None:
    """Note what was done. Raises RuntimeError outside a use case.

    `organization_id` names the organization whose people may see the event in a timeline;
    without it, everybody who may see the timeline may. `acting_for` names the organization in
    whose office the actor did it, where that is another one.
    """
    pending = _pending.get()
    if pending is None:
        raise RuntimeError(f"{action} was recorded outside a use case.")
    standing = actor.standing_in(acting_for or organization_id) or _only(actor.standings)
    pending.append(
        AuditEvent(
            occurred_at=actor.at,
            action=action,
            actor_id=actor.person_id,
            actor_name=actor.name[:200],
            office_id=standing.office_id if standing else None,
            organization_id=organization_id,
            source=actor.source,
            origin=actor.origin[:64],
            request_id=actor.request_id[:64],
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            about=about,
            facts=dict(facts or {}),
        )
    )


def _only(standings: Sequence[Standing]) -> Standing | None:
    """The office of somebody who holds just one; with several, which one it was is not guessed."""
    return standings[0] if len(standings) == 1 else None


def _append(events: list[AuditEvent]) -> None:
    if not events:
        return
    with connection.cursor() as cursor:
        # Foreign keys are checked, and their rows locked, at commit unless told otherwise: that
        # would be after the chain's lock, which has to be the last one taken.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = AuditEvent.objects.order_by("-sequence").only("sequence", "digest").first()
    sequence, digest = (last.sequence, last.digest) if last else (0, GENESIS)
    for event in events:
        sequence += 1
        event.sequence = sequence
        event.previous_digest = digest
        event.digest = digest = digest_of(event)
    AuditEvent.objects.bulk_create(events)
