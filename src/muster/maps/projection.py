"""Lambert conformal conic projection, fitted to the places a map shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, log, pi, radians, sin, tan

from muster.domain.geo import Place

Flat = tuple[float, float]
"""East and south of the projection's origin in Earth radii; south, because SVG counts downwards."""


@dataclass(frozen=True, slots=True)
class Conic:
    """Spherical Lambert conformal conic (Snyder 1987, USGS Professional Paper 1395, eq. 15-1)."""

    meridian: float
    cone: float
    scale: float

    @classmethod
    def fitted(cls, places: Sequence[Place]) -> Conic:
        """A cone cutting the globe at 1/6 and 5/6 of the latitudes shown.

        Raises ValueError on no place.
        """
        if not places:
            raise ValueError("A map needs at least one place.")
        south = min(place.latitude for place in places)
        north = max(place.latitude for place in places)
        sixth = (north - south) / 6
        low, high = radians(south + sixth), radians(north - sixth)
        if high - low < 1e-6:
            # One latitude, or the equator, where the cone would be a cylinder.
            cone = sin(low) or 1e-9
        else:
            cone = log(cos(low) / cos(high)) / log(_half(high) / _half(low))
            cone = cone or 1e-9
        return cls(_middle_meridian(places), cone, cos(low) * _half(low) ** cone / cone)

    def flat(self, longitude: float, latitude: float) -> Flat:
        """Where a point in degrees lies on the map."""
        latitude = min(max(latitude, -89.9), 89.9)
        turn = (longitude - self.meridian + 180) % 360 - 180
        radius = self.scale / _half(radians(latitude)) ** self.cone
        angle = self.cone * radians(turn)
        return radius * sin(angle), radius * cos(angle)


def _half(latitude: float) -> float:
    return tan(pi / 4 + latitude / 2)


def _middle_meridian(places: Sequence[Place]) -> float:
    """Mean direction, so that islands beyond the date line count on the right side."""
    east = sum(sin(radians(place.longitude)) for place in places)
    ahead = sum(cos(radians(place.longitude)) for place in places)
    return degrees(atan2(east, ahead))
