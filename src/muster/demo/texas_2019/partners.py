"""The helpers that are no local government: Guard, volunteer corps and shared kit stock.

All three are invented. The state's Guard did send six-person teams in 2019; these are not those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from muster.demo.texas_2019.governments import TEXAS
from muster.domain.geo import Place

PartnerKind = Literal["national_guard", "volunteer_corps", "kit_stock"]


@dataclass(frozen=True, slots=True)
class Partner:
    """An organization without a territory. `key` is its id within the scenario."""

    key: str
    name: str
    kind: PartnerKind
    place: Place
    note: str

    @property
    def slug(self) -> str:
        """The name for addresses."""
        return self.key


AUSTIN = Place(30.2672, -97.7431)

GUARD = Partner(
    "guard-stand-in",
    "Texas National Guard cyber teams (stand-in)",
    "national_guard",
    AUSTIN,
    "Synthetic people; modeled on the six-person teams of 2019.",
)
CORPS = Partner(
    "volunteer-corps-stand-in",
    "Texas volunteer cyber corps (stand-in)",
    "volunteer_corps",
    AUSTIN,
    "Synthetic; modeled on the volunteer corps other states run.",
)
KIT_STOCK = Partner(
    "kit-stock-stand-in",
    "Shared kit stock (stand-in)",
    "kit_stock",
    AUSTIN,
    "Synthetic; laptops and switches kept ready in three towns.",
)

PARTNERS: tuple[Partner, ...] = (GUARD, CORPS, KIT_STOCK)


@dataclass(frozen=True, slots=True)
class KitRow:
    """A stock of one item in one place. `organization_key` owns it."""

    organization_key: str
    position: str
    units: int
    place: Place
    mobilization_minutes: int = 120
    travel_limit_km: float = 700.0


_DEPOTS = (
    ("Lubbock", Place(33.5779, -101.8552)),
    ("Fort Worth", Place(32.7555, -97.3308)),
    ("San Antonio", Place(29.4241, -98.4936)),
)

KIT: tuple[KitRow, ...] = (
    *(
        KitRow(KIT_STOCK.key, position, units, place)
        for _, place in _DEPOTS
        for position, units in (("laptop", 70), ("network-switch", 3))
    ),
    KitRow(f"{TEXAS}/place:plano", "laptop", 20, Place(33.0508, -96.7479)),
    KitRow(f"{TEXAS}/place:lubbock", "laptop", 20, Place(33.5665, -101.8867)),
)
"""Three depots and two cities that lend spares; the cities also reach towns of their regions."""
