"""Whom to call now: everywhere for the coordinator, at home for everybody else."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from muster.accounts.step_up import fresh
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.models import Organization
from muster.directory.policies import may_see_call_list
from muster.directory.queries.finding import LONGEST
from muster.directory.queries.rota import (
    Call,
    call_list,
    on_call_now,
    places,
    silent_among,
    to_call,
)
from muster.directory.views.rota import on_its_clock
from muster.domain.failures import NotFound
from muster.web.pages import page_of
from muster.web.presentation import in_words
from muster.web.spreadsheets import csv_response

PER_PAGE = 50
CSV_COLUMNS = (
    "organization", "county", "state", "call", "person", "office", "phone", "until", "as of",
)  # fmt: skip


@login_required
@require_GET
def whole_list(request: HttpRequest) -> HttpResponse:
    """In pages; with `all=yes` on one, for printing."""
    actor = _coordinating(request)
    asked = _asked(request)
    states, counties = places()
    members = to_call(**asked)
    whole = request.GET.get("all") == "yes"
    page = None if whole else page_of(request, members, per_page=PER_PAGE)
    rows = call_list(actor, members if page is None else page.object_list)
    return render(
        request,
        "directory/call_list.html",
        {
            "rows": rows,
            "page": page,
            "count": page.paginator.count if page else len(rows),
            "silent": silent_among(members, at=actor.at),
            "states": states,
            "counties": counties,
            "as_of": actor.at,
            **asked,
        },
    )


@login_required
@require_GET
@fresh
def csv_list(request: HttpRequest) -> HttpResponseBase:
    """The same rows as on the page, one line for each number."""
    actor = _coordinating(request)
    rows = call_list(actor, to_call(**_asked(request)))
    name = f"call-list-{timezone.localtime(actor.at):%Y-%m-%d-%H%M}.csv"
    return csv_response(name, CSV_COLUMNS, _lines(actor, rows))


@login_required
@require_GET
@on_its_clock
def of_one(request: HttpRequest, actor: Actor, found: Organization) -> HttpResponse:
    calls = on_call_now([found.pk], at=actor.at)[found.pk]
    context = {"organization": found, "calls": calls, "as_of": actor.at}
    return render(request, "directory/call_list_one.html", context)


def _coordinating(request: HttpRequest) -> Actor:
    """404 for people without any office here, 403 with the reason for all others."""
    actor = acting(request)
    if not actor.standings and not actor.coordinates:
        raise NotFound("There is no such page.")
    require(may_see_call_list(actor))
    return actor


def _asked(request: HttpRequest) -> dict[str, str]:
    def said(name: str) -> str:
        return request.GET.get(name, "").replace("\x00", "")[:LONGEST]

    return {"search": said("q"), "state": said("state"), "county": said("county")}


def _lines(
    actor: Actor, rows: list[tuple[Organization, list[Call]]]
) -> Iterator[tuple[object, ...]]:
    as_of = in_words(actor.at)
    for organization, calls in rows:
        territory = organization.jurisdiction or organization.seat
        place = (
            organization.name,
            territory.county_name if territory else "",
            territory.state.upper() if territory else "",
        )
        for call in calls:
            until = in_words(call.until) if call.until else ""
            yield (*place, call.words, call.person, call.office_title, call.phone, until, as_of)
        if not calls:
            yield (*place, "no number on record", "", "", "", "", as_of)
