"""Figures of an instance as exact whole numbers: what is too large or too fine is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

import numpy as np

from muster.domain.failures import Invalid
from muster.domain.matching.flow.arrays import Flags, Ints

MOST = 10**15
"""No figure and no total may be larger: up to here whole numbers are exact everywhere."""

MOST_OF_A_RESOURCE = 10**9
MOST_DECIMALS = 9
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,6})?", re.ASCII)

Figure = int | Decimal


def wrong(where: str, sentence: str) -> NoReturn:
    """Refuse the instance with a sentence for this place in it."""
    raise Invalid(
        "The instance cannot be used as it is.",
        "Mend the file and run it again; docs/matching/instances.md shows the format.",
        fields={where: sentence},
    )


def figure(value: Any, where: str) -> Figure:
    """An int, or a Decimal with one to nine decimals."""
    if type(value) is not int and type(value) is not Decimal:
        wrong(where, f"Give a number, not {_shown(value)}.")
    if type(value) is Decimal:
        if not value.is_finite():
            wrong(where, "Give a finite number.")
        value = _plain(value, where)
    if abs(value) > MOST:
        wrong(where, f"This is beyond the exact range: give at most {MOST:,}.")
    return value  # type: ignore[no-any-return]


def whole(value: Any, where: str, most: int = MOST) -> int:
    """A whole number from 0 to `most`."""
    found = figure(value, where)
    if not isinstance(found, int) or found < 0:
        wrong(where, f"Give a whole number of 0 or more, not {_shown(value)}.")
    if found > most:
        wrong(where, f"This is beyond the exact range: give at most {most:,}.")
    return found


def figure_of_word(word: str, where: str) -> Figure:
    """The figure a word of a text file spells."""
    if len(word) > 40 or not _PLAIN.fullmatch(word):
        wrong(where, f"Give a number, not {_shown(word)}.")
    return figure(Decimal(word), where)


def _plain(value: Decimal, where: str) -> Figure:
    if not value:
        return 0
    if value.adjusted() > 15:
        wrong(where, f"This is beyond the exact range: give at most {MOST:,}.")
    # Trailing zeros are no decimals; normalize() would round a very long number.
    digits = value.as_tuple().digits
    zeros = next(at for at, digit in enumerate(reversed(digits)) if digit)
    if len(digits) - zeros > 25 or -(int(value.as_tuple().exponent) + zeros) > MOST_DECIMALS:
        wrong(where, f"Give at most {MOST_DECIMALS} decimals.")
    return int(value) if value == value.to_integral_value() else value


def _decimals(value: Figure) -> int:
    return 0 if isinstance(value, int) else -int(value.normalize().as_tuple().exponent)


@dataclass(frozen=True, slots=True)
class Scaled:
    """A matrix of costs and a row of penalties, all in units of 10 ** -decimals."""

    cost: Ints
    allowed: Flags
    penalty: tuple[int | None, ...]
    decimals: int


Row = Ints | Sequence[Figure | None]


def row_of(values: Sequence[Any], where: str) -> Row:
    """One row of costs; None stands where the agent may not do the job."""
    if set(map(type, values)) == {int}:
        try:
            found = np.array(values, np.int64)
        except OverflowError:
            found = np.full(1, MOST + 1)
        if max(abs(found.min()), abs(found.max())) <= MOST:
            return found
    return [
        None if value is None else figure(value, f"{where}.{at}") for at, value in enumerate(values)
    ]


def scaled(rows: Sequence[Row], penalties: Sequence[Figure | None]) -> Scaled:
    """Everything in the same whole units. Refuses totals beyond the exact range."""
    loose = [row for row in rows if not isinstance(row, np.ndarray)]
    decimals = max(
        (_decimals(one) for row in (*loose, penalties) for one in row if one is not None),
        default=0,
    )
    unit, most = 10**decimals, MOST // 10**decimals
    cost = np.zeros((len(rows), len(penalties)), np.int64)
    allowed = np.ones(cost.shape, np.bool_)
    for at, row in enumerate(rows):
        if isinstance(row, np.ndarray):
            if np.abs(row).max() > most:
                _too_much()
            cost[at] = row * unit
        else:
            allowed[at] = [one is not None for one in row]
            cost[at] = [_units(one, decimals) for one in row]
    penalty = tuple(None if one is None else _units(one, decimals) for one in penalties)
    largest = np.abs(cost).max(axis=0, initial=0).tolist()
    if sum(max(a, b or 0) for a, b in zip(largest, penalty, strict=True)) > MOST:
        _too_much()
    return Scaled(cost, allowed, penalty, decimals)


def _units(value: Figure | None, decimals: int) -> int:
    if value is None:
        return 0
    found = int(value) * 10**decimals if isinstance(value, int) else int(value.scaleb(decimals))
    return found if abs(found) <= MOST else _too_much()


def _too_much() -> NoReturn:
    wrong("cost", f"All costs together with their decimals are beyond the exact range, {MOST:,}.")


def _shown(value: Any) -> str:
    """A few characters of what stands there, as JSON spells it."""
    return ascii(value)[:30] if isinstance(value, str) else json.dumps(value, default=str)[:30]
