"""The gate every change of an open request passes: still open, allowed, and not made in between."""

from __future__ import annotations

from muster.aid.models import Request
from muster.aid.policies import may_change_request
from muster.aid.services.locking import locked_request
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.domain.failures import Conflict


def changeable(actor: Actor, request: Request, version: int) -> Request:
    """The locked request. Raises Denied, or Conflict when `version` is not the current one."""
    locked = locked_request(request.pk)
    require(may_change_request(actor, locked))
    if locked.version != version:
        raise Conflict(
            f"Somebody changed {locked.number} while you had it open.",
            "Look at how it stands now, then make your change again.",
        )
    return locked


def bumped(request: Request, actor: Actor, *, needs_changed: bool = False) -> Request:
    """Count the change. Proposals made before changed needs can no longer be sent from."""
    request.version += 1
    request.updated_at = actor.at
    if needs_changed:
        request.needs_changed_at = actor.at
    request.save(update_fields=["version", "updated_at", "needs_changed_at"])
    return request
