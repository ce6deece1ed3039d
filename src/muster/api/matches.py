"""Matching a request: nobody is asked until offers are sent."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import HeaderEx, P, Router, Status

from muster.aid.models import MatchRun, Request
from muster.aid.policies import may_match
from muster.aid.queries.visibility import request_by_number
from muster.aid.services.matching import propose
from muster.api.match_tasks import ACCEPTED, accepted, prefers_not_to_wait
from muster.api.schemas.match_tasks import MatchTaskOut
from muster.api.schemas.matches import MatchOut, match_out
from muster.api.tokens import actor_of
from muster.authz.decisions import require
from muster.domain.failures import NotFound

router = Router(tags=["Matches"])

PREFER = "`respond-async`: answer 202 at once, with an address to look at (RFC 7240)."


@router.post(
    "/{number}/matches",
    response={201: MatchOut, 202: MatchTaskOut},
    operation_id="match_request",
    openapi_extra={"responses": {202: ACCEPTED}},
)
def match(
    request: HttpRequest,
    response: HttpResponse,
    number: str,
    prefer: HeaderEx[str, P(alias="Prefer", description=PREFER)] = "",
) -> Status[MatchOut | MatchTaskOut]:
    """Propose who goes, proven best in the order of priorities.

    In a large hub this takes up to half a minute. With `Prefer: respond-async` the answer comes at
    once, with an address that tells how far it is.
    """
    actor = actor_of(request)
    found = request_by_number(actor, number)
    if prefers_not_to_wait(prefer):
        return Status(202, accepted(request, response, found))
    return Status(201, match_out(propose(actor=actor, requests=[found]), found, actor))


@router.get("/{number}/matches/latest", response=MatchOut, operation_id="get_latest_match")
def latest(request: HttpRequest, number: str) -> MatchOut:
    """The latest proposal for an open request."""
    actor = actor_of(request)
    found = request_by_number(actor, number)
    require(may_match(actor, found))
    return match_out(run_of(found), found, actor)


@router.get("/{number}/matches/{uuid:match_id}", response=MatchOut, operation_id="get_match")
def get_match(request: HttpRequest, number: str, match_id: UUID) -> MatchOut:
    """One proposal for an open request, such as the one a match task ended with."""
    actor = actor_of(request)
    found = request_by_number(actor, number)
    require(may_match(actor, found))
    return match_out(run_of(found, match_id), found, actor)


def run_of(request: Request, run_id: UUID | None = None) -> MatchRun:
    """The request's latest run, or the one of that id. Raises NotFound."""
    runs = request.match_runs.order_by("-ran_at", "-pk")
    found = (runs.filter(pk=run_id) if run_id else runs).first()
    if found is None:
        raise NotFound("This request has no such match run.", "Match it first.")
    return found
