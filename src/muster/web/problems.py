"""Pages, fragments and JSON that say what went wrong and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from muster.web.destinations import page_before, sign_in_address
from muster.web.navigation import signed_in

_HTML = "text/html"
_PROBLEM = "application/problem+json"


def problem_page(
    request: HttpRequest,
    *,
    status: int,
    title: str,
    detail: str,
    what_to_do: str,
    action_url: str | None = None,
    action_label: str | None = None,
    typed: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """The answer to a request that cannot be served, in the form its client reads.

    A browser gets a page, a partial update gets an alert placed above the page it came from (so
    that what the person typed stays), an API client gets RFC 9457 problem+json.
    `typed` is shown on the page, so that a refused form's text can be copied.
    """
    said = {"title": title, "detail": detail, "what_to_do": what_to_do}
    if wants_json(request):
        return _problem_json(request, status, said)
    context = said | {
        "status": status,
        "action_url": action_url or "",
        "action_label": action_label or "",
        "ways": _ways_on(request, status, action_url, action_label),
        "typed": typed,
        "request_id": getattr(request, "request_id", ""),
    }
    if request.headers.get("HX-Request") == "true":
        response = render(request, "web/problem_fragment.html", context, status=status)
        response["HX-Retarget"] = "#notices"
        response["HX-Reswap"] = "innerHTML show:top"
        return response
    return render(request, "web/problem.html", context, status=status)


def wants_json(request: HttpRequest) -> bool:
    """Whether the client is a program: an API address, or JSON preferred over HTML."""
    if request.path.startswith("/api/"):
        return True
    return request.get_preferred_type([_HTML, _PROBLEM, "application/json"]) not in {None, _HTML}


def _ways_on(
    request: HttpRequest, status: int, action_url: str | None, action_label: str | None
) -> list[tuple[str, str]]:
    """Addresses and labels, the most useful first; the start page is always among them."""
    refused_visitor = status in {401, 403} and not signed_in(request)
    ways = {
        action_url: action_label,
        sign_in_address(request) if refused_visitor else "": "Sign in",
        page_before(request): "Back to the page you came from",
        "/": "Start page",
    }
    return [(url, label) for url, label in ways.items() if url and label]


def _problem_json(request: HttpRequest, status: int, said: dict[str, str]) -> JsonResponse:
    body = {
        "type": "about:blank",
        "title": said["title"],
        "status": status,
        "detail": f"{said['detail']} {said['what_to_do']}".strip(),
        "instance": getattr(request, "request_id", ""),
    }
    response = JsonResponse(body, status=status, content_type=_PROBLEM)
    response.reason_phrase = HTTPStatus(status).phrase
    return response
