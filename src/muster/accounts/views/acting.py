"""Who acts on these pages: a person for themselves, before any office comes into it."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils import timezone

from muster.accounts.models import Person
from muster.authz.actors import Actor, Source
from muster.web.origins import origin_of


def person_of(request: HttpRequest) -> Person:
    """Behind `login_required`."""
    return cast("Person", request.user)


def actor_of(request: HttpRequest) -> Actor:
    person = person_of(request)
    return Actor(
        at=timezone.now(),
        source=Source.WEB,
        name=person.name,
        person_id=person.pk,
        request_id=getattr(request, "request_id", ""),
        origin=origin_of(request),
    )
