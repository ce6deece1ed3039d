"""The known governments, indexed once by state and by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from muster.domain.geo import Place, distance_km
from muster.domain.naming.names import government_name, school_key
from muster.domain.naming.spelling import squeezed, words

LOCAL: Final = frozenset(("municipality", "township", "county"))
_PLAIN: Final = frozenset(("city", "town", "village", "borough", "township", "county", "parish"))
_PARTS = re.compile(r"[-/,]")
_TRIBAL_FILLER_TEXT: Final = """
    the of a and in tribe tribes tribal nation band community indian indians government council
    reservation rancheria pueblo village federally recognized
    """
_TRIBAL_FILLER: Final = frozenset(_TRIBAL_FILLER_TEXT.split())


@dataclass(frozen=True, slots=True)
class Government:
    """One known government. `kind` is municipality, township, county, state, tribe and so on.

    A `settlement` is a place without a government (a CDP): nothing is tied to it, but a city
    column that names it tells where the office sits.

    Latitude and longitude in degrees (WGS 84) or None; `county_fips` is empty for states.
    """

    id: str
    kind: str
    name: str
    descriptor: str
    state: str
    county_fips: str = ""
    county_name: str = ""
    lat: float | None = None
    lon: float | None = None
    population: int | None = None

    @property
    def said(self) -> str:
        """How a person tells it from its namesakes."""
        county = f" in {self.county_name}" if self.county_name and self.kind != "county" else ""
        return f"{self.name}{county}, {self.state}"


@dataclass(frozen=True, slots=True)
class Named:
    """A government under one of its spellings; `weak` when that spelling leaves a word out."""

    government: Government
    key: str
    weak: bool = False


class Governments:
    """An index of governments. `aliases` maps the second id of a consolidated one to the first."""

    def __init__(
        self, governments: Iterable[Government], aliases: Mapping[str, str] | None = None
    ) -> None:
        self._aliases = dict(aliases or {})
        self._local: dict[str, dict[str, list[Named]]] = defaultdict(lambda: defaultdict(list))
        self._counties: dict[str, Government] = {}
        self._county_keys: dict[str, str] = {}
        self._states: dict[str, Government] = {}
        self._own: dict[tuple[str, str], list[Government]] = defaultdict(list)
        self._settlements: dict[tuple[str, str], list[Government]] = defaultdict(list)
        self._tribes: dict[tuple[str, ...], list[Government]] = defaultdict(list)
        self._schools: dict[tuple[str, str, str | None], list[Government]] = defaultdict(list)
        for government in sorted(governments, key=lambda each: (each.id, repr(each))):
            self._file(government)

    def _file(self, government: Government) -> None:
        kind, state = government.kind, government.state
        if kind in LOCAL:
            for key, weak in _keys(government).items():
                self._local[state][key].append(Named(government, key, weak))
                if kind == "county" and not weak:
                    self._counties[government.county_fips] = government
                    self._county_keys[government.county_fips] = key
        elif kind == "settlement":
            for key in _keys(government):
                self._settlements[(state, key)].append(government)
        elif kind == "state":
            self._states[state] = government
        elif kind == "tribe":
            self._tribes[tribal_key(government.name)].append(government)
        elif kind == "school_district":
            self._schools[(state, *school_key(government.name))].append(government)
        else:
            self._own[(state, squeezed(words(government.name)))].append(government)

    def canonical(self, government_id: str) -> str:
        """The id that stands for a government, whichever of its ids is given."""
        seen = {government_id}
        while (further := self._aliases.get(government_id)) and further not in seen:
            government_id = further
            seen.add(further)
        return government_id

    def namesakes(self, state: str, key: str) -> list[Named]:
        """Municipalities, townships and counties of that squeezed name in a state, by id."""
        named = self._local.get(state)
        return named.get(key, []) if named else []

    def counties_called(self, state: str, key: str) -> list[Government]:
        return [
            each.government
            for each in self.namesakes(state, key)
            if each.government.kind == "county" and not each.weak
        ]

    def settlements_called(self, state: str, key: str) -> list[Government]:
        return self._settlements.get((state, key), [])

    def county_key(self, fips: str) -> str:
        """The squeezed name of a county, or the empty string."""
        return self._county_keys.get(fips, "")

    def county(self, fips: str) -> Government | None:
        return self._counties.get(fips)

    def state(self, abbreviation: str) -> Government | None:
        return self._states.get(abbreviation)

    def tribes_called(self, name: str) -> list[Government]:
        return self._tribes.get(tribal_key(name), [])

    def schools_called(self, state: str, name: str) -> list[Government]:
        return self._schools.get((state, *school_key(name)), [])

    def bodies_called(self, state: str, name: str) -> list[Government]:
        """Special districts and regional bodies of exactly that name."""
        return self._own.get((state, squeezed(words(name))), [])


def tribal_key(name: str) -> tuple[str, ...]:
    """The telling words of a tribe's name, in order of the alphabet."""
    return tuple(sorted(set(words(name)) - _TRIBAL_FILLER))


def kilometres(a: Government, b: Government) -> float | None:
    """Between two governments, as the crow flies; None where a position is unknown."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return distance_km(Place(a.lat, a.lon), Place(b.lat, b.lon))


def _keys(government: Government) -> dict[str, bool]:
    """Squeezed spellings of a name, each with whether it leaves something out."""
    plain, _, bracket = government.name.partition("(")
    inner, _, rest = bracket.partition(")")
    parts = words(f"{plain} {rest}") if words(plain) else words(government.name)
    tail = words(government.descriptor)
    if tail and len(parts) > len(tail) and parts[-len(tail) :] == tail:
        core = list(parts[: -len(tail)])
    else:
        core = government_name(" ".join(parts)).core.split()
    keys = {squeezed(core): False} if core else {}
    if len(core) > 1 and core[-1] in {"city", "town"}:
        keys.setdefault(squeezed(core[:-1]), True)
    other = words(inner)
    if other and other[-1] not in {"county", "counties", "balance"}:
        keys.setdefault(squeezed(other), False)
    if government.descriptor == "town city":
        keys[squeezed(parts[:-2])] = False
        keys[squeezed(parts[:-1])] = False
    if government.kind == "municipality" and government.descriptor not in _PLAIN:
        first = words(_PARTS.split(government.name, maxsplit=1)[0])
        keys.setdefault(squeezed(first), False)
        keys.setdefault(squeezed([word for word in core if word != "county"]), False)
    keys.pop("", None)
    return keys
