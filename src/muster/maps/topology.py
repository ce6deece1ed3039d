"""Decodes quantized TopoJSON: arcs once, lazily, and only those a shape needs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path
from typing import Any

Point = tuple[float, float]
"""Longitude, latitude in degrees."""

Ring = tuple[Point, ...]
"""A closed line; its last point repeats the first."""

Polygon = tuple[Ring, ...]
"""The outer ring, then its holes."""


class AtlasError(ValueError):
    """The map file is missing or is not the map file."""


class Topology:
    """One TopoJSON file in memory. Raises AtlasError when it cannot be read as one."""

    def __init__(self, path: Path) -> None:
        try:
            raw: dict[str, Any] = json.loads(path.read_bytes())
            self._scale: tuple[float, float] = tuple(raw["transform"]["scale"])
            self._shift: tuple[float, float] = tuple(raw["transform"]["translate"])
            self._arcs: list[list[list[int]]] = raw["arcs"]
            self._objects: dict[str, Any] = raw["objects"]
        except FileNotFoundError as error:
            raise AtlasError(
                f"The map shapes are not at {path}. Run the set-up again: it copies them there."
            ) from error
        except (KeyError, TypeError, ValueError) as error:
            raise AtlasError(
                f"{path.name} is not a quantized TopoJSON file. "
                "Use the unprojected counties-10m.json of the us-atlas package."
            ) from error
        self._decoded: dict[int, list[Point]] = {}

    def geometries(self, name: str) -> list[dict[str, Any]]:
        """The geometries of one named object. Raises AtlasError when there is none."""
        try:
            found: list[dict[str, Any]] = self._objects[name]["geometries"]
        except KeyError as error:
            raise AtlasError(f"The map file holds no {name}. Use us-atlas 3.") from error
        return found

    def polygons(self, geometry: dict[str, Any]) -> tuple[Polygon, ...]:
        """The shape in degrees."""
        return tuple(
            tuple(self._ring(indices) for indices in polygon) for polygon in _parts(geometry)
        )

    def _ring(self, indices: Iterable[int]) -> Ring:
        points: list[Point] = []
        for index in indices:
            arc = self._arc(index)
            points.extend(arc[1:] if points else arc)
        return tuple(points)

    def _arc(self, index: int) -> list[Point]:
        """Arc `index`; a negative index is the one's complement of an arc walked backwards."""
        if index < 0:
            return self._arc(~index)[::-1]
        if index not in self._decoded:
            (scale_x, scale_y), (shift_x, shift_y) = self._scale, self._shift
            deltas = self._arcs[index]
            self._decoded[index] = [
                (x * scale_x + shift_x, y * scale_y + shift_y)
                for x, y in zip(
                    accumulate(delta[0] for delta in deltas),
                    accumulate(delta[1] for delta in deltas),
                    strict=True,
                )
            ]
        return self._decoded[index]


def arc_numbers(geometry: dict[str, Any]) -> set[int]:
    """The arcs a geometry is built of, whichever way they are walked."""
    return {
        index if index >= 0 else ~index
        for polygon in _parts(geometry)
        for ring in polygon
        for index in ring
    }


def _parts(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Arc indices by polygon and ring."""
    if geometry["type"] == "MultiPolygon":
        many: list[list[list[int]]] = geometry["arcs"]
        return many
    return [geometry["arcs"]] if geometry["type"] == "Polygon" else []
