"""Matching a request: nobody is asked until offers are sent."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from muster.aid.models import MatchRun, Request
from muster.aid.policies import may_match
from muster.aid.queries.visibility import request_by_number
from muster.aid.services.matching import propose
from muster.api.schemas.matches import MatchOut, match_out
from muster.api.tokens import actor_of
from muster.authz.decisions import require
from muster.domain.failures import NotFound

router = Router(tags=["Matches"])


@router.post("/{number}/matches", response={201: MatchOut}, operation_id="match_request")
def match(request: HttpRequest, number: str) -> MatchOut:
    """Propose who goes, proven best in the order of priorities."""
    actor = actor_of(request)
    found = request_by_number(actor, number)
    return match_out(propose(actor=actor, requests=[found]), found, actor)


@router.get("/{number}/matches/latest", response=MatchOut, operation_id="get_latest_match")
def latest(request: HttpRequest, number: str) -> MatchOut:
    """The latest proposal for an open request."""
    actor = actor_of(request)
    found = request_by_number(actor, number)
    require(may_match(actor, found))
    return match_out(run_of(found), found, actor)


def run_of(request: Request, run_id: UUID | None = None) -> MatchRun:
    """The request's latest run, or the one of that id. Raises NotFound."""
    runs = request.match_runs.order_by("-ran_at", "-pk")
    found = (runs.filter(pk=run_id) if run_id else runs).first()
    if found is None:
        raise NotFound("This request has no such match run.", "Match it first.")
    return found
