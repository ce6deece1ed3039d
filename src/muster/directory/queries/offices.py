"""Offices, who holds them, and where their mail goes."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from muster.accounts.models import Person
from muster.authz.actors import Authority, Duty
from muster.directory.models import Office, Organization, Tenure

ASKED_AFTER = timedelta(days=335)
"""After so long an office is asked whether it is still right."""

STALE_AFTER = timedelta(days=365)
"""After so long others are shown that nobody affirmed it."""


def representatives(organization_id: UUID, *, at: datetime) -> QuerySet[Office]:
    """Offices that can bind the organization and have a holder now."""
    return (
        Office.objects.filter(
            organization_id=organization_id, duties__contains=[Duty.REPRESENT.value]
        )
        .filter(tenures__during__contains=at, tenures__person__is_active=True)
        .select_related("organization")
        .distinct()
        .order_by("title")
    )


def coordinators(*, at: datetime) -> QuerySet[Office]:
    """Offices of the hub that coordinate and have a holder now."""
    return (
        Office.objects.select_related("organization")
        .filter(duties__contains=[Duty.COORDINATE.value])
        .filter(tenures__during__contains=at, tenures__person__is_active=True)
        .distinct()
        .order_by("title")
    )


def hub_desk(*, at: datetime) -> Office | None:
    """The coordinating office with a telephone, for whoever would rather call."""
    return coordinators(at=at).exclude(phone="").first()


def vacant_offices(*, at: datetime) -> QuerySet[Office]:
    """Of members: those that bind, coordinate or are called at night, with nobody in them."""
    held = Tenure.objects.filter(office=OuterRef("pk"), during__contains=at, person__is_active=True)
    matters = Q(duties__overlap=[Duty.REPRESENT.value, Duty.COORDINATE.value]) | Q(
        authorities__contains=[Authority.RECEIVE_AT_NIGHT.value]
    )
    return (
        Office.objects.filter(matters, ~Exists(held), retired_at=None)
        .exclude(organization__member_since=None)
        .filter(organization__closed_on=None)
        .select_related("organization__parent")
        .order_by("pk")
    )


def vacant_since(office: Office, *, at: datetime) -> datetime | None:
    """When the last holder left; None for an office that nobody ever held."""
    ended = [
        tenure.during.upper
        for tenure in office.tenures.all()
        if not tenure.during.isempty and tenure.during.upper and tenure.during.upper <= at
    ]
    return max(ended, default=None)


def to_affirm(*, at: datetime) -> QuerySet[Office]:
    """Held offices whose last affirmation is eleven months old, or that have none."""
    held = Tenure.objects.filter(office=OuterRef("pk"), during__contains=at, person__is_active=True)
    old = Q(affirmed_at=None) | Q(affirmed_at__lte=at - ASKED_AFTER)
    return Office.objects.filter(old, Exists(held), retired_at=None).select_related("organization")


def current_tenures(office_id: UUID, *, at: datetime) -> QuerySet[Tenure]:
    """Who holds the office now, fully or as acting."""
    return (
        Tenure.objects.filter(office=office_id, during__contains=at, person__is_active=True)
        .select_related("office__organization", "person")
        .order_by("acting", "pk")
    )


def office_mail(office: Office, *, at: datetime) -> list[str]:
    """Where mail for the office goes: its own address, else its holders'."""
    if office.mail:
        return [office.mail]
    holders = Person.objects.filter(
        tenures__office=office, tenures__during__contains=at, is_active=True
    )
    return sorted(holders.values_list("email", flat=True))


def offices_of(organization: Organization, *, at: datetime) -> list[tuple[Office, list[str]]]:
    """Each office with the names of those who hold it now."""
    offices = list(organization.offices.filter(retired_at=None).order_by("title"))
    holders: dict[UUID, list[str]] = {office.pk: [] for office in offices}
    for tenure in Tenure.objects.filter(office__in=offices, during__contains=at).select_related(
        "person"
    ):
        holders[tenure.office_id].append(tenure.person.name)
    return [(office, sorted(holders[office.pk])) for office in offices]
