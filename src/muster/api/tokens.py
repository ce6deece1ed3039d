"""Bearer tokens are the only key to the API; a session cookie opens nothing here."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from muster.authz.actors import Actor
from muster.authz.scopes import SCOPE_WORDS, Scope
from muster.authz.secrets import is_checked_secret
from muster.authz.sight import see, sight_of
from muster.directory.models import ApiToken
from muster.directory.queries.actors import actor_for_token, usable_token
from muster.directory.services.tokens import TOKEN_PREFIX, note_token_use
from muster.domain.failures import Refused, TooMany
from muster.domain.rate_windows import Limit
from muster.web.origins import origin_of
from muster.web.rate_limits import network, require_within, spend

MINUTE: Final = timedelta(minutes=1)
UNKNOWN_FROM_ONE_NETWORK: Final = Limit(120, MINUTE)
LATER: Final = "Wait until Retry-After is over, then go on."


class Token(HttpBearer):
    """`Authorization: Bearer muster_…`, issued by an organization for one of its offices."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor the token stands for; None when it is unknown, over or its office empty.

        Raises TooMany beyond the token's calls of a minute, Refused without the scope needed.
        """
        now, origin = timezone.now(), origin_of(request)
        found = usable_token(token, at=now) if is_checked_secret(token, TOKEN_PREFIX) else None
        if found is None:
            require_within(
                UNKNOWN_FROM_ONE_NETWORK, "unknown token", network(request), what_to_do=LATER
            )
            return None
        _count(request, found)
        _require_scope(request, found)
        note_token_use(found, at=now, origin=origin)
        request.api_token = found  # type: ignore[attr-defined]
        actor = actor_for_token(
            found, at=now, request_id=getattr(request, "request_id", ""), origin=origin
        )
        see(sight_of(actor))
        return actor


def _count(request: HttpRequest, token: ApiToken) -> None:
    """Once per call, also where the door looks before the operation does."""
    if hasattr(request, "spent"):
        return
    spent = spend(Limit(settings.MUSTER_API_CALLS_A_MINUTE, MINUTE), "api token", str(token.pk))
    request.spent = spent  # type: ignore[attr-defined]
    if not spent.within:
        raise TooMany("This token made too many calls.", LATER, retry_after=spent.resets_in)


def _require_scope(request: HttpRequest, token: ApiToken) -> None:
    needed = cast("Scope | None", getattr(request, "needed_scope", None))
    if needed is None or needed in token.scopes:
        return
    raise Refused(
        f"This token may not be used for this; it lacks the scope {needed.value!r} "
        f"({SCOPE_WORDS[needed].lower()}).",
        "Issue a token with that scope on the organization's page.",
    )


def actor_of(request: HttpRequest) -> Actor:
    """Who acts. Only inside operations, which run after the token was checked."""
    return cast("Actor", request.auth)  # type: ignore[attr-defined]


def token_of(request: HttpRequest) -> ApiToken:
    return cast("ApiToken", request.api_token)  # type: ignore[attr-defined]
