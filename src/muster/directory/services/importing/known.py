"""The governments of the directory as the rules that tie domains know them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from muster.directory.models import GOVERNMENTS, OrganizationKind
from muster.directory.services.importing.tables import rows_of
from muster.domain.naming.domains import Government, Governments

_BODIES: Final = {
    OrganizationKind.SPECIAL_DISTRICT.value: "special_district",
    OrganizationKind.REGIONAL.value: "regional",
    OrganizationKind.TRIBE.value: "tribe",
    OrganizationKind.SCHOOL_DISTRICT.value: "school_district",
}
_TERRITORIES = """
    SELECT one.ocd_id, one.kind, one.name, one.descriptor, one.state, one.county_fips,
           one.county_name, one.latitude, one.longitude, one.population
    FROM directory_jurisdiction one
    WHERE one.ended_on IS NULL
      AND one.kind IN ('state', 'county', 'municipality', 'township', 'school_district')
"""
_WITHOUT_TERRITORY = """
    SELECT one.id, one.kind, one.name, coalesce(seat.state, ''), coalesce(seat.county_fips, ''),
           coalesce(seat.county_name, ''), seat.latitude, seat.longitude
    FROM directory_organization one LEFT JOIN directory_jurisdiction seat ON seat.id = one.seat_id
    WHERE one.jurisdiction_id IS NULL AND one.kind = ANY(%s)
"""
_ALIASES = """
    SELECT other.ocd_id, target.ocd_id FROM directory_divisionalias other
    JOIN directory_jurisdiction target ON target.id = other.jurisdiction_id
"""
_OF_TERRITORIES = """
    SELECT territory.ocd_id, one.id FROM directory_organization one
    JOIN directory_jurisdiction territory ON territory.id = one.jurisdiction_id
    WHERE one.kind = ANY(%s) ORDER BY one.member_since NULLS LAST, one.id DESC
"""


@dataclass(frozen=True, slots=True)
class Known:
    """The index, and whose each of its ids is."""

    governments: Governments
    organizations: dict[str, UUID]

    def organization(self, government_id: str) -> UUID | None:
        return self.organizations.get(self.governments.canonical(government_id))


def known_governments(cursor: CursorWrapper) -> Known:
    """Five queries. A territory goes by its division id, a body without one by its own."""
    kinds = [kind.value for kind in GOVERNMENTS]
    organizations: dict[str, UUID] = dict(rows_of(cursor, _OF_TERRITORIES, [kinds]))
    bodies = rows_of(cursor, _WITHOUT_TERRITORY, [list(_BODIES)])
    organizations.update({str(pk): pk for pk, *_ in bodies})
    aliases: dict[str, str] = dict(rows_of(cursor, _ALIASES))
    governments = [*_territories(cursor), *_settlements(cursor)]
    governments += [
        Government(
            str(pk), _BODIES[kind], name, "", state, county_fips, county_name, latitude, longitude
        )
        for pk, kind, name, state, county_fips, county_name, latitude, longitude in bodies
    ]
    return Known(Governments(governments, aliases), organizations)


def _territories(cursor: CursorWrapper) -> Iterator[Government]:
    for ocd_id, kind, name, descriptor, *rest in rows_of(cursor, _TERRITORIES):
        said = kind == "county" and name.lower().endswith(descriptor)
        full = name if said or not descriptor else f"{name} {descriptor}"
        yield Government(ocd_id, kind, full, descriptor or kind.replace("_", " "), *rest)


def _settlements(cursor: CursorWrapper) -> Iterator[Government]:
    for geoid, name, state, latitude, longitude in rows_of(
        cursor, "SELECT geoid, name, state, latitude, longitude FROM directory_settlement"
    ):
        yield Government(
            f"settlement:{geoid}", "settlement", name, "CDP", state, "", "", latitude, longitude
        )
