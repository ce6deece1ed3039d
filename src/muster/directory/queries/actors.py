"""The step from a signed-in person, a token or a link to an actor."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db.models import Q, QuerySet

from muster.accounts.models import Person
from muster.authz.actors import Actor, Authority, Duty, Source, Standing
from muster.authz.secrets import digest
from muster.directory.models import ApiToken, Office
from muster.directory.queries.standings import standings_of, standings_shown


def actor_for(
    person: Person, *, at: datetime, source: Source, request_id: str = "", origin: str = ""
) -> Actor:
    """The person with every office they hold at that moment, and act for. One query."""
    return Actor(
        at=at,
        source=source,
        name=person.name,
        person_id=person.pk,
        standings=standings_of(person.pk, at=at),
        request_id=request_id,
        origin=origin,
    )


def visiting_actor(
    person: Person, *, at: datetime, request_id: str = "", origin: str = ""
) -> Actor:
    """Whoever looks at a page; from here on the database shows what they may see. One query."""
    return Actor(
        at=at,
        source=Source.WEB,
        name=person.name,
        person_id=person.pk,
        standings=standings_shown(person.pk, at=at),
        request_id=request_id,
        origin=origin,
    )


def actor_for_office(
    office: Office,
    *,
    at: datetime,
    source: Source,
    name: str,
    duties: frozenset[Duty] | None = None,
    request_id: str = "",
    origin: str = "",
) -> Actor:
    """Somebody who acts as one office only: the holder of a token or of a mail link.

    `duties` narrows what the office could do to what this token or link is for.
    """
    standing = _standing(office)
    if duties is not None:
        kept = standing.duties & duties
        binds = standing.authorities if Duty.REPRESENT in kept else frozenset()
        standing = replace(standing, duties=kept, authorities=binds)
    return Actor(
        at=at,
        source=source,
        name=name,
        standings=(standing,),
        request_id=request_id,
        origin=origin,
    )


def actor_for_token(
    token: ApiToken, *, at: datetime, request_id: str = "", origin: str = ""
) -> Actor:
    """Software that acts for its office. The token has to be usable at that moment."""
    return actor_for_office(
        token.office,
        at=at,
        source=Source.API,
        name=f"{token.office} (API)",
        request_id=request_id,
        origin=origin,
    )


def usable_tokens(*, at: datetime) -> QuerySet[ApiToken]:
    """Tokens that have not expired, were not revoked, and whose issuer holds that office still."""
    return (
        ApiToken.objects.filter(revoked_at=None, expires_at__gt=at)
        .filter(issued_under__during__contains=at, issued_under__person__is_active=True)
        .select_related("office__organization")
    )


def usable_token(secret: str, *, at: datetime) -> ApiToken | None:
    """The token behind a bearer secret, if it is usable; for a day also behind the one before."""
    hashed = digest(secret)
    now, before = Q(digest=hashed), Q(previous_digest=hashed, previous_until__gt=at)
    return usable_tokens(at=at).filter(now | before).first()


def _standing(office: Office) -> Standing:
    return Standing(
        office_id=office.pk,
        office_title=office.title,
        organization_id=office.organization_id,
        organization_name=office.organization.name,
        duties=frozenset(Duty(duty) for duty in office.duties),
        authorities=frozenset(Authority(one) for one in office.authorities),
    )
