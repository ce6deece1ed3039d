"""Everything that goes wrong leaves as problem+json (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from muster.api.schemas.base import FieldError, Problem
from muster.domain.failures import Failure, Invalid, TooMany

MEDIA_TYPE = "application/problem+json"
_WRAPPINGS = 2
"""Ninja puts where a value came from, and its parameter's name, before the field's path."""

_log = logging.getLogger(__name__)


def problem(
    request: HttpRequest,
    status: int,
    title: str,
    detail: str,
    fields: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer of that status."""
    body = Problem(
        type="about:blank",
        title=title,
        status=status,
        detail=detail,
        instance=getattr(request, "request_id", ""),
        errors=[FieldError(field=name, sentence=said) for name, said in (fields or {}).items()],
    )
    response = JsonResponse(body.model_dump(), status=status, content_type=MEDIA_TYPE)
    response.reason_phrase = HTTPStatus(status).phrase
    return response


def handle_problems(api: NinjaAPI) -> None:
    """Register an answer for every way an operation can fail."""
    api.add_exception_handler(Failure, _failure)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, _unknown_token)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(Exception, _our_fault)


def _failure(request: HttpRequest, failure: Failure | type[Failure]) -> HttpResponse:
    said = f"{getattr(failure, 'sentence', '')} {getattr(failure, 'what_to_do', '')}".strip()
    fields = failure.fields if isinstance(failure, Invalid) else None
    response = problem(request, failure.status, failure.title, said, fields)
    if isinstance(failure, TooMany):
        response["Retry-After"] = str(failure.retry_after)
    return response


def _invalid(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    fields: dict[str, str] = {}
    for fault in getattr(error, "errors", []):
        path = [str(part) for part in fault["loc"]]
        name = ".".join(path[_WRAPPINGS:]) or path[-1]
        fields.setdefault(name, _sentence(fault["msg"]))
    return problem(request, Invalid.status, Invalid.title, "Some fields need another look.", fields)


def _sentence(message: str) -> str:
    said = message.removeprefix("Value error, ")
    return said if said.endswith(".") else f"{said}."


def _unknown_token(request: HttpRequest, error: object) -> HttpResponse:
    response = problem(
        request,
        HTTPStatus.UNAUTHORIZED,
        "We do not know this token",
        "Send a valid token as 'Authorization: Bearer muster_…'. Tokens expire, can be revoked, "
        "and rest while nobody holds their office.",
    )
    response["WWW-Authenticate"] = 'Bearer realm="muster"'
    return response


def _unreadable(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    return problem(
        request,
        getattr(error, "status_code", HTTPStatus.BAD_REQUEST),
        "We could not read this request",
        "The body is not valid JSON. Correct it and send it again; nothing was saved.",
    )


def _not_found(request: HttpRequest, error: object) -> HttpResponse:
    return problem(
        request,
        HTTPStatus.NOT_FOUND,
        "Not found",
        "There is nothing here that you may see. Check the address.",
    )


def _our_fault(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    if isinstance(error, SuspiciousOperation):
        raise error
    _log.error("unhandled error in the API", exc_info=True)
    got_request_exception.send(sender=None, request=request)
    return problem(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something is wrong on our side",
        "Nothing was saved. Try again in a minute; then tell the hub's operator the id of this "
        "request.",
    )
