"""Jurisdictions of the demo hub: the states, the counties of Texas, the towns of the scenario."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import us

from muster.demo.texas_2019.governments import (
    COORDINATES_SOURCE,
    POPULATION_SOURCE,
    TEXAS,
    Government,
)
from muster.demo.texas_2019.lenders import LENDERS
from muster.demo.texas_2019.victims import VICTIMS
from muster.directory.models import Jurisdiction
from muster.domain.geo import Place
from muster.maps.atlas import County, load_counties

COUNTRY = "ocd-division/country:us"
TEXAS_FIPS = "48"
ATLAS_SOURCE = "us-atlas 3, from the US Census Bureau's cartographic boundary files of 2017"

DEPOT_TOWNS: tuple[tuple[str, str, Place], ...] = (
    ("Lubbock", "48303", Place(33.5779, -101.8552)),
    ("Fort Worth", "48439", Place(32.7555, -97.3308)),
    ("San Antonio", "48029", Place(29.4241, -98.4936)),
)
"""Where the shared kit stock has its depots: town, FIPS code of its county, rounded centre."""

Territories = dict[str, Jurisdiction]
"""Jurisdictions by Open Civic Data id."""


def load_territories(atlas: Path) -> Territories:
    """Write all of them and tell neighbours of each other. Raises AtlasError without the file."""
    counties = load_counties(atlas, TEXAS_FIPS)
    states = Jurisdiction.objects.bulk_create(_states())
    texas = next(state for state in states if state.ocd_id == TEXAS)
    governments = {one.ocd_id: one for one in (*VICTIMS, *LENDERS)}
    by_fips = {fips: _county(county, governments, texas) for fips, county in counties.items()}
    towns = [
        _town(one, counties[one.county_fips], texas)
        for one in governments.values()
        if one.kind != "county"
    ]
    towns += [
        _depot(name, counties[fips], place, texas)
        for name, fips, place in DEPOT_TOWNS
        if division_of(name) not in governments
    ]
    Jurisdiction.objects.bulk_create([*by_fips.values(), *towns])
    _connect(counties.values(), by_fips)
    return {one.ocd_id: one for one in (*states, *by_fips.values(), *towns)}


def division_of(town: str) -> str:
    """The Open Civic Data id of a Texas town."""
    return f"{TEXAS}/place:{_last_part(town)}"


def _states() -> list[Jurisdiction]:
    rows = [
        Jurisdiction(
            ocd_id=f"{COUNTRY}/state:{state.abbr.lower()}",
            name=state.name,
            kind="state",
            state=state.abbr,
            source="US Census Bureau, by way of the Python package us",
        )
        for state in us.states.STATES
    ]
    capital = us.states.DC
    rows.append(
        Jurisdiction(
            ocd_id=f"{COUNTRY}/district:{capital.abbr.lower()}",
            name=capital.name,
            kind="state",
            state=capital.abbr,
            source="US Census Bureau, by way of the Python package us",
        )
    )
    return rows


def _county(
    county: County, governments: dict[str, Government], texas: Jurisdiction
) -> Jurisdiction:
    """A county, with the figures of its government where the scenario has them."""
    ocd_id = f"{TEXAS}/county:{_last_part(county.name)}"
    known = governments.get(ocd_id)
    place = known.place if known else county.centroid
    return Jurisdiction(
        ocd_id=ocd_id,
        name=f"{county.name} County",
        kind="county",
        state="TX",
        county_fips=county.fips,
        county_name=f"{county.name} County",
        parent=texas,
        latitude=place.latitude,
        longitude=place.longitude,
        population=known.population if known else None,
        source=_source(known) if known else ATLAS_SOURCE,
        as_of=_as_of(known) if known else date(2017, 1, 1),
    )


def _town(town: Government, county: County, texas: Jurisdiction) -> Jurisdiction:
    return Jurisdiction(
        ocd_id=town.ocd_id,
        name=town.name.partition(" of ")[2],
        kind="municipality",
        state="TX",
        county_fips=town.county_fips,
        county_name=f"{county.name} County",
        parent=texas,
        latitude=town.latitude,
        longitude=town.longitude,
        population=town.population,
        source=_source(town),
        as_of=_as_of(town),
    )


def _depot(name: str, county: County, place: Place, texas: Jurisdiction) -> Jurisdiction:
    return Jurisdiction(
        ocd_id=division_of(name),
        name=name,
        kind="municipality",
        state="TX",
        county_fips=county.fips,
        county_name=f"{county.name} County",
        parent=texas,
        latitude=place.latitude,
        longitude=place.longitude,
        source="City center, rounded",
    )


def _connect(counties: Iterable[County], by_fips: dict[str, Jurisdiction]) -> None:
    """Neighbours inside the state, both ways, straight into the table between."""
    between = Jurisdiction.neighbours.through
    between.objects.bulk_create(
        between(from_jurisdiction_id=by_fips[county.fips].pk, to_jurisdiction_id=by_fips[other].pk)
        for county in counties
        for other in sorted(county.neighbours)
        if other in by_fips
    )


def _source(government: Government) -> str:
    return f"{government.population_source or POPULATION_SOURCE}; {COORDINATES_SOURCE}"[:200]


def _as_of(government: Government) -> date:
    """Estimates of a year are for its 1 July."""
    return date(government.population_year, 7, 1)


def _last_part(name: str) -> str:
    return name.lower().replace(" ", "_")
