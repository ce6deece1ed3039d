"""Puts names beside their markers without overlaps; a name that finds no room is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from muster.maps.plan import Box

FONT_SIZE = 15
"""User units; the style sheet sets the same."""

LETTER_WIDTH = 0.56
"""Mean width of a letter as a share of the font size, on the wide side of common sans faces."""

GAP = 11
"""From the middle of the marker to the name."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A name, where its baseline starts, middles or ends."""

    text: str
    x: float
    y: float
    anchor: Literal["start", "middle", "end"]


def placed(
    names: Sequence[tuple[float, float, str]], keep_clear: Sequence[Box], canvas: Box
) -> list[Placed]:
    """Names beside their spots, tried right, left, below and above, first come first served."""
    taken = list(keep_clear)
    result: list[Placed] = []
    for x, y, text in names:
        for candidate in _candidates(x, y, text):
            box = _box(candidate)
            inside = (
                canvas.left <= box.left
                and box.right <= canvas.right
                and canvas.top <= box.top
                and box.bottom <= canvas.bottom
            )
            if inside and not any(box.meets(other) for other in taken):
                taken.append(box)
                result.append(candidate)
                break
    return result


def _candidates(x: float, y: float, text: str) -> tuple[Placed, ...]:
    third = FONT_SIZE / 3
    return (
        Placed(text, x + GAP, y + third, "start"),
        Placed(text, x - GAP, y + third, "end"),
        Placed(text, x, y + GAP + FONT_SIZE * 0.75, "middle"),
        Placed(text, x, y - GAP, "middle"),
    )


def _box(name: Placed) -> Box:
    width = len(name.text) * FONT_SIZE * LETTER_WIDTH
    left = name.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[name.anchor] * width
    return Box(left, name.y - FONT_SIZE * 0.8, left + width, name.y + FONT_SIZE * 0.25)
