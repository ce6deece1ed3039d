"""What people enter about an organization, checked and placed on the map."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from muster.directory.models import Jurisdiction, Organization
from muster.directory.queries.whereabouts import Town, state_named, towns_named
from muster.directory.wording import TURNED, turns_direction
from muster.domain.failures import Invalid

LONGEST: Final = {
    "name": 200,
    "also_known_as": 200,
    "website": 200,
    "source": 200,
    "town": 200,
}
OLDEST: Final = date(1900, 1, 1)
_LOOKS: Final = "Use a web address such as https://www.example.org."
_AMONG: Final = 5
"""Towns of one name that are named in an answer."""


@dataclass(frozen=True, slots=True)
class OrganizationFacts:
    """As typed. `state` is a postal abbreviation, empty for one that works in several; `town` a
    town or county of it. `latitude` and `longitude`, in degrees, go together. `source` says where
    the facts are published and `as_of` when they were read there."""

    name: str
    kind: str
    source: str
    as_of: date | None
    also_known_as: str = ""
    website: str = ""
    state: str = ""
    town: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """Where an organization without a territory has its door."""

    territory: Jurisdiction | None = None
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None


def facts_of(organization: Organization, **changes: Any) -> OrganizationFacts:
    """What is on record, as it would be typed, with changes."""
    seat = organization.seat
    town = ""
    if seat and seat.kind != "state":
        town = Town(seat.name, seat.county_name or seat.name, seat).words
    on_record = OrganizationFacts(
        name=organization.name,
        kind=organization.kind,
        source=organization.source,
        as_of=organization.as_of,
        also_known_as=organization.also_known_as,
        website=organization.website,
        state=seat.state.upper() if seat else "",
        town=(town or organization.city) if seat else "",
        latitude=organization.latitude,
        longitude=organization.longitude,
    )
    return replace(on_record, **changes)


def plain_facts(
    facts: OrganizationFacts, *, kinds: tuple[str, ...], today: date
) -> OrganizationFacts:
    """The facts without stray spaces. Raises Invalid naming each field that needs another look."""
    texts: dict[str, Any] = {
        name: " ".join(getattr(facts, name).split()) for name in (*LONGEST, "state", "kind")
    }
    plain = replace(facts, **texts)
    if plain.website and "://" not in plain.website:
        plain = replace(plain, website=f"https://{plain.website}")
    wrong = {**_texts(plain), **_point(plain), **_origin(plain, today)}
    if not plain.name:
        wrong["name"] = "Give its name as its own website spells it."
    if plain.kind not in kinds:
        wrong["kind"] = "Choose what it is."
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)
    return plain


def seat_of(facts: OrganizationFacts) -> Seat:
    """Where it sits. Raises Invalid when the state or the town is not known, or meant twice."""
    point = facts.latitude, facts.longitude
    if not facts.state:
        if facts.town:
            raise _unplaced("state", "Choose the state the town is in.")
        return Seat(None, "", *point)
    state = state_named(facts.state)
    if state is None:
        raise _unplaced("state", "Choose a state from the list, or none.")
    if not facts.town:
        return Seat(state, "", *point)
    towns = towns_named(facts.town, facts.state)
    if not towns:
        raise _unplaced(
            "town",
            f"No town or county of {state.name} on record is called so. Check the spelling, or "
            "leave it out and give latitude and longitude.",
        )
    if len(towns) > 1:
        named = "; ".join(one.words for one in towns[:_AMONG])
        raise _unplaced("town", f"There are {len(towns)} of this name. Write one of: {named}.")
    [town] = towns
    if facts.latitude is None and town.place:
        point = town.place.latitude, town.place.longitude
    return Seat(town.territory or state, town.name[:100], *point)


def _unplaced(field: str, sentence: str) -> Invalid:
    return Invalid("Some answers need another look.", fields={field: sentence})


def _texts(facts: OrganizationFacts) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for name, most in LONGEST.items():
        text = getattr(facts, name)
        if len(text) > most:
            wrong[name] = f"Keep this within {most} characters."
        elif turns_direction(text) or not text.isprintable():
            wrong[name] = TURNED
    if facts.website and "website" not in wrong:
        try:
            URLValidator(schemes=["http", "https"])(facts.website)
        except ValidationError:
            wrong["website"] = _LOOKS
    return wrong


def _point(facts: OrganizationFacts) -> dict[str, str]:
    if (facts.latitude is None) != (facts.longitude is None):
        missing = "latitude" if facts.latitude is None else "longitude"
        return {missing: "Give both latitude and longitude, or neither."}
    wrong: dict[str, str] = {}
    for name, most in (("latitude", 90), ("longitude", 180)):
        degrees = getattr(facts, name)
        if degrees is not None and not -most <= degrees <= most:
            wrong[name] = f"Give degrees between -{most} and {most}, such as 32.3968."
    return wrong


def _origin(facts: OrganizationFacts, today: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not facts.source:
        wrong["source"] = "Say where this is published, so that others can check it."
    if facts.as_of is None:
        wrong["as_of"] = "Give the day on which you read it there."
    elif not OLDEST <= facts.as_of <= today:
        wrong["as_of"] = "Give a day up to today."
    return wrong
