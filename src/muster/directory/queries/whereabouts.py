"""Towns and counties by the names people give them, for bodies without a territory."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Concat

from muster.directory.models import Jurisdiction, Settlement
from muster.domain.geo import Place

_OF: Final = re.compile(r"^(city|town|village|borough|township|county) of (the )?", re.IGNORECASE)
_NO_TOWNS: Final = ("state", "school_district")


@dataclass(frozen=True, slots=True)
class Town:
    """A town or county somebody may mean. Without a government of its own, `place` is its point."""

    name: str
    county: str
    territory: Jurisdiction | None
    place: Place | None = None

    @property
    def words(self) -> str:
        """As it can be typed so that only this one is meant."""
        return f"{self.name}, {self.county}" if self.county != self.name else self.name


def states() -> list[tuple[str, str]]:
    """Postal abbreviation and name of every state the directory knows. One query."""
    known = Jurisdiction.objects.filter(kind="state", ended_on=None).order_by("name")
    return [(one.state.upper(), one.name) for one in known]


def state_named(abbreviation: str) -> Jurisdiction | None:
    known = Jurisdiction.objects.filter(kind="state", state__iexact=abbreviation.strip())
    return known.order_by("pk").first()


def towns_named(text: str, state: str) -> list[Town]:
    """Every town or county of the state called so: "Fern", "Town of Fern" or "Fern, Elm County".

    Places without a government are looked for where no government has the name. Two queries.
    """
    name, _, county = (part.strip() for part in text.replace("\x00", "")[:200].partition(","))
    name = _OF.sub("", name)
    if not name:
        return []
    whole = Concat(F("name"), Value(" "), F("descriptor"), output_field=TextField())
    found = (
        Jurisdiction.objects.filter(state__iexact=state, ended_on=None)
        .exclude(kind__in=_NO_TOWNS)
        .annotate(plain=_plain(F("name")), whole=_plain(whole))
        .filter(Q(plain=_plain(Value(name))) | Q(whole=_plain(Value(name))))
    )
    if county:
        found = found.annotate(inside=_plain(F("county_name")))
        found = found.filter(inside__startswith=_plain(Value(county)))
    towns = [Town(one.name, one.county_name, one) for one in found.order_by("name", "county_name")]
    if towns or county:
        return towns
    unsettled = Settlement.objects.filter(state__iexact=state).annotate(plain=_plain(F("name")))
    return [
        Town(one.name, "", None, Place(one.latitude, one.longitude))
        for one in unsettled.filter(plain=_plain(Value(name))).order_by("geoid")
    ]


def _plain(text: F | Value | Concat) -> Func:
    return Func(text, function="directory_plain", output_field=TextField())
