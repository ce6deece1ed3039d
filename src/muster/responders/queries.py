"""Reads of who can help. The pool is for the matcher only; people see their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from muster.authz.actors import Actor, Duty
from muster.directory.models import Office, Tenure
from muster.responders.models import Absence, HomeFloor, Kit, Responder, Team


@dataclass(frozen=True, slots=True)
class Pool:
    """Everything lendable at a moment. `unanswerable` organizations have nobody who can bind."""

    responders: tuple[Responder, ...]
    teams: tuple[Team, ...]
    kit: tuple[Kit, ...]
    floors: tuple[HomeFloor, ...]
    unanswerable: tuple[str, ...]


def lending_pool(*, at: datetime) -> Pool:
    """The pool of all organizations somebody can answer for. Nine queries at any size."""
    answerable = set(
        Office.objects.filter(duties__contains=[Duty.REPRESENT.value])
        .filter(Exists(_holding_now(at)))
        .values_list("organization_id", flat=True)
    )
    responders = list(
        Responder.objects.filter(removed_at=None)
        .select_related("organization__jurisdiction")
        .prefetch_related(
            "qualifications",
            Prefetch("absences", queryset=Absence.objects.filter(during__endswith__gt=at)),
        )
        .order_by("pk")
    )
    silent = {r.organization.name for r in responders if r.organization_id not in answerable}
    return Pool(
        responders=tuple(r for r in responders if r.organization_id in answerable),
        teams=tuple(
            Team.objects.filter(organization__in=answerable)
            .prefetch_related("members")
            .order_by("pk")
        ),
        kit=tuple(
            Kit.objects.filter(organization__in=answerable)
            .select_related("organization__jurisdiction")
            .order_by("pk")
        ),
        floors=tuple(HomeFloor.objects.filter(organization__in=answerable).order_by("pk")),
        unanswerable=tuple(sorted(silent)),
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
