"""Puts names beside their markers without overlaps; a name that finds no room is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from muster.maps.plan import Box

FONT_SIZE = 15
"""User units; the style sheet sets the same."""

LETTER_WIDTH = 0.56
"""Mean width of a letter as a share of the font size, on the wide side of common sans faces."""

GAP = 11
"""From the middle of the marker to the name."""

Spot = tuple[float, float, str]
"""Where a name belongs, in user units, and the name."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A name, where its baseline starts, middles or ends."""

    text: str
    x: float
    y: float
    anchor: Literal["start", "middle", "end"]


@dataclass(slots=True)
class Sheet:
    """The map's room for names. `taken` starts with what names have to keep clear of."""

    canvas: Box
    taken: list[Box]

    def beside(self, spots: Iterable[Spot]) -> list[Placed]:
        """Names next to their spots, tried on eight sides; first come, first served."""
        return self._fitted(_beside(*spot) for spot in spots)

    def over(self, spots: Iterable[Spot]) -> list[Placed]:
        """Names centred on their spots."""
        third = FONT_SIZE / 3
        return self._fitted((Placed(text, x, y + third, "middle"),) for x, y, text in spots)

    def _fitted(self, choices: Iterable[tuple[Placed, ...]]) -> list[Placed]:
        result: list[Placed] = []
        for candidates in choices:
            for candidate in candidates:
                box = _box(candidate)
                if self.canvas.holds(box) and not any(box.meets(other) for other in self.taken):
                    self.taken.append(box)
                    result.append(candidate)
                    break
        return result


def _beside(x: float, y: float, text: str) -> tuple[Placed, ...]:
    level = y + FONT_SIZE / 3
    under = y + GAP + FONT_SIZE * 0.75
    above = y - GAP - FONT_SIZE * 0.25
    return (
        Placed(text, x + GAP, level, "start"),
        Placed(text, x - GAP, level, "end"),
        Placed(text, x, under, "middle"),
        Placed(text, x, above, "middle"),
        Placed(text, x, under, "start"),
        Placed(text, x, under, "end"),
        Placed(text, x, above, "start"),
        Placed(text, x, above, "end"),
    )


def _box(name: Placed) -> Box:
    width = len(name.text) * FONT_SIZE * LETTER_WIDTH
    left = name.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[name.anchor] * width
    return Box(left, name.y - FONT_SIZE * 0.8, left + width, name.y + FONT_SIZE * 0.25)
