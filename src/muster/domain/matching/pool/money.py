"""What a person costs the requester, in whole cents, as `domain.costs.estimate`. Compiled."""

from __future__ import annotations

from numba import njit

from muster.domain.costs import LODGING_AND_MEALS_CENTS, MILEAGE_CENTS, CostBasis
from muster.domain.geo import KM_PER_MILE

BASES = tuple(CostBasis)
NONE, OVERTIME, TRAVEL, EVERYTHING = (
    BASES.index(basis)
    for basis in (
        CostBasis.NONE,
        CostBasis.OVERTIME_TRAVEL_EQUIPMENT,
        CostBasis.TRAVEL_ONLY,
        CostBasis.ALL_COSTS,
    )
)
DAY = 24 * 60


@njit(cache=True)
def price(
    basis: int, free_hours: int, minutes: int, hourly_cents: int, road_km: float, remote: bool
) -> int:
    """Cents for one person over `minutes` on scene under a money clause."""
    charged = minutes - 60 * free_hours
    if basis == NONE or charged <= 0:
        return 0
    cents = 0
    if not remote:
        nights = -(-charged // DAY)
        cents = round(2 * road_km / KM_PER_MILE) * MILEAGE_CENTS
        cents += nights * LODGING_AND_MEALS_CENTS
    if basis == TRAVEL:
        return cents
    cents += half_up(charged * 6 * hourly_cents, DAY)
    if basis == EVERYTHING:
        cents += half_up(charged * 8 * hourly_cents, DAY)
    return cents


@njit(cache=True)
def half_up(amount: int, divisor: int) -> int:
    return (2 * amount + divisor) // (2 * divisor)
