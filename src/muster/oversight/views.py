"""The chain for auditors: what was done, whether the record is intact, and a copy of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from muster.accounts.step_up import fresh
from muster.audit.models import AuditEvent
from muster.audit.verification import verify
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.domain.failures import Invalid
from muster.oversight import services
from muster.oversight.forms import FilterForm
from muster.oversight.links import link_of
from muster.oversight.queries import acting_organizations, found_events, organization_names
from muster.oversight.words import door_of, thing_of, title_of
from muster.web.pages import page_of
from muster.web.spreadsheets import csv_response

PER_PAGE = 50
COLUMNS = (
    "sequence",
    "time_utc",
    "actor",
    "action",
    "what_was_done",
    "office_id",
    "organization_id",
    "subject_type",
    "subject_id",
    "source",
    "facts_json",
    "hash",
)


@login_required
@require_http_methods(["GET", "POST"])
def audit_log(request: HttpRequest) -> HttpResponse:
    """Newest first; POST verifies the whole chain."""
    require(services.may_read_record(acting(request)), services.ASK_AN_AUDITOR)
    form = FilterForm(request.GET)
    found = found_events(form.wanted) if form.is_valid() else AuditEvent.objects.none()
    page = page_of(request, found, per_page=PER_PAGE)
    names = organization_names(page.object_list)
    acting_for = acting_organizations(page.object_list)
    return render(
        request,
        "oversight/audit_log.html",
        {
            "page": page,
            "rows": [_row(event, names, acting_for) for event in page.object_list],
            "verification": verify() if request.method == "POST" else None,
            "form": form,
            "filtered": any(request.GET.get(name) for name in form.fields),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
@fresh
def export(request: HttpRequest) -> HttpResponseBase:
    """The filtered events as CSV, oldest first. POST, because taking a copy is itself recorded."""
    require(services.may_read_record(acting(request)), services.ASK_AN_AUDITOR)
    form = FilterForm(request.POST)
    if not form.is_valid():
        raise Invalid("The filter cannot be used as it is.", "Go to the audit record and set it.")
    found = services.export_record(actor=acting(request), wanted=form.wanted)
    return csv_response("audit-record.csv", COLUMNS, _exported(found))


def _row(
    event: AuditEvent, names: Mapping[UUID, str], acting_for: Mapping[UUID, str]
) -> dict[str, object]:
    return {
        "event": event,
        "title": title_of(event.action),
        "thing": thing_of(event.subject_type),
        "door": door_of(event.source),
        "link": link_of(event),
        "acting_for": acting_for.get(event.office_id, "") if event.office_id else "",
        "organization": names.get(event.organization_id, "") if event.organization_id else "",
    }


def _exported(found: QuerySet[AuditEvent]) -> Iterator[tuple[object, ...]]:
    for event in found.iterator(chunk_size=2000):
        yield (
            event.sequence,
            event.occurred_at.astimezone(UTC).isoformat(timespec="microseconds"),
            event.actor_name,
            event.action,
            title_of(event.action),
            event.office_id,
            event.organization_id,
            event.subject_type,
            event.subject_id,
            event.source,
            json.dumps(event.facts, sort_keys=True, ensure_ascii=False),
            event.digest,
        )
