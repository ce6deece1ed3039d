"""What Django shows when a request fails: one handler for each way it can."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from muster.web.advice import advice
from muster.web.problems import problem_page
from muster.web.resubmission import resubmission_page

__all__ = [
    "bad_request",
    "csrf_failure",
    "gone",
    "method_not_allowed",
    "page_not_found",
    "permission_denied",
    "problem_page",
    "server_error",
    "too_large",
    "too_many_requests",
]

_log = logging.getLogger(__name__)
_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when Django refused the size of the input."""
    if isinstance(exception, _TOO_LARGE):
        return too_large(request)
    return problem_page(
        request,
        status=400,
        title="We could not read this request",
        detail="The address or the form arrived in a way Muster cannot read. Nothing was saved.",
        what_to_do=advice(request, 400),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403; the reason given to PermissionDenied is shown."""
    reason = str(exception) if exception else ""
    return problem_page(
        request,
        status=403,
        title="You may not open this",
        detail=reason or "The office you act for does not have this permission.",
        what_to_do=advice(request, 403),
    )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, in the same words whether a thing is missing or hidden."""
    return problem_page(
        request,
        status=404,
        title="There is no such page here",
        detail="The address may be mistyped, the page may have moved, or it is not open to you.",
        what_to_do=advice(request, 404),
    )


def method_not_allowed(request: HttpRequest, allowed: list[str]) -> HttpResponse:
    """405 with the methods that work."""
    response = problem_page(
        request,
        status=405,
        title="This address does not take that",
        detail="The page exists, but not for what was asked of it. Nothing was changed.",
        what_to_do=advice(request, 405),
        action_url=request.path if "GET" in allowed else "",
        action_label="Open the page",
    )
    response["Allow"] = ", ".join(allowed)
    return response


def gone(request: HttpRequest) -> HttpResponse:
    """410 for a link that worked once."""
    return problem_page(
        request,
        status=410,
        title="This link is no longer valid",
        detail="It was used already, or its time is over.",
        what_to_do=advice(request, 410),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    limit = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // 1_000_000
    size = f"The limit is {limit} MB for what is typed into a form." if limit else ""
    return problem_page(
        request,
        status=413,
        title="This is too much for one form",
        detail=f"The form holds more than Muster takes at once. Nothing was saved. {size}".strip(),
        what_to_do="Shorten it, or send it in two parts.",
    )


def too_many_requests(request: HttpRequest, *, retry_after_seconds: int) -> HttpResponse:
    """429 with the wait in whole minutes and in the Retry-After header."""
    minutes = max(1, -(-retry_after_seconds // 60))
    wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    response = problem_page(
        request,
        status=429,
        title="Too many tries in a short time",
        detail="To protect accounts, Muster pauses after many tries from one place.",
        what_to_do=f"Wait {wait}, then try again. If it is urgent, phone your hub's operator.",
    )
    response["Retry-After"] = str(retry_after_seconds)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose security token is missing or old; offers to send it again."""
    _log.warning("csrf refused: %s", reason)
    return resubmission_page(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Uses no database, no session and no context processor: any of them may be what broke."""
    context: dict[str, Any] = {
        "request_id": getattr(request, "request_id", ""),
        "static_url": settings.STATIC_URL,
    }
    return HttpResponse(render_to_string("web/server_error.html", context), status=500)
