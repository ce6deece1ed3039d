"""Puts the acting person on every request, with the offices they hold right now."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from muster.authz.actors import Actor, Source
from muster.authz.sight import NOBODY, seeing
from muster.directory.queries.actors import visiting_actor
from muster.web.origins import origin_of


class ActorMiddleware:
    """Sets `request.actor`, looked up when first used so that public pages stay query-free.

    Until then, and for visitors, the confidential tables look empty.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        with seeing(NOBODY):
            return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    """Who looks, and from here on the database shows the page what they may see."""
    request_id = str(getattr(request, "request_id", ""))
    origin = origin_of(request)
    if not request.user.is_authenticated:
        return Actor(
            at=timezone.now(),
            source=Source.WEB,
            name="a visitor",
            request_id=request_id,
            origin=origin,
        )
    return visiting_actor(request.user, at=timezone.now(), request_id=request_id, origin=origin)
