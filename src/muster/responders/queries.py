"""Reads of who can help. The pool is for the matcher only; people see their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet

from muster.authz.actors import Actor, Duty
from muster.directory.models import Office, Tenure
from muster.responders.models import HomeFloor, Kit, Responder, Team


@dataclass(frozen=True, slots=True)
class Groups:
    """Teams and kit of organizations somebody can answer for."""

    teams: tuple[Team, ...]
    kit: tuple[Kit, ...]


def lendable_groups(*, at: datetime, positions: Iterable[str]) -> Groups:
    """What could go for these positions besides single people. Three queries at any size."""
    wanted = set(positions)
    answerable = Office.objects.filter(
        Exists(_holding_now(at)), duties__contains=[Duty.REPRESENT.value]
    ).values("organization")
    return Groups(
        teams=tuple(
            Team.objects.filter(organization__in=answerable, position__in=wanted)
            .prefetch_related("members")
            .select_related("organization")
            .order_by("pk")
        ),
        kit=tuple(
            Kit.objects.filter(organization__in=answerable, position__in=wanted)
            .select_related("organization__jurisdiction", "organization__seat")
            .order_by("pk")
        ),
    )


def home_floors(organizations: Iterable[UUID]) -> QuerySet[HomeFloor]:
    """What these organizations keep at home; for the matcher only."""
    return HomeFloor.objects.filter(organization__in=list(organizations)).order_by("pk")


def named_responders(ids: Iterable[UUID]) -> QuerySet[Responder]:
    """The matcher's people by name and organization."""
    return Responder.objects.filter(pk__in=list(ids)).select_related(
        "organization__jurisdiction", "organization__seat"
    )


def _holding_now(at: datetime) -> QuerySet[Tenure]:
    return Tenure.objects.filter(office=OuterRef("pk"), during__contains=at, person__is_active=True)


def own_responder(actor: Actor) -> Responder | None:
    """The acting person's own entry in the roster."""
    if actor.person_id is None:
        return None
    return (
        Responder.objects.filter(person=actor.person_id)
        .select_related("organization")
        .prefetch_related("qualifications", "absences")
        .first()
    )


def visible_responders(actor: Actor) -> QuerySet[Responder]:
    """An organization's offices see its own people; nobody browses everybody's."""
    return (
        Responder.objects.filter(
            organization__in=actor.organizations_with(Duty.REPRESENT, Duty.CONTACT),
            removed_at=None,
        )
        .select_related("organization")
        .prefetch_related("qualifications")
    )


def removed_responders(actor: Actor) -> QuerySet[Responder]:
    """People taken off the roster, the latest first, for those who speak for the organization."""
    return (
        Responder.objects.filter(
            organization__in=actor.organizations_with(Duty.REPRESENT, Duty.CONTACT),
            removed_at__isnull=False,
        )
        .select_related("organization")
        .prefetch_related("qualifications")
        .order_by("-removed_at", "pk")
    )


def visible_kit(actor: Actor) -> QuerySet[Kit]:
    """Stocks with their counts, for those who speak for their owner only."""
    own = actor.organizations_with(Duty.REPRESENT, Duty.CONTACT)
    return (
        Kit.objects.filter(organization__in=own)
        .select_related("organization")
        .order_by("organization__name", "position")
    )


def committed_units(stocks: Iterable[Kit], *, at: datetime) -> dict[UUID, int]:
    """How many of each stock are out at once, at most, from now on; real and exercise apart.

    One query. The commitments stand above this context, so their table is looked up by name.
    """
    windows: dict[tuple[UUID, bool], list[tuple[datetime, datetime, int]]] = {}
    committed = apps.get_model("aid", "CommittedKit")._default_manager.filter(
        stock__in=list(stocks), active=True, during__endswith__gt=at
    )
    for stock, exercise, during, units in committed.values_list(
        "stock", "exercise", "during", "units"
    ):
        windows.setdefault((stock, exercise), []).append((during.lower, during.upper, units))
    most: dict[UUID, int] = {}
    for (stock, _), taken in windows.items():
        peak = max(sum(n for start, end, n in taken if start <= m < end) for m, _, _ in taken)
        most[stock] = max(most.get(stock, 0), peak)
    return most


def visible_floors(actor: Actor) -> QuerySet[HomeFloor]:
    """Home floors, for those who speak for their owner only."""
    own = actor.organizations_with(Duty.REPRESENT, Duty.CONTACT)
    return (
        HomeFloor.objects.filter(organization__in=own)
        .select_related("organization")
        .order_by("organization__name", "position")
    )
