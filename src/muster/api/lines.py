"""Single lines of a request: more of them, another count, cancelled, unable to fill."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from muster.aid.models import Request
from muster.aid.queries.visibility import request_by_number
from muster.aid.services import amending, needs
from muster.api.schemas.changes import CountChange, LineCancellation, MoreLines, Unfillable
from muster.api.schemas.requests import RequestOut, request_out
from muster.api.tokens import actor_of

router = Router(tags=["Requests"])
LINE = "/{number}/lines/{uuid:line_id}"


@router.post("/{number}/lines", response=RequestOut, operation_id="add_lines")
def add_lines(request: HttpRequest, number: str, body: MoreLines) -> RequestOut:
    """Ask for more under the same request, until its window ends."""
    changed = amending.add_lines(
        actor=actor_of(request),
        request=_found(request, number),
        version=body.version,
        lines=tuple(line.as_line() for line in body.lines),
        starts_at=body.starts_at,
    )
    return request_out(changed)


@router.patch(LINE, response=RequestOut, operation_id="change_count")
def change_count(request: HttpRequest, number: str, line_id: UUID, body: CountChange) -> RequestOut:
    """Ask for more or fewer on one line."""
    changed = amending.change_count(
        actor=actor_of(request),
        request=_found(request, number),
        version=body.version,
        need_id=line_id,
        count=body.count,
    )
    return request_out(changed)


@router.post(f"{LINE}/cancel", response=RequestOut, operation_id="cancel_line")
def cancel(request: HttpRequest, number: str, line_id: UUID, body: LineCancellation) -> RequestOut:
    """Take one line back. People asked or committed are withdrawn or released first."""
    changed = amending.cancel_need(
        actor=actor_of(request),
        request=_found(request, number),
        version=body.version,
        need_id=line_id,
    )
    return request_out(changed)


@router.post(f"{LINE}/unable", response=RequestOut, operation_id="mark_line_unable_to_fill")
def unable(request: HttpRequest, number: str, line_id: UUID, body: Unfillable) -> RequestOut:
    """Say that the hub finds nobody, so that the town can look elsewhere. For the coordinator."""
    found = _found(request, number)
    needs.mark_unable_to_fill(
        actor=actor_of(request), request=found, need_id=line_id, reason=body.reason
    )
    return request_out(found)


@router.post(f"{LINE}/reopen", response=RequestOut, operation_id="reopen_line")
def reopen(request: HttpRequest, number: str, line_id: UUID) -> RequestOut:
    """Look again for a line that was marked unable to fill. For the coordinator."""
    found = _found(request, number)
    needs.reopen_need(actor=actor_of(request), request=found, need_id=line_id)
    return request_out(found)


def _found(request: HttpRequest, number: str) -> Request:
    return request_by_number(actor_of(request), number)
