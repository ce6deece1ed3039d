"""Places on the globe, distances between them and the travel time a convoy of cars needs."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, isfinite, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
"""Mean radius R1 of the GRS 80 ellipsoid (IUGG)."""

ROAD_FACTOR = 1.3
"""Road length over great-circle length; a planning figure for US inter-town trips, not a route."""

ROAD_SPEED_KMH = 80.0
"""Door-to-door average including stops; a planning figure."""

KM_PER_MILE = 1.609344


@dataclass(frozen=True, slots=True)
class Place:
    """Latitude and longitude in degrees (WGS 84). Raises ValueError off the globe."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (isfinite(self.latitude) and isfinite(self.longitude)):
            raise ValueError("A place needs a finite latitude and longitude.")
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError("Latitude runs from -90 to 90 and longitude from -180 to 180.")


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance in kilometres (haversine)."""
    phi_a, phi_b = radians(a.latitude), radians(b.latitude)
    half_chord = (
        sin((phi_b - phi_a) / 2) ** 2
        + cos(phi_a) * cos(phi_b) * sin(radians(b.longitude - a.longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half_chord)))


def road_km(a: Place, b: Place) -> float:
    """Planning length of the drive in kilometres."""
    return distance_km(a, b) * ROAD_FACTOR


def drive_minutes(a: Place, b: Place) -> int:
    """Planning time of the drive in whole minutes."""
    return minutes_for(road_km(a, b))


def minutes_for(km: float) -> int:
    """Planning time of so many kilometres by road in whole minutes."""
    return round(km / ROAD_SPEED_KMH * 60)
