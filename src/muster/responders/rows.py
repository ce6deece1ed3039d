"""The roster as plain columns, for indexes that hold all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from muster.authz.actors import Duty
from muster.directory.models import Office, Organization, Tenure
from muster.responders.models import Absence, Qualification, Responder

PersonRow = tuple[UUID, UUID, str, float, float, int, bool, int, int, int]
"""Id, organization, duty status, latitude, longitude, travel limit in km, remote, cents an hour,
minutes to mobilize, hours given."""


@dataclass(frozen=True, slots=True)
class RosterRows:
    """Everybody of organizations somebody can answer for.

    `silent` are organizations with people and nobody who could answer, with their names. It all
    holds until `until`, unless somebody writes; None is for ever.
    """

    people: Sequence[PersonRow]
    qualifications: Sequence[tuple[UUID, str, int]]
    absences: Sequence[tuple[UUID, Any]]
    silent: Sequence[tuple[UUID, str]]
    until: datetime | None


def roster_rows(*, at: datetime, organizations: Iterable[UUID] | None = None) -> RosterRows:
    """The roster at a moment, of all organizations or of some. Five queries."""
    offices = Office.objects.filter(duties__contains=[Duty.REPRESENT.value])
    people = Responder.objects.filter(removed_at=None)
    if organizations is not None:
        some = list(organizations)
        offices, people = (
            offices.filter(organization__in=some),
            people.filter(organization__in=some),
        )
    answerable = set(offices.filter(Exists(_holding(at))).values_list("organization_id", flat=True))
    loud = people.filter(organization__in=answerable)
    return RosterRows(
        people=list(
            loud.order_by("pk").values_list(
                "pk",
                "organization_id",
                "duty_status",
                "latitude",
                "longitude",
                "travel_limit_km",
                "remote_capable",
                "hourly_cents",
                "mobilization_minutes",
                "hours_given",
            )
        ),
        qualifications=list(
            Qualification.objects.filter(responder__in=loud).values_list(
                "responder_id", "position", "level"
            )
        ),
        absences=list(
            Absence.objects.filter(responder__in=loud).values_list("responder_id", "during")
        ),
        silent=list(
            Organization.objects.filter(Exists(people.filter(organization=OuterRef("pk"))))
            .filter(closed_on=None)
            .exclude(pk__in=answerable)
            .order_by("name")
            .values_list("pk", "name")
        ),
        until=_next_change(at),
    )


def _holding(at: datetime) -> QuerySet[Tenure]:
    return Tenure.objects.filter(office=OuterRef("pk"), during__contains=at, person__is_active=True)


def organizations_turning(*, after: datetime, by: datetime) -> set[UUID]:
    """Those where an office was taken or left after one moment and by another."""
    return set(
        Tenure.objects.filter(
            Q(during__startswith__gt=after, during__startswith__lte=by)
            | Q(during__endswith__gt=after, during__endswith__lte=by)
        ).values_list("office__organization_id", flat=True)
    )


def _next_change(at: datetime) -> datetime | None:
    """The next moment an office is taken or left."""
    tenures = Tenure.objects.all()
    begins = tenures.filter(during__startswith__gt=at).order_by("during__startswith")
    ends = tenures.filter(during__endswith__gt=at).order_by("during__endswith")
    moments = [
        row[0]
        for row in (
            begins.values_list("during__startswith").first(),
            ends.values_list("during__endswith").first(),
        )
        if row is not None and row[0] is not None
    ]
    return min(moments, default=None)
