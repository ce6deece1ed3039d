"""The proposal: who could come, why them, and why not the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.aid.models import Prospect, Request
from muster.aid.policies import may_match, may_see_match, may_send_offers
from muster.aid.queries.answers import full_explanation
from muster.aid.queries.match_tasks import under_way
from muster.aid.queries.pictures import picture_of
from muster.aid.queries.problems import question_for
from muster.aid.queries.proposals import (
    Proposal,
    latest_run,
    matched_together,
    proposal_of,
    prospects_of,
)
from muster.aid.queries.visibility import open_requests, request_by_number
from muster.aid.services import offers
from muster.aid.services.match_tasks import begin
from muster.aid.services.matching import instead as weighed
from muster.aid.services.matching import listed_whole, solved
from muster.aid.services.offers import Selection
from muster.aid.services.supposing import WhatIf, what_if
from muster.aid.views.match_tasks import shown_or_awaited
from muster.aid.views.requests import version_of
from muster.authz.actors import Actor
from muster.authz.decisions import YES, no, require
from muster.authz.requests import acting
from muster.domain.acts import ACT_NAMES, ActKind
from muster.domain.failures import Conflict, Invalid, NotFound
from muster.domain.supposition import Supposition
from muster.web.idempotency import idempotent
from muster.web.pages import page_of

OTHERS_LOSS = (
    "Several towns were matched together; only the hub coordinator sees what they would lose."
)


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def match(request: HttpRequest, number: str) -> HttpResponse:
    """Show the latest proposal; POST makes a new one."""
    actor = acting(request)
    found = request_by_number(actor, number)
    require(may_see_match(actor, found))
    if request.method == "POST":
        return shown_or_awaited(request, begin(actor=actor, requests=[found]))
    run = latest_run(found)
    proposal = proposal_of(found, run, actor) if run else None
    prospects = prospects_of(run, found) if run and proposal and proposal.missing_acts else {}
    return render(
        request,
        "aid/match.html",
        {
            "aid_request": found,
            "run": run,
            "proposal": proposal,
            "under_way": under_way(actor, found),
            "picture": picture_of(found, proposal) if proposal else None,
            "may_send": may_send_offers(actor, found),
            "sees_everybody": actor.coordinates or actor.audits,
            "what_if": _supposed(request, actor, found, proposal, prospects),
            "missing_acts": _missing(proposal, prospects),
            "exercise": found.incident.exercise,
        },
    )


@login_required
@require_POST
@idempotent
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Send offers to the helpers that are ticked."""
    actor = acting(request)
    found = request_by_number(actor, number)
    run = latest_run(found)
    if run is None or str(run.pk) != request.POST.get("run", ""):
        raise Conflict(
            "There is a newer proposal than the one you were looking at.",
            "Look at it and send from there. Nothing was sent.",
        )
    pairs = frozenset(
        (need_id, helper_id)
        for need_id, _, helper_id in (
            value.partition(":") for value in request.POST.getlist("helper")
        )
    )
    if not pairs:
        raise Invalid("Nobody is ticked.", "Tick at least one helper to ask.")
    sent = offers.send_offers(
        actor=actor,
        request=found,
        run=run,
        version=version_of(request),
        selection=Selection(pairs),
    )
    asked = "organization is" if len(sent) == 1 else "organizations are"
    messages.success(request, f"{len(sent)} {asked} asked. Answers appear here.")
    return redirect("aid:request", number)


@login_required
@require_GET
def instead(request: HttpRequest, number: str, need_id: UUID, helper_id: UUID) -> HttpResponse:
    """What sending somebody else to one line would cost the plan, worked out now."""
    actor = acting(request)
    found = request_by_number(actor, number)
    require(may_match(actor, found))
    run = latest_run(found)
    together = matched_together(run) if run else [found]
    if len(together) > 1:
        # The figures tell how others who ask would fare.
        require(YES if actor.coordinates else no(OTHERS_LOSS))
    proposal = proposal_of(found, run, actor) if run else None
    helper = proposal.next_best(need_id, helper_id) if proposal else None
    if helper is None and not actor.coordinates:
        raise NotFound("This helper is not among the next best any more.", "Match again.")
    worse = weighed(actor=actor, requests=together, need_id=need_id, helper_id=helper_id)
    return render(
        request,
        "aid/instead.html",
        {
            "aid_request": found,
            "line": proposal.line(need_id) if proposal else None,
            "helper": helper,
            "worse": worse,
            "exercise": found.incident.exercise,
        },
    )


@login_required
@require_GET
def everybody(request: HttpRequest, number: str, need_id: UUID) -> HttpResponse:
    """Every helper in the hub against one need, with the reason, worked out now.

    For the coordinator: it tells what others have and keep at home.
    """
    actor = acting(request)
    found = request_by_number(actor, number)
    require(may_match(actor, found))
    require(YES if actor.coordinates else no("Only the hub coordinator sees everybody."))
    run = latest_run(found)
    together = matched_together(run) if run else [found]
    question = listed_whole(question_for(together, at=actor.at))
    need = next((need for need in question.needs if need.pk == need_id), None)
    explanation = solved(question)[1].explanations.get(str(need_id))
    if need is None or explanation is None:
        raise NotFound("This line is not open any more.", "Go back to the request.")
    rows = full_explanation(question, explanation)
    cause = request.GET.get("cause", "")
    causes = sorted({(row["cause"], row["cause_name"]) for row in rows})
    shown = [row for row in rows if not cause or row["cause"] == cause]
    return render(
        request,
        "aid/everybody.html",
        {
            "aid_request": found,
            "need": need,
            "page": page_of(request, shown, per_page=50),
            "causes": causes,
            "cause": cause,
            "total": len(rows),
            "exercise": found.incident.exercise,
        },
    )


@login_required
@require_POST
@idempotent
def match_all(request: HttpRequest) -> HttpResponse:
    """Match every open request together, so that one does not take what another needs more."""
    actor = acting(request)
    exercise = request.POST.get("exercise") == "yes"
    found: list[Request] = list(open_requests(actor).filter(incident__exercise=exercise))
    return shown_or_awaited(request, begin(actor=actor, requests=found), joint=True)


def _missing(
    proposal: Proposal | None, prospects: Mapping[str, Prospect]
) -> list[tuple[str, dict[str, Any], Prospect | None]]:
    """Each kind of act that is missing, and what it would change where that is worked out."""
    acts = proposal.missing_acts if proposal else {}
    return [(kind, act, prospects.get(kind)) for kind, act in acts.items()]


def _supposed(
    request: HttpRequest,
    actor: Actor,
    found: Request,
    proposal: Proposal | None,
    prospects: Mapping[str, Prospect],
) -> dict[str, Any] | None:
    """Every act of a kind that is missing, or the one act of an organization shown as missing."""
    asked, by = request.GET.get("what_if", ""), request.GET.get("by", "")
    if asked not in {kind.value for kind in ActKind} or proposal is None:
        return None
    kind = ActKind(asked)
    who = proposal.who_lacks(kind)
    if by and by not in who:
        raise NotFound("This act is not among those that are missing any more.", "Match again.")
    result: WhatIf | Prospect | None = None if by else prospects.get(kind)
    result = result or what_if(
        actor=actor,
        requests=[found],
        supposition=Supposition(kind, by),
        beside=matched_together(proposal.run),
    )
    return {
        "act": ACT_NAMES[kind],
        "by": who.get(by, ""),
        "result": result,
        "joint": proposal.joint,
    }
