"""A packing program in whole numbers: options, limits on them, and objectives in strict order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
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


@dataclass(frozen=True)
class Program:
    """Each option takes a whole amount between its `lower` and `upper`, within every limit."""

    lower: tuple[int, ...]
    upper: tuple[int, ...]
    limits: tuple[Limit, ...]

    @cached_property
    def uses(self) -> tuple[list[tuple[int, int]], ...]:
        """option → the limits it counts in, with its coefficients"""
        uses: tuple[list[tuple[int, int]], ...] = tuple([] for _ in self.upper)
        for index, limit in enumerate(self.limits):
            for option, coefficient in limit.members:
                uses[option].append((index, coefficient))
        return uses

    def used(self, amounts: Sequence[int]) -> list[int]:
        """What these amounts take of every limit."""
        used, uses = [0] * len(self.limits), self.uses
        for option, amount in enumerate(amounts):
            if amount:
                for index, coefficient in uses[option]:
                    used[index] += coefficient * amount
        return used

    def refusal(self, amounts: Sequence[int]) -> str:
        """The first rule these amounts break, in words; empty when they break none."""
        if len(amounts) != len(self.upper):
            return f"Give one amount for each of the {len(self.upper)} options."
        for option, (least, amount, most) in enumerate(
            zip(self.lower, amounts, self.upper, strict=True)
        ):
            if not least <= amount <= most:
                return f"Option {option} takes {amount}, outside its bounds."
        for index, (limit, used) in enumerate(zip(self.limits, self.used(amounts), strict=True)):
            if used > limit.capacity or (limit.exact and used != limit.capacity):
                return f"Limit {index} allows {limit.capacity} and {used} is used."
        return ""

    def with_floor(self, weights: Sequence[int], value: int) -> Program:
        """The same program where the weighted sum also reaches at least `value`."""
        members = tuple((option, -weight) for option, weight in enumerate(weights) if weight)
        return replace(self, limits=(*self.limits, Limit(-value, members)))

    def tightened(
        self, lower: Sequence[int], upper: Sequence[int], exact: Collection[int] = ()
    ) -> Program:
        """The same with other bounds, and with these limits `exact` too."""
        limits = tuple(
            replace(limit, exact=True) if index in exact and not limit.exact else limit
            for index, limit in enumerate(self.limits)
        )
        result = Program(tuple(lower), tuple(upper), limits if exact else self.limits)
        # Who counts where has not changed, and takes a while to look up.
        result.__dict__["uses"] = self.uses
        return result


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


def by_merit(program: Program, objectives: Sequence[Objective]) -> list[int]:
    """The options by merit in the objectives' order; equals in theirs.

    Merit is per unit of the option's first limit, so a team does not go before nearer single
    people.
    """
    size = [max(1, entries[0][1]) if entries else 1 for entries in program.uses]
    common = lcm(*size)
    share = [common // one for one in size]
    keys = list(
        zip(
            *(
                [-gain * part for gain, part in zip(_gains(one), share, strict=True)]
                for one in objectives
            ),
            strict=True,
        )
    )
    return sorted(range(len(share)), key=keys.__getitem__) if keys else list(range(len(share)))


def _gains(objective: Objective) -> Sequence[int]:
    return objective.gains if isinstance(objective, Total) else [-one for one in objective.values]


def greedy(program: Program, order: Sequence[int], start: Sequence[int]) -> tuple[int, ...]:
    """The feasible plan `start` and on top of it, in this order, what fits.

    For programs whose coefficients and capacities are 0 or more, with no exact limits.
    """
    uses, used = program.uses, program.used(start)
    room = [limit.capacity - taken for limit, taken in zip(program.limits, used, strict=True)]
    amounts = list(start)
    for option in order:
        amount = program.upper[option] - amounts[option]
        for index, coefficient in uses[option]:
            if coefficient:
                amount = min(amount, room[index] // coefficient)
        if amount > 0:
            amounts[option] += amount
            for index, coefficient in uses[option]:
                room[index] -= coefficient * amount
    return tuple(amounts)
