"""The first step of every act on a request to join: lock it, and see that it is still open."""

from __future__ import annotations

from muster.authz.actors import Actor, Source
from muster.directory.models import JoiningRequest, Organization
from muster.domain.failures import Conflict

_ENDED = {
    JoiningRequest.Status.PROVEN: ("This has been proven already.", "Sign in with your address."),
    JoiningRequest.Status.REFUSED: (
        "The hub has refused this request.",
        "The reason stands on its page. Call the hub coordinator, or ask again.",
    ),
    JoiningRequest.Status.WITHDRAWN: ("This request was withdrawn.", "Ask again to go on."),
    JoiningRequest.Status.EXPIRED: ("This request has lapsed.", "Ask again; it takes a minute."),
}


def locked_open(request: JoiningRequest) -> JoiningRequest:
    """The row, locked until the commit. Raises Conflict with what became of it."""
    locked = (
        JoiningRequest.objects.select_for_update(no_key=True, of=("self",))
        .select_related("organization", "renews")
        .get(pk=request.pk)
    )
    if not locked.is_open:
        raise Conflict(*_ENDED[JoiningRequest.Status(locked.status)])
    return locked


def require_open(organization: Organization) -> None:
    """Raises Conflict for one that ceased, with its successor if there is one."""
    if organization.closed_on is None:
        return
    follows = organization.successor
    raise Conflict(
        f"{organization} ceased on {organization.closed_on:%B %-d, %Y}.",
        f"Join with {follows}, which took over from it."
        if follows
        else "Call the hub coordinator.",
    )


def applicant(visitor: Actor, request: JoiningRequest) -> Actor:
    """Whoever opened the applicant's own page or link, under the name given there."""
    return Actor(
        at=visitor.at,
        source=Source.LINK,
        name=request.name,
        request_id=visitor.request_id,
        origin=visitor.origin,
    )
