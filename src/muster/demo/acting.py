"""Who acts in the demo: the holder of an organization's office, as if they stood at a terminal."""

from __future__ import annotations

from datetime import datetime

from muster.accounts.models import Person
from muster.authz.actors import Actor, Duty, Source
from muster.directory.models import Organization
from muster.directory.queries.actors import actor_for


def holder_acting(organization: Organization, duty: Duty, *, at: datetime) -> Actor:
    """The person who holds an office with this duty there at that moment.

    Raises Person.DoesNotExist when nobody does.
    """
    person = Person.objects.get(
        tenures__office__organization=organization,
        tenures__office__duties__contains=[duty.value],
        tenures__during__contains=at,
    )
    return actor_for(person, at=at, source=Source.CLI)
