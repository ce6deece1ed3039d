"""What help costs the town that asked, under the clause that applies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from muster.domain.geo import KM_PER_MILE
from muster.domain.money import Cents, cents_for

MILEAGE_CENTS = 70
"""Per mile: the 2025 IRS standard business rate, 70 cents (Notice 2025-5)."""

LODGING_AND_MEALS_CENTS = 17_800
"""Per night: the 2025 GSA standard rate, $110 lodging and $68 meals."""

REGULAR_HOURS_PER_DAY = 8
SHIFT_HOURS_PER_DAY = 12
OVERTIME_FACTOR = 1.5


class CostBasis(StrEnum):
    """Which lines the requesting organization pays once a free period is over."""

    NONE = "none"
    OVERTIME_TRAVEL_EQUIPMENT = "overtime_travel_equipment"
    TRAVEL_ONLY = "travel_only"
    ALL_COSTS = "all_costs"


BASIS_WORDS = {
    CostBasis.NONE: "nothing is charged",
    CostBasis.OVERTIME_TRAVEL_EQUIPMENT: "the requester pays overtime, travel and equipment",
    CostBasis.TRAVEL_ONLY: "the requester pays travel and subsistence",
    CostBasis.ALL_COSTS: "the requester pays all documented costs",
}

_BURDEN = {
    CostBasis.NONE: 0,
    CostBasis.TRAVEL_ONLY: 1,
    CostBasis.OVERTIME_TRAVEL_EQUIPMENT: 2,
    CostBasis.ALL_COSTS: 3,
}


@dataclass(frozen=True, slots=True)
class CostRule:
    """The money clause of one instrument. `free_hours` run from arrival."""

    basis: CostBasis
    citation: str
    free_hours: int = 0

    @property
    def burden_rank(self) -> int:
        """Orders rules from the lightest to the heaviest for the requester."""
        return _BURDEN[self.basis] * 1000 - self.free_hours

    def __str__(self) -> str:
        words = BASIS_WORDS[self.basis]
        if not self.free_hours:
            return f"{words[0].upper()}{words[1:]}."
        return f"First {self.free_hours} hours free, then {words}."


@dataclass(frozen=True, slots=True)
class Deployed:
    """One person's deployment as planned: elapsed hours on scene, pay per hour, road length."""

    elapsed_hours: float
    hourly_cents: int
    road_km: float
    remote: bool


def estimate(rule: CostRule, deployed: Deployed) -> Cents:
    """What the requesting organization would owe for one person under `rule`.

    A planning figure: 12-hour shifts, the first 8 regular and the rest at time and a half; a
    round trip by car and a night's lodging for every started day on site. Elapsed hours inside
    the free period are not charged; travel is not charged when everything falls inside it.
    """
    chargeable = max(0.0, deployed.elapsed_hours - rule.free_hours)
    if rule.basis is CostBasis.NONE or chargeable == 0:
        return Cents(0)
    travel = Cents(0) if deployed.remote else _travel(deployed, chargeable)
    if rule.basis is CostBasis.TRAVEL_ONLY:
        return travel
    days = chargeable / 24
    overtime = cents_for(
        days * (SHIFT_HOURS_PER_DAY - REGULAR_HOURS_PER_DAY) * OVERTIME_FACTOR,
        deployed.hourly_cents,
    )
    if rule.basis is CostBasis.OVERTIME_TRAVEL_EQUIPMENT:
        return overtime + travel
    return cents_for(days * REGULAR_HOURS_PER_DAY, deployed.hourly_cents) + overtime + travel


def _travel(deployed: Deployed, chargeable_hours: float) -> Cents:
    miles = round(2 * deployed.road_km / KM_PER_MILE)
    nights = int(-(-chargeable_hours // 24))
    return Cents(miles * MILEAGE_CENTS + nights * LODGING_AND_MEALS_CENTS)
