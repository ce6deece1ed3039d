"""Repeatable draws: the same seed and name always give the same number, on every Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Draws:
    """Numbers named by what they decide, so that adding one never shifts the others."""

    seed: int

    def share(self, *name: object) -> float:
        """At least 0 and less than 1."""
        digest = sha256(repr((self.seed, *name)).encode()).digest()
        return int.from_bytes(digest[:8]) / 2**64

    def between(self, low: int, high: int, *name: object) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.share(*name) * (high - low + 1))

    def weighted(self, weights: Mapping[str, int], *name: object) -> str:
        """One key, as often as its weight says. Raises ValueError on no weight."""
        left = self.share(*name) * sum(weights.values())
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        raise ValueError("Give at least one weight above zero.")
