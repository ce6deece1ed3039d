"""Who is near: the counties around, and the nearest members and governments."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from typing import Final

from django.db.models import ExpressionWrapper, F, FloatField, QuerySet

from muster.directory.models import Jurisdiction, Organization, OrganizationKind
from muster.domain.geo import Place, road_km

NEAREST: Final = 8
AROUND_DEGREES: Final = 1.0
"""North and south; beyond about 110 km as the crow flies nobody is listed as near."""


@dataclass(frozen=True, slots=True)
class Near:
    """Another organization and how far it is by road, as planned with."""

    organization: Organization
    km: float


@dataclass(frozen=True, slots=True)
class Neighbors:
    """County governments around the own county, and the nearest, members before others."""

    bordering: list[Organization]
    members: list[Near]
    others: list[Near]


def neighbors_of(organization: Organization) -> Neighbors:
    """Nobody for who has no territory or no place on record. Up to three queries."""
    territory = organization.jurisdiction
    if territory is None or territory.place is None:
        return Neighbors([], [], [])
    around = _around(territory.place).exclude(jurisdiction=territory)
    return Neighbors(
        bordering=_bordering(territory),
        members=_nearest(territory.place, around.exclude(member_since=None)),
        others=_nearest(territory.place, around.filter(member_since=None)),
    )


def _bordering(territory: Jurisdiction) -> list[Organization]:
    if not territory.county_fips:
        return []
    # Only counties have neighbors, and cities that belong to none.
    around = Jurisdiction.objects.filter(neighbours__county_fips=territory.county_fips)
    return list(
        Organization.objects.filter(
            kind__in=(OrganizationKind.COUNTY, OrganizationKind.CITY),
            jurisdiction__in=around,
            closed_on=None,
        )
        .select_related("jurisdiction", "seat")
        .order_by("name", "pk")
    )


def _around(here: Place) -> QuerySet[Organization]:
    """Within a box on the map, the nearest first; on so small a box the map may be flat."""
    shrunk = max(0.01, cos(radians(here.latitude)))
    north = F("jurisdiction__latitude") - here.latitude
    east = (F("jurisdiction__longitude") - here.longitude) * shrunk
    return (
        Organization.objects.filter(
            closed_on=None,
            jurisdiction__latitude__range=(
                here.latitude - AROUND_DEGREES,
                here.latitude + AROUND_DEGREES,
            ),
            jurisdiction__longitude__range=(
                here.longitude - AROUND_DEGREES / shrunk,
                here.longitude + AROUND_DEGREES / shrunk,
            ),
        )
        .select_related("jurisdiction", "seat")
        .alias(apart=ExpressionWrapper(north * north + east * east, FloatField()))
        .order_by("apart", "pk")
    )


def _nearest(here: Place, around: QuerySet[Organization]) -> list[Near]:
    places = [(one, one.jurisdiction.place) for one in around[:NEAREST] if one.jurisdiction]
    return [Near(one, road_km(here, place)) for one, place in places if place]
