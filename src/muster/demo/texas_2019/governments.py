"""The row a local government is written down in, and where its figures come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from muster.domain.geo import Place

GovernmentKind = Literal["town", "city", "county"]

POPULATION_SOURCE = "US Census Bureau, Population Estimates Program"
POPULATION_YEAR = 2021
COORDINATES_SOURCE = "US Census Bureau Gazetteer, 2010 for towns and cities, 2017 for counties"

TEXAS = "ocd-division/country:us/state:tx"


@dataclass(frozen=True, slots=True)
class Government:
    """A real local government of Texas.

    `division` is the last part of its Open Civic Data id, as in `place:borger`. Latitude and
    longitude are of an interior point, in degrees.
    """

    name: str
    kind: GovernmentKind
    division: str
    county_fips: str
    latitude: float
    longitude: float
    population: int
    population_source: str = POPULATION_SOURCE
    population_year: int = POPULATION_YEAR

    @property
    def ocd_id(self) -> str:
        """The whole Open Civic Data id; it is also the key of this organization."""
        return f"{TEXAS}/{self.division}"

    @property
    def place(self) -> Place:
        return Place(self.latitude, self.longitude)

    @property
    def slug(self) -> str:
        """The name for addresses: `city-of-denton`, `denton-county`."""
        return self.name.lower().replace(" ", "-")


def county(name: str, fips: str, latitude: float, longitude: float, population: int) -> Government:
    """The county of that name."""
    division = f"county:{_division_name(name)}"
    return Government(f"{name} County", "county", division, fips, latitude, longitude, population)


def city(name: str, fips: str, latitude: float, longitude: float, population: int) -> Government:
    """The city of that name, in the county with that FIPS code."""
    division = f"place:{_division_name(name)}"
    return Government(f"City of {name}", "city", division, fips, latitude, longitude, population)


def town(name: str, fips: str, latitude: float, longitude: float, population: int) -> Government:
    """The town of that name, in the county with that FIPS code."""
    division = f"place:{_division_name(name)}"
    return Government(f"Town of {name}", "town", division, fips, latitude, longitude, population)


def _division_name(name: str) -> str:
    return name.lower().replace(" ", "_")
