"""A few invented governments in real states, small enough to read."""

from __future__ import annotations

from muster.domain.naming.domains import Government, Row

WESTSHIRE = ("36901", "Westshire County")
EASTSHIRE = ("36902", "Eastshire County")


def local(
    identity: str,
    kind: str,
    name: str,
    county: tuple[str, str],
    at: tuple[float, float],
    state: str = "NY",
) -> Government:
    descriptor = name.split()[-1].lower()
    return Government(identity, kind, name, descriptor, state, *county, *at)


GOVERNMENTS = [
    local("westshire", "county", "Westshire County", WESTSHIRE, (42.0, -76.0)),
    local("eastshire", "county", "Eastshire County", EASTSHIRE, (42.0, -74.0)),
    local("milbrook-w", "township", "Milbrook town", WESTSHIRE, (42.1, -76.1)),
    local("milbrook-e", "township", "Milbrook town", EASTSHIRE, (42.1, -74.1)),
    local("milbrook-v", "municipality", "Milbrook village", WESTSHIRE, (42.1, -76.1)),
    local("seatham", "municipality", "Seatham city", WESTSHIRE, (42.0, -76.0)),
    local("farport", "municipality", "Farport city", EASTSHIRE, (42.0, -74.0)),
    local("st-odo", "municipality", "St. Odo village", EASTSHIRE, (42.2, -74.2)),
    local("joined-city", "municipality", "Joinham city", WESTSHIRE, (42.3, -76.2)),
    local("joined-county", "county", "Joinham County", ("36903", "Joinham County"), (42.3, -76.2)),
    Government("ny", "state", "New York", "state", "NY"),
    Government("school", "school_district", "Seatham City", "school district", "NY", *WESTSHIRE),
    Government("tribe", "tribe", "Grey Heron Band of Indians", "tribe", "NY", *WESTSHIRE),
    Government("fire", "special_district", "Seatham Fire District", "special district", "NY"),
    Government("hamlet", "settlement", "Reedmere CDP", "CDP", "NY", lat=42.1, lon=-74.0),
]
ALIASES = {"joined-city": "joined-county"}


def row(
    organization: str,
    city: str,
    domain: str = "unrelated.gov",
    kind: str = "City",
    state: str = "NY",
    suborganization: str = "",
) -> Row:
    return Row(domain, kind, organization, suborganization, city, state)
