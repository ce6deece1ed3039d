"""Reads of who can help. The pool is for the matcher only; people see their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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


def visible_floors(actor: Actor) -> QuerySet[HomeFloor]:
    """Home floors, for those who speak for their owner only."""
    own = actor.organizations_with(Duty.REPRESENT, Duty.CONTACT)
    return (
        HomeFloor.objects.filter(organization__in=own)
        .select_related("organization")
        .order_by("organization__name", "position")
    )
