"""What happens to a form whose security token is missing or old: nothing typed is lost.

The page shows what was sent and offers to send it again with a fresh token. It does so only when
the browser says that the form came from this hub, since the same page shown for a form from
elsewhere would help a forger over the fence.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from muster.web.idempotency import FIELD as KEY_FIELD
from muster.web.problems import problem_page, wants_json

MOST_FIELDS = 200
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105
_SECRETS = ("password", "secret", "token")
_SIGN_IN_CODE = "code"


def resubmission_page(request: HttpRequest) -> HttpResponse:
    """403 with the typed values and a button that sends them again, where that is safe."""
    fields = _repeatable_fields(request)
    partial = request.headers.get("HX-Request") == "true"
    if fields is None or partial or wants_json(request):
        return problem_page(
            request,
            status=403,
            title="The form could not be checked",
            detail="The security token of the form is missing or too old. Nothing was saved.",
            what_to_do="Open the page again and send the form once more. Cookies have to be on.",
            action_url=request.path,
            action_label="Open the page again",
        )
    context = {
        "fields": fields,
        "shown": [(_readable(name), value) for name, value in fields if name != KEY_FIELD],
        "target": request.get_full_path(),
    }
    return render(request, "web/resubmission.html", context, status=403)


def came_from_here(request: HttpRequest) -> bool:
    """Whether the browser states that this hub's own page sent the form."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        return bool(origin) and urlsplit(origin).netloc == request.get_host()
    except (ValueError, DisallowedHost):
        return False


def _repeatable_fields(request: HttpRequest) -> list[tuple[str, str]] | None:
    """Names and values to send again, or None when they must not be written into a page."""
    if not came_from_here(request) or request.FILES:
        return None
    pairs = [
        (name, value) for name, values in request.POST.lists() if name != _TOKEN for value in values
    ]
    secret = any(_is_secret(name) for name, _ in pairs)
    return None if secret or not pairs or len(pairs) > MOST_FIELDS else pairs


def _is_secret(name: str) -> bool:
    return name == _SIGN_IN_CODE or any(word in name.lower() for word in _SECRETS)


def _readable(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()
