"""Counties and states of the United States as shapes, read from the us-atlas package."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from muster.domain.geo import Place
from muster.maps.topology import AtlasError, Polygon, Ring, Topology, arc_numbers


@dataclass(frozen=True, slots=True)
class Shape:
    """A territory. `rings` are (longitude, latitude); fill them by the even-odd rule."""

    fips: str
    name: str
    rings: tuple[Ring, ...]

    def contains(self, place: Place) -> bool:
        """Whether the place lies inside (ray casting over all rings, holes left out)."""
        inside = False
        x, y = place.longitude, place.latitude
        for ring in self.rings:
            for (x1, y1), (x2, y2) in pairwise(ring):
                if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                    inside = not inside
        return inside


@dataclass(frozen=True, slots=True)
class County(Shape):
    """A county or its equivalent; the name comes without the word 'County'.

    `centroid` is the area-weighted one of its largest polygon. `neighbours` share a stretch of
    border with it, in any state; touching at a corner does not count.
    """

    state_fips: str
    centroid: Place
    neighbours: frozenset[str]


@dataclass(frozen=True, slots=True)
class State(Shape):
    """A state, the District of Columbia or a territory."""


def load_counties(path: Path, state_fips: str | None = None) -> dict[str, County]:
    """Counties by FIPS code, of one state (two digits) or of all.

    Read once per process and state. Raises AtlasError on a missing or foreign file and on a
    state the file does not hold.
    """
    return dict(_counties(path, state_fips))


def load_states(path: Path) -> dict[str, State]:
    """States by FIPS code. Raises AtlasError on a missing or foreign file."""
    return dict(_states(path))


@lru_cache(maxsize=1)
def _topology(path: Path) -> Topology:
    return Topology(path)


@lru_cache(maxsize=16)
def _counties(path: Path, state_fips: str | None) -> dict[str, County]:
    topology = _topology(path)
    geometries = topology.geometries("counties")
    sharing: dict[int, list[str]] = defaultdict(list)
    for geometry in geometries:
        for arc in arc_numbers(geometry):
            sharing[arc].append(geometry["id"])
    wanted = [
        geometry
        for geometry in geometries
        if geometry["arcs"] and state_fips in (None, geometry["id"][:2])
    ]
    if not wanted:
        raise AtlasError(f"The map file holds no state {state_fips}. Give a two-digit FIPS code.")
    return {g["id"]: _county(topology, g, sharing) for g in wanted}


def _county(topology: Topology, geometry: dict[str, Any], sharing: dict[int, list[str]]) -> County:
    fips: str = geometry["id"]
    polygons = topology.polygons(geometry)
    beside = {other for arc in arc_numbers(geometry) for other in sharing[arc]}
    return County(
        fips=fips,
        name=geometry["properties"]["name"],
        rings=tuple(ring for polygon in polygons for ring in polygon),
        state_fips=fips[:2],
        centroid=_centroid(max(polygons, key=_area)),
        neighbours=frozenset(beside - {fips}),
    )


@lru_cache(maxsize=2)
def _states(path: Path) -> dict[str, State]:
    topology = _topology(path)
    return {
        g["id"]: State(
            fips=g["id"],
            name=g["properties"]["name"],
            rings=tuple(ring for polygon in topology.polygons(g) for ring in polygon),
        )
        for g in topology.geometries("states")
    }


def _area(polygon: Polygon) -> float:
    """Square degrees, holes taken out; good for comparing polygons of one county only."""
    outer, *holes = (abs(_moments(ring)[0]) for ring in polygon)
    return outer - sum(holes)


def _centroid(polygon: Polygon) -> Place:
    """Area-weighted, holes taken out; planar, which is within metres at the size of a county."""
    total = east = north = 0.0
    for position, ring in enumerate(polygon):
        area, moment_x, moment_y = _moments(ring)
        sign = (1 if area > 0 else -1) * (1 if position == 0 else -1)
        total += sign * area
        east += sign * moment_x
        north += sign * moment_y
    if total == 0:  # The file's quantization flattens the smallest islands.
        outer = polygon[0]
        return Place(
            latitude=sum(y for _, y in outer) / len(outer),
            longitude=sum(x for x, _ in outer) / len(outer),
        )
    return Place(latitude=north / total, longitude=east / total)


def _moments(ring: Ring) -> tuple[float, float, float]:
    """Signed area and first moments of a ring (shoelace formula)."""
    area = moment_x = moment_y = 0.0
    x0, y0 = ring[0]
    for (x1, y1), (x2, y2) in pairwise(ring):
        # Measured from the first point, because the products of whole degrees lose digits.
        ax, ay, bx, by = x1 - x0, y1 - y0, x2 - x0, y2 - y0
        cross = ax * by - bx * ay
        area += cross / 2
        moment_x += (ax + bx) * cross / 6
        moment_y += (ay + by) * cross / 6
    return area, moment_x + area * x0, moment_y + area * y0
