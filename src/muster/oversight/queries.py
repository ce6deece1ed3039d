"""Reads of the audit record for its page and its export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from muster.audit.models import AuditEvent
from muster.audit.queries import events
from muster.directory.models import Office, Organization


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for. Days are whole days in the reader's zone, both included.

    `action` matches from its beginning, so `aid:offer` finds everything about offers.
    `organization` finds what its offices did and what concerns it, whoever did it.
    """

    action: str = ""
    organization: UUID | None = None
    since: date | None = None
    until: date | None = None

    def facts(self) -> dict[str, str]:
        """What was set, for the record of an export."""
        given = {
            "action": self.action,
            "organization": str(self.organization or ""),
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
        }
        return {name: value for name, value in given.items() if value}


def found_events(wanted: Filter) -> QuerySet[AuditEvent]:
    """Newest first."""
    found = events()
    if wanted.action:
        found = found.filter(action__startswith=wanted.action)
    if wanted.organization:
        # The chain holds the office somebody acted in; whose office it is, the directory knows.
        own = Office.objects.filter(organization_id=wanted.organization).values("pk")
        found = found.filter(Q(organization_id=wanted.organization) | Q(office_id__in=own))
    if wanted.since:
        found = found.filter(occurred_at__gte=_start_of(wanted.since))
    if wanted.until:
        found = found.filter(occurred_at__lt=_start_of(wanted.until + timedelta(days=1)))
    return found


def known_actions() -> list[str]:
    """Every action that has an event."""
    return sorted(AuditEvent.objects.order_by().values_list("action", flat=True).distinct())


def concerned_organizations() -> QuerySet[Organization]:
    """Those the record holds an event of or by, by name."""
    events_of = AuditEvent.objects.order_by()
    ids = events_of.exclude(organization_id=None).values("organization_id")
    acting = Office.objects.filter(pk__in=events_of.exclude(office_id=None).values("office_id"))
    either = Q(pk__in=ids) | Q(pk__in=acting.values("organization_id"))
    return Organization.objects.filter(either).order_by("name")


def organization_names(found: Iterable[AuditEvent]) -> dict[UUID, str]:
    """The names behind the events' organization ids. One query."""
    ids = {event.organization_id for event in found if event.organization_id}
    return dict(Organization.objects.filter(pk__in=ids).values_list("pk", "name"))


def acting_organizations(found: Iterable[AuditEvent]) -> dict[UUID, str]:
    """In whose office the events were done: office id → name of the organization. One query."""
    ids = {event.office_id for event in found if event.office_id}
    offices = Office.objects.filter(pk__in=ids)
    return dict(offices.values_list("pk", "organization__name"))


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
