"""A packing program in whole numbers: options, limits on them, and objectives in strict order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import lcm


@dataclass(frozen=True, slots=True)
class Limit:
    """The weighted sum of some options stays within a capacity.

    `members` pairs option indexes with whole coefficients. An `exact` limit has to be used up.
    """

    capacity: int
    members: tuple[tuple[int, int], ...]
    exact: bool = False

    def used(self, amounts: Sequence[int]) -> int:
        return sum(coefficient * amounts[option] for option, coefficient in self.members)


@dataclass(frozen=True, slots=True)
class Program:
    """Each option takes a whole amount between its `lower` and `upper`, within every limit."""

    lower: tuple[int, ...]
    upper: tuple[int, ...]
    limits: tuple[Limit, ...]

    def refusal(self, amounts: Sequence[int]) -> str:
        """The first rule these amounts break, in words; empty when they break none."""
        if len(amounts) != len(self.upper):
            return f"Give one amount for each of the {len(self.upper)} options."
        for option, amount in enumerate(amounts):
            if not self.lower[option] <= amount <= self.upper[option]:
                return f"Option {option} takes {amount}, outside its bounds."
        for index, limit in enumerate(self.limits):
            used = limit.used(amounts)
            if used > limit.capacity or (limit.exact and used != limit.capacity):
                return f"Limit {index} allows {limit.capacity} and {used} is used."
        return ""

    def with_floor(self, weights: Sequence[int], value: int) -> Program:
        """The same program where the weighted sum also reaches at least `value`."""
        members = tuple((option, -weight) for option, weight in enumerate(weights) if weight)
        return replace(self, limits=(*self.limits, Limit(-value, members)))

    def with_upper(self, upper: Sequence[int]) -> Program:
        return replace(self, upper=tuple(upper))


@dataclass(frozen=True, slots=True)
class Total:
    """An objective: the weighted sum of the amounts, as large or as small as can be."""

    name: str
    weights: tuple[int, ...]
    largest: bool = False

    @property
    def gains(self) -> tuple[int, ...]:
        """The weights of the same objective read as something to maximise."""
        return self.weights if self.largest else tuple(-weight for weight in self.weights)


@dataclass(frozen=True, slots=True)
class Peak:
    """An objective: the largest value among the options in use, as small as can be.

    Values are 0 or more; with nothing in use the peak is 0.
    """

    name: str
    values: tuple[int, ...]

    def of(self, amounts: Sequence[int]) -> int:
        used = (value for value, amount in zip(self.values, amounts, strict=True) if amount)
        return max(used, default=0)


Objective = Total | Peak


def total(weights: Sequence[int], amounts: Sequence[int]) -> int:
    return sum(
        weight * amount
        for weight, amount in zip(weights, amounts, strict=True)
        if weight and amount
    )


def greedy(
    program: Program, objectives: Sequence[Objective], start: Sequence[int]
) -> tuple[int, ...]:
    """The feasible plan `start` and on top of it, by merit in the objectives' order, what fits.

    For programs whose coefficients and capacities are 0 or more, with no exact limits. Merit
    is per unit of the option's first limit, so a team does not go before nearer single people.
    """
    uses: list[list[tuple[int, int]]] = [[] for _ in program.upper]
    for index, limit in enumerate(program.limits):
        for option, coefficient in limit.members:
            uses[option].append((index, coefficient))
    size = [max(1, entries[0][1]) if entries else 1 for entries in uses]
    common = lcm(*size)
    merits = [
        objective.gains if isinstance(objective, Total) else tuple(-v for v in objective.values)
        for objective in objectives
    ]

    def merit(option: int) -> tuple[int, ...]:
        return tuple(-gains[option] * (common // size[option]) for gains in merits)

    room = [limit.capacity - limit.used(start) for limit in program.limits]
    amounts = list(start)
    for option in sorted(range(len(amounts)), key=merit):
        amount = program.upper[option] - amounts[option]
        for index, coefficient in uses[option]:
            if coefficient:
                amount = min(amount, room[index] // coefficient)
        if amount > 0:
            amounts[option] += amount
            for index, coefficient in uses[option]:
                room[index] -= coefficient * amount
    return tuple(amounts)
