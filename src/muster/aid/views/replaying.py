"""The auditor's check of one match run: solve it again from its own inputs."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from muster.aid.policies import may_replay_match
from muster.aid.queries.runs import run_by_id
from muster.aid.services.replaying import ASK, MATCH_AGAIN, NO_INPUTS, replay
from muster.authz.decisions import require
from muster.authz.requests import acting


@login_required
@require_http_methods(["GET", "POST"])
def replay_match(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """What is stored; POST replays it, because that becomes part of the record."""
    actor = acting(request)
    run = run_by_id(actor, run_id)
    require(may_replay_match(actor), ASK)
    requests = list(run.requests.select_related("incident__organization").order_by("pk"))
    return render(
        request,
        "aid/match_replay.html",
        {
            "run": run,
            "requests": requests,
            "found": replay(actor=actor, run=run) if request.method == "POST" else None,
            "replayable": run.inputs is not None,
            "no_inputs": f"{NO_INPUTS} {MATCH_AGAIN}",
            "exercise": any(one.incident.exercise for one in requests),
        },
    )
