"""What somebody new in an office is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from muster.directory.models import Office, Organization
from muster.directory.promises import Promise, promises_of
from muster.directory.queries.neighbors import neighbors_of
from muster.directory.queries.offices import hub_desk, offices_of
from muster.domain.handover import Step, first_thirty_days

MOST_NEIGHBORS = 5


@dataclass(frozen=True, slots=True)
class HandoverPack:
    """Promises, people to know, and the first thirty days."""

    office: Office
    made_at: datetime
    holders: list[str]
    promises: list[Promise]
    others: list[tuple[Office, list[str]]]
    neighbors: list[Organization]
    desk: Office | None
    steps: tuple[Step, ...]


def handover_of(office: Office, *, at: datetime) -> HandoverPack:
    """About a dozen queries."""
    promises = promises_of(office, at=at)
    everybody = offices_of(office.organization, at=at)
    near = neighbors_of(office.organization)
    return HandoverPack(
        office=office,
        made_at=at,
        holders=next((names for one, names in everybody if one.pk == office.pk), []),
        promises=promises,
        others=[(one, names) for one, names in everybody if one.pk != office.pk],
        neighbors=[one.organization for one in near.members[:MOST_NEIGHBORS]],
        desk=hub_desk(at=at),
        steps=first_thirty_days(timezone.localdate(at), [one.as_due for one in promises]),
    )
