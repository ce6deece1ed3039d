"""Missions and their orders."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from muster.aid.queries.paper_checks import paper_check
from muster.aid.queries.visibility import mission_by_number, visible_missions
from muster.aid.services.missions import read_mission_order
from muster.api.paging import part_of
from muster.api.schemas.base import PageQuery
from muster.api.schemas.commitments import (
    MissionOut,
    MissionPage,
    PaperCheckOut,
    mission_out,
    paper_check_out,
)
from muster.api.tokens import actor_of

PDF = "application/pdf"

router = Router(tags=["Missions"])


@router.get("", response=MissionPage, operation_id="list_missions")
def list_missions(request: HttpRequest, page: Query[PageQuery]) -> MissionPage:
    """Missions your organization is a side of, or all as coordinator."""
    rows = visible_missions(actor_of(request)).select_related("order").defer("order__pdf")
    return part_of(rows.order_by("-created_at", "-pk"), page, MissionPage, mission_out)


@router.get("/{number}", response=MissionOut, operation_id="get_mission")
def get_mission(request: HttpRequest, number: str) -> MissionOut:
    """One mission by its number, such as M-2026-0007."""
    return mission_out(mission_by_number(actor_of(request), number))


@router.get(
    "/verify/{code}", response=PaperCheckOut, operation_id="verify_mission_order", auth=None
)
def verify(request: HttpRequest, code: str) -> PaperCheckOut:
    """Is the paper with this code ours, and does it still hold? Public, like the page."""
    return paper_check_out(paper_check(code, at=timezone.now()))


@router.get(
    "/{number}/order.pdf",
    operation_id="get_mission_order",
    openapi_extra={
        "responses": {
            200: {
                "description": "The mission order",
                "content": {PDF: {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def get_mission_order(request: HttpRequest, number: str) -> HttpResponse:
    """The paper without which nobody deploys. Every reading is noted in the audit chain."""
    actor = actor_of(request)
    order = read_mission_order(actor=actor, mission=mission_by_number(actor, number))
    response = HttpResponse(bytes(order.pdf), content_type=PDF)
    response["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return response
