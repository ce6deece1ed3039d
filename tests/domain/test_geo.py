"""Distances and drives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.geo import Place, distance_km, drive_minutes, road_km

places = st.builds(Place, st.floats(-90, 90), st.floats(-180, 180))


def test_one_degree_of_latitude_is_111_km() -> None:
    # 6371.0088 km times pi over 180 is 111.1951 km.
    assert distance_km(Place(40, -90), Place(41, -90)) == pytest.approx(111.1951, abs=1e-4)


def test_the_equator_is_a_quarter_turn_from_the_pole() -> None:
    # 6371.0088 km times pi over 2 is 10007.557 km.
    assert distance_km(Place(0, 0), Place(90, 0)) == pytest.approx(10007.557, abs=1e-3)


def test_a_degree_of_longitude_halves_at_60_north() -> None:
    # cos 60 degrees is one half; the great circle is a hair shorter than the parallel.
    assert distance_km(Place(60, 0), Place(60, 1)) == pytest.approx(55.60, abs=0.01)


def test_the_shortest_way_over_the_date_line_is_taken() -> None:
    assert distance_km(Place(0, 179.5), Place(0, -179.5)) == pytest.approx(111.1951, abs=1e-4)


def test_the_drive_is_the_road_at_the_planning_speed() -> None:
    # 111.1951 km times 1.3 is 144.554 km; at 80 km/h that is 108.4 minutes.
    a, b = Place(40, -90), Place(41, -90)
    assert road_km(a, b) == pytest.approx(144.554, abs=1e-3)
    assert drive_minutes(a, b) == 108


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))]
)
def test_a_place_off_the_globe_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match=r"[Ll]atitude"):
        Place(latitude, longitude)


@given(places, places)
def test_the_way_back_is_as_long_and_never_more_than_half_the_globe(a: Place, b: Place) -> None:
    assert distance_km(a, b) == pytest.approx(distance_km(b, a), abs=1e-6)
    assert 0 <= distance_km(a, b) <= 20015.2
    assert distance_km(a, a) == 0
