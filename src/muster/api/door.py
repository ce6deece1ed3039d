"""What every call passes on its way to an operation."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from muster.api.problems import problem
from muster.api.scopes import SCOPE_OF
from muster.api.tokens import Token
from muster.domain.failures import Failure, Invalid
from muster.web.errors import method_not_allowed
from muster.web.idempotency import HEADER, LONGEST_KEY, once
from muster.web.rate_limits import Spent

WRITES = frozenset({"POST", "PATCH"})
JSON = "application/json"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

View = Callable[..., HttpResponse]


def door(
    view: View,
    queries: Callable[[], frozenset[str]],
    operations: Callable[[], Mapping[str, str]],
) -> View:
    """Refuses what is not JSON or not asked for, replays keyed calls, explains wrong methods.

    `queries` names what may follow the question mark: a misspelt filter that is silently ignored
    would show more than was asked for.

    `operations` names the operation of each method, which tells the scope its token needs. What is
    left of the token's calls in this minute goes back with every answer.

    A key counts only with a usable token: a revoked one gets no old answers either.
    """

    @functools.wraps(view)
    def run(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # Forms were read by the middleware already, so their body must not be touched again.
        if request.method in WRITES and (
            request.content_type in FORMS or (request.body and request.content_type != JSON)
        ):
            return problem(
                request,
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                "Send JSON",
                f"The API reads {JSON} only. Set the Content-Type header and send it again.",
            )
        unknown = set(request.GET) - queries()
        if unknown:
            return problem(
                request,
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "Please check what you asked for",
                "This address does not know part of what follows the question mark.",
                {
                    name: f"Use one of: {', '.join(sorted(queries())) or 'nothing'}."
                    for name in unknown
                },
            )
        needed = SCOPE_OF.get(operations().get(request.method or "", ""))
        request.needed_scope = needed  # type: ignore[attr-defined]
        key = request.headers.get(HEADER, "") if request.method in WRITES else ""
        if key and _knows(request):
            response = once(request, _short(key), lambda: view(request, *args, **kwargs))
        else:
            response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            return method_not_allowed(request, response["Allow"].split(", "))
        _tell_what_is_left(request, response)
        return response

    return csrf_exempt(run)


def _knows(request: HttpRequest) -> bool:
    """Whether the token is usable here; what it lacks is said by the operation's own check."""
    try:
        return bool(Token()(request))
    except Failure:
        return False


def _tell_what_is_left(request: HttpRequest, response: HttpResponse) -> None:
    spent = cast("Spent | None", getattr(request, "spent", None))
    if spent:
        response["RateLimit-Limit"] = str(spent.most)
        response["RateLimit-Remaining"] = str(spent.left)
        response["RateLimit-Reset"] = str(spent.resets_in)


def _short(key: str) -> str:
    if len(key) > LONGEST_KEY:
        raise Invalid(f"An idempotency key has at most {LONGEST_KEY} characters.", "Use a UUID.")
    return key
