"""The acting person of a web request, as the middleware left it there."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from muster.authz.actors import Actor


def acting(request: HttpRequest) -> Actor:
    """The request's actor. Anonymous visitors are an actor without standing."""
    actor = cast("Actor", request.actor)  # type: ignore[attr-defined]
    # Looked up now: later would be inside a use case, where it would close the wall again.
    _ = actor.at
    return actor
