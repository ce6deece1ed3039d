"""How a division's published name becomes a government's: `Keene city` is the City of Keene."""

from __future__ import annotations

import re
from typing import Final

from muster.directory.models import OrganizationKind
from muster.formats.official.divisions import DivisionKind

KIND_OF_GOVERNMENT: Final = {
    DivisionKind.STATE: OrganizationKind.STATE,
    DivisionKind.COUNTY: OrganizationKind.COUNTY,
    DivisionKind.MUNICIPALITY: OrganizationKind.CITY,
    DivisionKind.TOWNSHIP: OrganizationKind.CITY,
    DivisionKind.SCHOOL_DISTRICT: OrganizationKind.SCHOOL_DISTRICT,
}

_LEADING: Final = frozenset({"city", "town", "village", "borough"})
_ENDINGS: Final = (
    "city and borough",
    "city and county",
    "charter township",
    "unified government",
    "consolidated government",
    "metropolitan government",
    "metro government",
    "urban county",
    "town city",
    "census area",
    "municipality",
    "municipio",
    "plantation",
    "reservation",
    "township",
    "borough",
    "village",
    "parish",
    "county",
    "grant",
    "purchase",
    "location",
    "gore",
    "city",
    "town",
    "CDP",
)
_SPOKEN_ENDINGS: Final = frozenset({"county", "parish", "borough", "municipio", "census area"})
_APART: Final = re.compile(
    rf"(?P<name>.+?) (?P<ending>Town city|{'|'.join(_ENDINGS)}|"
    rf"{'|'.join(sorted(ending.title() for ending in _SPOKEN_ENDINGS))})"
    r"(?: \(balance\))?(?P<place> \([^()]+\))?"
)


def taken_apart(name: str) -> tuple[str, str]:
    """The name and what the government says it is: `Keene city` is Keene and city.

    An ending in small letters is a description; Kansas City keeps its own, and Essex County is
    said whole. What tells namesakes apart in brackets stays with the name.
    """
    found = _APART.fullmatch(name)
    if found is None:
        return name.removesuffix(" (balance)"), ""
    ending = found["ending"]
    if ending.title() == ending and ending != "CDP":
        return name, ending.lower()
    return found["name"] + (found["place"] or ""), ending.lower()


def government_title(name: str, descriptor: str, kind: DivisionKind) -> str:
    """What people call it: the City of Keene, Union Township, Essex County."""
    if kind not in (DivisionKind.MUNICIPALITY, DivisionKind.TOWNSHIP) or not descriptor:
        return name if kind is not DivisionKind.STATE else f"State of {name}"
    if descriptor == "town city":
        return f"Town of {name}"
    if descriptor in _LEADING:
        return f"{descriptor.capitalize()} of {name}"
    return f"{name} {descriptor.title().replace(' And ', ' and ')}"
