"""Match runs by their id, for those who may know of them."""

from __future__ import annotations

from uuid import UUID

from muster.aid.models import MatchRun
from muster.aid.queries.visibility import visible_requests
from muster.authz.actors import Actor
from muster.domain.failures import NotFound


def run_by_id(actor: Actor, run_id: UUID) -> MatchRun:
    """The run with its inputs. Raises NotFound, also when the actor may not know of it."""
    run = (
        MatchRun.objects.defer(None)
        .filter(pk=run_id, requests__in=visible_requests(actor))
        .distinct()
        .first()
    )
    if run is None:
        raise NotFound(
            "There is no match run with this id that you may see.",
            "Open it from the request: under the proof.",
        )
    return run
