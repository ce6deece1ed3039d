"""Pages, fragments and JSON that say what went wrong and what to do next."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

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
) -> HttpResponse:
    """The answer to a request that cannot be served, in the form its client reads.

    A browser gets a page, a partial update gets an alert placed above the page it came from (so
    that what the person typed stays), an API client gets RFC 9457 problem+json.
    """
    said = {"title": title, "detail": detail, "what_to_do": what_to_do}
    if wants_json(request):
        return _problem_json(request, status, said)
    context = said | {
        "status": status,
        "action_url": action_url or "",
        "action_label": action_label or "",
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
