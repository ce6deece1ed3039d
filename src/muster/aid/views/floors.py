"""A lender asks what keeping fewer at home would change tonight."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from muster.aid.queries.visibility import open_requests
from muster.aid.services.supposing import what_if_floor
from muster.authz.requests import acting
from muster.domain.failures import Invalid
from muster.responders.queries import visible_floors


@login_required
@require_GET
def lowered(request: HttpRequest, floor_id: UUID) -> HttpResponse:
    """One fewer at first, or as many as asked for; of the open requests the owner may know of."""
    actor = acting(request)
    floor = get_object_or_404(visible_floors(actor), pk=floor_id)
    known = open_requests(actor).exclude(incident__organization=floor.organization_id)
    requests = [one for one in known if not one.incident.exercise] or list(known)
    keep = _number(request.GET.get("keep", str(floor.keep - 1)))
    result = None
    if requests and floor.keep:
        result = what_if_floor(actor=actor, floor=floor, keep=keep, requests=requests)
    return render(
        request,
        "aid/floor.html",
        {
            "floor": floor,
            "keep": keep,
            "fewer": range(floor.keep - 1, -1, -1),
            "requests": requests,
            "result": result,
            "exercise": any(one.incident.exercise for one in requests),
        },
    )


def _number(text: str) -> int:
    if not text.isascii() or not text.removeprefix("-").isdecimal() or len(text) > 5:
        raise Invalid("This is not a number of people.", "Choose one from the list.")
    return int(text)
