"""Runs around every request: an id for it, headers on the answer, refusal of unreadable input."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import cast

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import DataError
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from muster.domain.ids import uuid7
from muster.web.errors import bad_request

_log = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class IdentifiedRequest(HttpRequest):
    """A request that went through RequestIdMiddleware."""

    request_id: str


class RequestIdMiddleware:
    """Gives each request an id of its own, on `request.request_id` and in X-Request-ID.

    An id sent by the client is not taken over: it would let strangers write into the logs.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = str(uuid7())
        cast("IdentifiedRequest", request).request_id = request_id
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class SecurityHeadersMiddleware:
    """Closes browser features Muster has no use for, and keeps personal pages out of caches."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        if _is_personal(request, response):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class UnreadableInputMiddleware:
    """Answers input that no view could use with a page that says so, before it does harm.

    Reads posted forms early, so it must stand before the CSRF check, which would otherwise be
    the first to stumble and leave an unexplained error.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            unreadable = _has_nul(request)
        except (SuspiciousOperation, MultiPartParserError, UnreadablePostError) as refusal:
            _log.info("input refused: %s", type(refusal).__name__)
            return bad_request(request, refusal)
        return bad_request(request) if unreadable else self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Catches what came in by another way (JSON, path) and the database would not store."""
        if _is_unstorable_text(exception):
            return bad_request(request, exception)
        return None


def _is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    # The cookie decides, not request.user: asking that would cost a query on every page.
    name = settings.SESSION_COOKIE_NAME
    return name in request.COOKIES or name in response.cookies


def _has_nul(request: HttpRequest) -> bool:
    texts: list[Iterable[str]] = [[request.path], request.COOKIES.values(), _texts(request.GET)]
    if request.method == "POST":
        texts.append(_texts(request.POST))
    return any("\0" in text for group in texts for text in group)


def _texts(data: QueryDict) -> Iterable[str]:
    for name, values in data.lists():
        yield name
        yield from values


def _is_unstorable_text(exception: Exception) -> bool:
    if isinstance(exception, UnicodeEncodeError):
        # JSON can spell half a character; other encoding errors are ours and have to surface.
        return "surrogates" in exception.reason
    return isinstance(exception, ValueError | DataError) and "NUL" in str(exception)
