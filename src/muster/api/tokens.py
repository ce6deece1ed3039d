"""Bearer tokens are the only key to the API; a session cookie opens nothing here."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from muster.authz.actors import Actor
from muster.authz.sight import see, sight_of
from muster.directory.models import ApiToken
from muster.directory.queries.actors import actor_for_token, usable_token
from muster.directory.services.tokens import note_token_use


class Token(HttpBearer):
    """`Authorization: Bearer muster_…`, issued by an organization for one of its offices."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor the token stands for; None when it is unknown, over or its office empty."""
        now = timezone.now()
        found = usable_token(token, at=now)
        if found is None:
            return None
        note_token_use(found, at=now)
        request.api_token = found  # type: ignore[attr-defined]
        actor = actor_for_token(found, at=now, request_id=getattr(request, "request_id", ""))
        see(sight_of(actor))
        return actor


def actor_of(request: HttpRequest) -> Actor:
    """Who acts. Only inside operations, which run after the token was checked."""
    return cast("Actor", request.auth)  # type: ignore[attr-defined]


def token_of(request: HttpRequest) -> ApiToken:
    return cast("ApiToken", request.api_token)  # type: ignore[attr-defined]
