"""What was read from official lists, and which domains wait for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from muster.directory.models import Import, OfficialDomain, OfficialList, Organization


@dataclass(frozen=True, slots=True)
class ListState:
    """One published list and its last reading."""

    list: OfficialList
    last: Import | None


def list_states() -> list[ListState]:
    """Every list in the order in which they build on each other. One query."""
    last = {
        one.list: one
        for one in Import.objects.order_by("list", "-imported_at", "-pk").distinct("list")
    }
    return [ListState(one, last.get(one.value)) for one in OfficialList]


def imports() -> QuerySet[Import]:
    found = Import.objects.select_related("imported_by").annotate(refusals=Count("refused"))
    return found.order_by("-imported_at", "-pk")


def undecided_domains(*, state: str = "", search: str = "") -> QuerySet[OfficialDomain]:
    """Those no rule ties and nobody decided on, the most promising first."""
    found = OfficialDomain.objects.filter(
        organization=None, set_aside=False, gone_on=None
    ).order_by("state", "domain")
    if state:
        found = found.filter(state=state.upper())
    if search:
        found = found.filter(Q(domain__icontains=search) | Q(registrant__icontains=search))
    return found


def decided_domains() -> QuerySet[OfficialDomain]:
    """What people decided, the latest first."""
    return (
        OfficialDomain.objects.exclude(decided_at=None)
        .select_related("organization", "decided_by")
        .order_by("-decided_at", "domain")
    )


def candidates_of(domains: list[OfficialDomain]) -> dict[UUID, list[tuple[Organization, str]]]:
    """For each domain the organizations it may belong to and what speaks for them. One query."""
    wanted = {candidate for one in domains for candidate, _ in one.candidates}
    found = {
        str(one.pk): one
        for one in Organization.objects.filter(pk__in=wanted).select_related("jurisdiction", "seat")
    }
    return {
        one.pk: [(found[pk], reason) for pk, reason in one.candidates if pk in found]
        for one in domains
    }


def states_of_undecided() -> list[Any]:
    """Postal abbreviations with how many wait there."""
    return list(
        undecided_domains()
        .exclude(state="")
        .order_by("state")
        .values_list("state")
        .annotate(Count("pk"))
    )
