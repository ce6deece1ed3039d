"""Whoever came in by a mail link alone shows a way in of their own, or sets one up, before anything
else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from muster.accounts.factors import ONLY_BY_MAIL, note_own_way, showed_more_than_mail
from muster.accounts.models import Person
from muster.accounts.queries import own_ways
from muster.web.destinations import with_next

_OPEN: Final = (
    "/account/set-up/",
    "/account/show/",
    "/account/codes/",
    "/account/2fa/",
    "/account/reauthenticate/",
    "/account/log",
    "/account/password/reset/",
    "/sign-in/",
    "/static/",
    "/api/",
)
"""What is needed for showing and setting up. What it changes asks for itself."""


class OwnWayMiddleware:
    """Until then every page leads there; what was asked for comes after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(_OPEN):
            return self.get_response(request)
        if not request.session.get(ONLY_BY_MAIL) or not isinstance(request.user, Person):
            return self.get_response(request)
        if showed_more_than_mail(request, request.user):
            note_own_way(request)
            return self.get_response(request)
        first = "accounts:show" if own_ways(request.user).any else "accounts:set_up"
        target = request.get_full_path() if request.method == "GET" else ""
        return HttpResponseRedirect(with_next(reverse(first), target))
