"""Proof that no plan does better, in exact whole-number arithmetic on prices for the limits.

By weak duality any prices y give a bound. For every feasible x of a program in whole numbers,

    c·x <= b·y + sum over options of (d_j·upper_j if d_j > 0 else d_j·lower_j),  d = c - A'y,

when y is 0 or more on every limit that is not exact. The solver's prices are only a hint: they
are rounded, the bound is recomputed here, and bad hints cost tightness but never truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isfinite, lcm

from muster.domain.matching.program import Program, total

DUALITY = "duality"
BRANCH_AND_BOUND = "branch and bound"

_PLAIN_SCALE = 60
"""Tried first: it hits the halves, thirds and fifths that most programs have."""

_FINE_SCALE = 1_000_000
_LARGEST_DENOMINATOR = 5_000
_LARGEST_SCALE = 10**12

_LARGEST_PRICE = 1e12


class CertificateError(ValueError):
    """The plan handed in breaks a limit, so there is nothing to prove about it."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of the limits as whole multiples of 1/scale."""

    amounts: tuple[int, ...]
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Proof:
    """The plan's value, the bound no plan exceeds, and the prices behind the bound."""

    value: int
    bound: int
    method: str
    prices: Prices

    @property
    def tight(self) -> bool:
        return self.value == self.bound


def remainders(program: Program, gains: Sequence[int], prices: Prices) -> list[int]:
    """What each option is worth after paying the prices, in units of 1/scale."""
    left = [gain * prices.scale for gain in gains]
    for limit, price in zip(program.limits, prices.amounts, strict=True):
        if price:
            for option, coefficient in limit.members:
                left[option] -= coefficient * price
    return left


def scaled_bound(program: Program, gains: Sequence[int], prices: Prices) -> int:
    """An upper bound on the objective in units of 1/scale. Raises ValueError on negative prices."""
    bound = 0
    for limit, price in zip(program.limits, prices.amounts, strict=True):
        if price < 0 and not limit.exact:
            raise ValueError("The price of a limit has to be 0 or more.")
        bound += limit.capacity * price
    rest = remainders(program, gains, prices)
    bound += sum(left * most for left, most in zip(rest, program.upper, strict=True) if left > 0)
    bound += sum(left * least for left, least in zip(rest, program.lower, strict=True) if left < 0)
    return bound


def prove(
    program: Program,
    gains: Sequence[int],
    amounts: Sequence[int],
    *,
    hints: Sequence[float] = (),
    tree_bound: int | None = None,
) -> Proof:
    """The best proof these hints give for the plan `amounts`, maximising `gains`.

    `hints` are the solver's prices per limit, `tree_bound` what its search tree claims.
    Raises CertificateError when the plan breaks a limit.
    """
    refusal = program.refusal(amounts)
    if refusal:
        raise CertificateError(f"This plan cannot be certified. {refusal}")
    value = total(gains, amounts)
    best: Proof | None = None
    for prices in _attempts(program, gains, hints):
        bound = scaled_bound(program, gains, prices) // prices.scale
        if best is None or bound < best.bound:
            best = Proof(value, bound, DUALITY, prices)
        if best.tight:
            return best
    if best is None:
        raise AssertionError("there is always at least one attempt")
    if tree_bound is not None and value <= tree_bound < best.bound:
        return replace(best, bound=tree_bound, method=BRANCH_AND_BOUND)
    return best


def narrowed(program: Program, gains: Sequence[int], proof: Proof) -> Program:
    """The program of the plans that are at least as good as the proven one, and no others.

    Complementary slackness with a margin: a plan within `slack` of the bound can leave an option
    or a limit off its mark only as far as the slack pays for. Where the slack is nil this
    describes the optimal plans completely; otherwise the objective is added as a limit.
    """
    prices = proof.prices
    slack = scaled_bound(program, gains, prices) - proof.value * prices.scale
    lower, upper = list(program.lower), list(program.upper)
    for option, left in enumerate(remainders(program, gains, prices)):
        if left > 0:
            lower[option] = max(lower[option], upper[option] - slack // left)
        elif left < 0:
            upper[option] = min(upper[option], lower[option] + slack // -left)
    exact = {index for index, price in enumerate(prices.amounts) if price > slack}
    result = program.tightened(lower, upper, exact)
    return result if slack == 0 else result.with_floor(gains, proof.value)


def _attempts(program: Program, gains: Sequence[int], hints: Sequence[float]) -> Iterable[Prices]:
    yield Prices((0,) * len(program.limits))
    if not hints:
        yield _first_limit_prices(program, gains)
        return
    for scale in (_PLAIN_SCALE, _common_denominator(hints), _FINE_SCALE):
        yield Prices(
            tuple(
                _rounded(hint * scale, exact=limit.exact)
                for hint, limit in zip(hints, program.limits, strict=True)
            ),
            scale,
        )


def _common_denominator(hints: Sequence[float]) -> int:
    """The denominator the prices share, guessed from their decimals; it need not be right."""
    scale = 1
    for hint in hints:
        if isfinite(hint) and not hint.is_integer():
            guess = Fraction(hint).limit_denominator(_LARGEST_DENOMINATOR).denominator
            if (both := lcm(scale, guess)) <= _LARGEST_SCALE:
                scale = both
    return scale


def _rounded(hint: float, *, exact: bool) -> int:
    if not isfinite(hint) or abs(hint) > _LARGEST_PRICE:
        return 0
    return round(hint) if exact else max(0, round(hint))


def _first_limit_prices(program: Program, gains: Sequence[int]) -> Prices:
    """Each option pays its whole gain to the first limit it stands in; enough when all fits."""
    settled = [program.lower[o] == program.upper[o] for o in range(len(program.upper))]
    amounts: list[int] = []
    for limit in program.limits:
        price = 0
        for option, coefficient in limit.members:
            if coefficient > 0 and not settled[option]:
                settled[option] = True
                price = max(price, -(-gains[option] // coefficient))
        amounts.append(price)
    return Prices(tuple(amounts))
