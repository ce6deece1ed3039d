"""What a map shows besides counties, and the frame that fits it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from muster.domain.geo import Place
from muster.maps.atlas import County
from muster.maps.projection import Conic, Flat

MarkerKind = Literal["victim", "helper", "hub"]

PADDING = 0.12
"""Free margin around the zoomed places, as a share of the longer side."""

NARROWEST = 0.8
"""Least width over height: a tall strip of map leaves no room for names on a phone."""

SMALLEST_SPAN = 0.02
"""Earth radii, about 130 km: a zoom never goes closer, so that counties stay recognisable."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A place with a part in the event. The label is shown and spoken as it is."""

    place: Place
    kind: MarkerKind
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """Help on the way from `start` to `end`."""

    start: Place
    end: Place
    label: str


@dataclass(frozen=True, slots=True)
class Box:
    """Left, top, right and bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, points: Iterable[Flat]) -> Box:
        """The smallest box over the points. Raises ValueError on none."""
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def grown(self, margin: float) -> Box:
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def no_narrower_than(self, share: float) -> Box:
        """The same, widened on both sides until its width is `share` of its height."""
        missing = max(0.0, self.height * share - self.width) / 2
        return Box(self.left - missing, self.top, self.right + missing, self.bottom)

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the globe a map shows and its size in user units."""

    conic: Conic
    box: Box
    width: int

    @classmethod
    def fitted(
        cls, counties: Sequence[County], involved: Sequence[Place], *, width: int, zoom: bool
    ) -> Frame:
        """A frame for all counties, or for the involved places when zooming.

        Raises ValueError when there is nothing to show.
        """
        if not counties and not involved:
            raise ValueError("There is nothing to draw: give counties or markers.")
        conic = Conic.fitted([county.centroid for county in counties] or involved)
        if not counties or (zoom and involved):
            points = [conic.flat(place.longitude, place.latitude) for place in involved]
            tight = Box.around(points)
            longer = max(tight.width, tight.height)
            margin = max(longer * PADDING, (SMALLEST_SPAN - longer) / 2)
        else:
            points = [conic.flat(*point) for c in counties for ring in c.rings for point in ring]
            tight = Box.around(points)
            margin = max(tight.width, tight.height) * 0.01
        return cls(conic, tight.grown(margin).no_narrower_than(NARROWEST), width)

    @property
    def height(self) -> int:
        return round(self.width * self.box.height / self.box.width)

    def xy(self, longitude: float, latitude: float) -> Flat:
        """User units from the top left corner."""
        x, y = self.conic.flat(longitude, latitude)
        unit = self.width / self.box.width
        return (x - self.box.left) * unit, (y - self.box.top) * unit

    def spot(self, place: Place) -> Flat:
        """User units of a place."""
        return self.xy(place.longitude, place.latitude)
