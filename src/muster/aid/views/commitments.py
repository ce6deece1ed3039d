"""Binding a commitment, and the mission order it leads to."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from muster.accounts.step_up import fresh
from muster.aid.forms.reason import ReasonForm
from muster.aid.models import Mission, MissionOrder
from muster.aid.policies import may_accept_commitment, may_recall, may_release
from muster.aid.queries.cover import missing_in, paths_now
from muster.aid.queries.paper_checks import as_typed, paper_check
from muster.aid.queries.visibility import commitment_by_id, mission_by_number, visible_missions
from muster.aid.services import commitments
from muster.aid.services.missions import read_mission_order
from muster.authz.requests import acting
from muster.domain.failures import NotFound
from muster.domain.lifecycle import CommitmentStatus, MissionStatus
from muster.web.idempotency import idempotent
from muster.web.pages import page_of


@login_required
@require_GET
def commitment_page(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    """Three sections, who signed each, and what is missing before the order."""
    actor = acting(request)
    found = commitment_by_id(actor, commitment_id)
    waiting = found.status == CommitmentStatus.AWAITING_ACCEPTANCE
    paths = paths_now(found, at=actor.at)
    return render(
        request,
        "aid/commitment.html",
        {
            "commitment": found,
            "offer": found.offer,
            "aid_request": found.offer.request,
            "paths": paths,
            "ends_at": max(line.need.during.upper for line, _ in paths),
            "cost_cents": sum(line.cost_cents for line, _ in paths),
            "lender": found.offer.answered_by,
            "missing": missing_in(paths) if waiting else [],
            "mission": Mission.objects.filter(commitment=found).first(),
            "may_accept": may_accept_commitment(actor, found),
            "may_release": may_release(actor, found),
            "may_recall": may_recall(actor, found),
            "reason_form": ReasonForm(),
            "exercise": found.offer.request.incident.exercise,
        },
    )


@login_required
@require_POST
@fresh
@idempotent
def accept(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    actor = acting(request)
    mission = commitments.accept_commitment(
        actor=actor, commitment=commitment_by_id(actor, commitment_id)
    )
    messages.success(request, f"Both sides are bound. Mission order {mission.number} is issued.")
    return redirect("aid:mission", mission.number)


@login_required
@require_POST
@idempotent
def turn_down(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    actor = acting(request)
    ended = commitments.turn_down_commitment(
        actor=actor,
        commitment=commitment_by_id(actor, commitment_id),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, f"{ended.offer.organization} is told; its people are free again.")
    return redirect("aid:request", ended.offer.request.number)


@login_required
@require_POST
@idempotent
def release(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    actor = acting(request)
    commitments.release(
        actor=actor,
        commitment=commitment_by_id(actor, commitment_id),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, "Released. Thank them; their organization is told.")
    return redirect("aid:commitment", commitment_id)


@login_required
@require_POST
@idempotent
def recall(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    actor = acting(request)
    commitments.recall(
        actor=actor,
        commitment=commitment_by_id(actor, commitment_id),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, "Recalled. The town is told and the next best is being found.")
    return redirect("aid:commitment", commitment_id)


@login_required
@require_GET
def mission_list(request: HttpRequest) -> HttpResponse:
    page = page_of(request, visible_missions(acting(request)))
    return render(request, "aid/mission_list.html", {"page": page})


@login_required
@require_GET
def mission_page(request: HttpRequest, number: str) -> HttpResponse:
    found = mission_by_number(acting(request), number)
    return render(
        request,
        "aid/mission.html",
        {
            "mission": found,
            "order": MissionOrder.objects.defer("pdf").get(mission=found),
            "offer": found.commitment.offer,
            "aid_request": found.commitment.offer.request,
            "exercise": found.commitment.offer.request.incident.exercise,
        },
    )


@login_required
@require_GET
def mission_order(request: HttpRequest, number: str) -> HttpResponse:
    """The paper itself."""
    actor = acting(request)
    mission = mission_by_number(actor, number)
    order = read_mission_order(actor=actor, mission=mission)
    response = HttpResponse(bytes(order.pdf), content_type="application/pdf")
    revision = f"-revision-{order.revision}" if order.revision > 1 else ""
    ended = "" if mission.status == MissionStatus.ORDERED else f"-{mission.status}-no-longer-valid"
    name = f"mission-order-{number}{revision}{ended}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_GET
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Is this paper ours, and does it still hold? Says no more than the paper itself."""
    typed = as_typed(code or request.GET.get("code", ""))
    if not typed:
        return render(request, "aid/verify.html", {"code": ""})
    try:
        check = paper_check(typed, at=timezone.now())
    except NotFound:
        if code:
            raise
        return render(request, "aid/verify.html", {"code": typed}, status=404)
    context = {"check": check, "code": typed, "exercise": check.exercise}
    return render(request, "aid/verify.html", context)
