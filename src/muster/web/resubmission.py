"""What happens to a form whose security token is missing or old: nothing typed is lost.

The page shows what was sent and offers to send it again with a fresh token. It does so only when
the browser says that the form came from this hub, since the same page shown for a form from
elsewhere would help a forger over the fence.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from muster.web.destinations import sign_in_address
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
        "shown": _shown(fields),
        "target": request.get_full_path(),
    }
    return render(request, "web/resubmission.html", context, status=403)


def signed_out_page(request: HttpRequest) -> HttpResponse:
    """For a form that came after the session ended: sign in beside it, then send it.

    Nothing is kept on the hub: the text stays in the page, so the next person at this computer
    finds nothing waiting in their account. After signing in, the button meets the check of
    `resubmission_page` once more, because signing in makes a new security token.
    """
    fields = _repeatable_fields(request) if request.method == "POST" else None
    address = sign_in_address(request)
    if request.headers.get("HX-Request") == "true" or (came_from_here(request) and request.FILES):
        return problem_page(
            request,
            status=403,
            title="You are signed out",
            detail="Your session ended, or you signed out in another window. Nothing was saved.",
            what_to_do="Sign in again, then do it once more.",
            action_url=address,
            action_label="Sign in",
        )
    if not _shown(fields or []):
        return redirect(address)
    context = {
        "fields": fields,
        "shown": _shown(fields or []),
        "target": request.get_full_path(),
        "signed_out_address": address,
    }
    return render(request, "web/resubmission.html", context, status=403)


def typed_values(request: HttpRequest) -> list[tuple[str, str]]:
    """What a refused form held, in readable pairs, where it may be written into a page."""
    fields = _repeatable_fields(request) if request.method == "POST" else None
    return [(name, value) for name, value in _shown(fields or []) if value.strip()]


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


def _shown(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(_readable(name), value) for name, value in fields if name != KEY_FIELD]


def _is_secret(name: str) -> bool:
    return name == _SIGN_IN_CODE or any(word in name.lower() for word in _SECRETS)


def _readable(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()
