"""Who could help us tonight, and on whose word?"""

from __future__ import annotations

from typing import TypeVar

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from muster.agreements.queries import exercise_here
from muster.agreements.queries.terms import STATUS_WORDS
from muster.agreements.supply import supply_of
from muster.aid.policies import may_see_cover
from muster.aid.queries.tonight import Opening, overview
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.models import Organization
from muster.domain.acts import DutyStatus
from muster.domain.positions import AID_KIND_NAMES, AidKind

Choice = TypeVar("Choice", DutyStatus, AidKind)


@login_required
@require_GET
def tonight(request: HttpRequest, slug: str) -> HttpResponse:
    """For staff who rebuild unless asked for others; an unknown choice is the usual one."""
    actor = acting(request)
    found = get_object_or_404(
        Organization.objects.select_related("jurisdiction", "seat"), slug=slug
    )
    require(may_see_cover(actor, found))
    status = _chosen(DutyStatus, request.GET.get("people", ""), DutyStatus.EMPLOYEE)
    aid = _chosen(AidKind, request.GET.get("aid", ""), AidKind.REBUILD)
    exercise = exercise_here()
    answer = overview(found, duty_status=status, aid_kind=aid, at=actor.at, exercise=exercise)
    return render(
        request,
        "aid/tonight.html",
        {
            "organization": found,
            "answer": answer,
            "openings": [(one, _links(one, found, actor)) for one in answer.openings],
            "people": [(one, STATUS_WORDS[one]) for one in DutyStatus],
            "aids": list(AID_KIND_NAMES.items()),
            "status": status,
            "aid": aid,
            "status_words": STATUS_WORDS[status],
            "aid_words": AID_KIND_NAMES[aid].lower(),
            "counts": [(STATUS_WORDS[one], row) for one, row in answer.counts],
            "exercise": exercise,
        },
    )


def _links(opening: Opening, organization: Organization, actor: Actor) -> list[tuple[str, str]]:
    """Where the actor can supply an act of the asking organization: address and words."""
    if opening.theirs:
        return []
    found = [
        supply_of(
            kind.value,
            organization_id=organization.pk,
            actor=actor,
            instrument_id=opening.instrument.id,
        )
        for kind in opening.acts
    ]
    return [(one.url, one.label) for one in found if one is not None]


def _chosen(kind: type[Choice], said: str, usual: Choice) -> Choice:
    try:
        return kind(said)
    except ValueError:
        return usual
