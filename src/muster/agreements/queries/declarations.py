"""Declarations on record: who may see them, how long they hold and whom they reach."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from muster.agreements.models import Declaration
from muster.authz.actors import Actor
from muster.directory.models import Jurisdiction, Organization
from muster.domain.failures import Invalid

MOST_OVER = 20
"""How many declarations that are over a list shows."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a declaration reaches: the territory in words, members by county, how many of each.

    `members` has an entry with an empty county for bodies that serve the whole state.
    """

    sentence: str
    members: tuple[tuple[str, tuple[str, ...]], ...]
    organizations: int
    counties: int


def declarations_on_record(actor: Actor) -> QuerySet[Declaration]:
    """All the actor may know of, whenever they hold. A local one tells who is hit, so only its
    own people, coordinators and auditors see it."""
    found = Declaration.objects.select_related("jurisdiction")
    if actor.coordinates or actor.audits:
        return found
    own = Q(jurisdiction__organizations__in=actor.organizations_with())
    return found.filter(own | Q(level=Declaration.Level.STATE)).distinct()


def visible_declarations(actor: Actor) -> QuerySet[Declaration]:
    """Those in effect now."""
    return live_declarations(actor).filter(during__contains=actor.at)


def live_declarations(actor: Actor) -> QuerySet[Declaration]:
    """Those in effect and those still to come, the earliest first."""
    return declarations_on_record(actor).filter(_live(actor.at)).order_by("during", "pk")


def over_declarations(actor: Actor) -> QuerySet[Declaration]:
    """Expired, ended and withdrawn ones, the latest first; at most `MOST_OVER`."""
    over = declarations_on_record(actor).exclude(_live(actor.at))
    return over.order_by("-during", "pk")[:MOST_OVER]


def declaration_reach(declaration: Declaration) -> Reach:
    """Members of the hub that the declaration reaches, as `legal_book` counts it. Two queries."""
    territory = declaration.jurisdiction
    inside = Organization.objects.filter(
        Q(jurisdiction=territory) | Q(jurisdiction__ocd_id__startswith=f"{territory.ocd_id}/"),
        member_since__isnull=False,
        closed_on=None,
    ).select_related("jurisdiction")
    by_county: dict[str, list[str]] = defaultdict(list)
    for organization in inside.order_by("name"):
        by_county[_county(organization)].append(organization.name)
    return Reach(
        sentence=territory_in_words(territory),
        members=tuple((county, tuple(names)) for county, names in sorted(by_county.items())),
        organizations=sum(len(names) for names in by_county.values()),
        counties=len([county for county in by_county if county]),
    )


def territory_in_words(territory: Jurisdiction) -> str:
    """Where a declaration for this jurisdiction counts, as a sentence."""
    if territory.kind == "state":
        return f"All of {territory.name}: every county, city and town in it."
    if territory.kind == "county":
        return (
            f"The government of {territory.name}. Towns inside it need a declaration of their own "
            "or the state's."
        )
    county = f", {territory.county_name}" if territory.county_name else ""
    return f"{territory.name}{county}, and nobody else."


def declarable() -> list[tuple[str, str]]:
    """Jurisdictions of members' states and territories, as form choices that say their reach."""
    members = Organization.objects.exclude(member_since=None).exclude(jurisdiction=None)
    own = Jurisdiction.objects.filter(organizations__in=members)
    states = Jurisdiction.objects.filter(kind="state", state__in=own.values("state"))
    found = (own | states).distinct().order_by("kind", "name", "pk")
    return [(one.ocd_id, _choice(one)) for one in found]


def jurisdiction_by_division(ocd_id: str) -> Jurisdiction:
    """Raises Invalid when there is no such jurisdiction."""
    found = Jurisdiction.objects.filter(ocd_id=ocd_id).first()
    if found is None:
        raise Invalid("Choose where it applies.", fields={"jurisdiction": "Choose from the list."})
    return found


def _live(at: datetime) -> Q:
    return Q(during__endswith__gt=at) & ~Q(ending=Declaration.Ending.WITHDRAWN)


def _county(organization: Organization) -> str:
    return organization.jurisdiction.county_name if organization.jurisdiction else ""


def _choice(territory: Jurisdiction) -> str:
    if territory.kind == "state":
        return f"{territory.name} (the whole state)"
    if territory.kind == "county" or not territory.county_name:
        return territory.name
    return f"{territory.name} ({territory.county_name})"
