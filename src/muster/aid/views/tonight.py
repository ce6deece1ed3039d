"""Who could help us tonight, and on whose word?"""

from __future__ import annotations

from datetime import datetime
from typing import Final, TypeVar

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from muster.accounts.step_up import fresh
from muster.agreements.queries import exercise_here
from muster.agreements.queries.terms import STATUS_WORDS
from muster.agreements.supply import supply_of
from muster.aid.policies import may_see_cover, may_see_cover_map
from muster.aid.queries.cover_between import answers_between
from muster.aid.queries.cover_map import CoverMap, cover_map
from muster.aid.queries.tonight import Opening, overview
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.models import Organization
from muster.domain.acts import DutyStatus
from muster.domain.coverage import Deployment
from muster.domain.positions import AID_KIND_NAMES, BY_CODE, POSITIONS, AidKind
from muster.web.pages import page_of
from muster.web.spreadsheets import csv_response

PLACES: Final = {"on_site": "on site", "remote": "from afar", "either": "either way"}

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


@login_required
@require_GET
def everybody(request: HttpRequest) -> HttpResponseBase:
    """How many could help each member, on a map and as a list, the holes first."""
    actor = acting(request)
    require(may_see_cover_map(actor))
    status = _chosen(DutyStatus, request.GET.get("people", ""), DutyStatus.EMPLOYEE)
    aid = _chosen(AidKind, request.GET.get("aid", ""), AidKind.REBUILD)
    exercise = exercise_here()
    found = cover_map(duty_status=status, aid_kind=aid, at=actor.at, exercise=exercise)
    if request.GET.get("as") == "csv":
        return fresh(_as_csv)(request, found, actor.at)
    page = page_of(request, found.reaches if found else [], per_page=50)
    return render(
        request,
        "aid/cover_map.html",
        {
            "found": found,
            "page": page,
            "rows": [(one, found.first_step(one)) for one in page] if found else [],
            "people": [(one, STATUS_WORDS[one]) for one in DutyStatus],
            "aids": list(AID_KIND_NAMES.items()),
            "status": status,
            "aid": aid,
            "status_words": STATUS_WORDS[status],
            "aid_words": AID_KIND_NAMES[aid].lower(),
            "exercise": exercise,
        },
    )


@login_required
@require_GET
def between(request: HttpRequest, slug: str, helper: str) -> HttpResponse:
    """Every agreement that could carry help from one organization to another, or why not."""
    actor = acting(request)
    organizations = Organization.objects.select_related("jurisdiction", "seat")
    asking = get_object_or_404(organizations, slug=slug)
    require(may_see_cover(actor, asking))
    assisting = get_object_or_404(organizations, slug=helper)
    said = request.GET
    status = _chosen(DutyStatus, said.get("people", ""), DutyStatus.EMPLOYEE)
    position = BY_CODE.get(said.get("position", ""))
    aid = position.aid_kind if position else _chosen(AidKind, said.get("aid", ""), AidKind.REBUILD)
    where = said.get("where") if said.get("where") in PLACES else "on_site"
    exercise = exercise_here()
    answers = answers_between(
        Deployment(
            requesting_id=str(asking.pk),
            assisting_id=str(assisting.pk),
            duty_status=status,
            aid_kind=aid,
            begins_at=actor.at,
            position=position.code if position else "",
            on_site=where != "remote",
            remote=where != "on_site",
        ),
        actor=actor,
        exercise=exercise,
    )
    return render(
        request,
        "aid/cover_between.html",
        {
            "organization": asking,
            "helper": assisting,
            "answers": answers,
            "people": [(one, STATUS_WORDS[one]) for one in DutyStatus],
            "aids": list(AID_KIND_NAMES.items()),
            "positions": POSITIONS,
            "places": list(PLACES.items()),
            "status": status,
            "aid": aid,
            "position": position,
            "where": where,
            "exercise": exercise,
        },
    )


def _as_csv(request: HttpRequest, found: CoverMap | None, at: datetime) -> HttpResponseBase:
    rows = []
    for one in found.reaches if found else []:
        where = one.organization.jurisdiction
        home = (where.state, where.county_name) if where else ("", "")
        rows.append([one.organization.name, *home, one.count])
    name = f"cover-{at:%Y-%m-%d-%H%M}.csv"
    return csv_response(name, ["organization", "state", "county", "could_help"], rows)


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
