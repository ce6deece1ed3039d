"""Money as whole cents of one currency; Muster counts in US dollars."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache


@dataclass(frozen=True, slots=True, order=True)
class Cents:
    """An amount in whole US cents."""

    amount: int

    def __add__(self, other: Cents) -> Cents:
        return Cents(self.amount + other.amount)

    def __str__(self) -> str:
        sign = "-" if self.amount < 0 else ""
        return f"{sign}${abs(self.amount) // 100:,}.{abs(self.amount) % 100:02d}"


@lru_cache(maxsize=8192)
def cents_for(hours: float, hourly_cents: int) -> Cents:
    """Pay for a time, rounded half up to the cent."""
    exact = Decimal(str(hours)) * hourly_cents
    return Cents(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)))
