from __future__ import annotations

from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.geo import EARTH_RADIUS_KM, Place, distance_km
from muster.maps.projection import Conic

TEXAS = [Place(25.84, -97.4), Place(36.5, -100.0), Place(31.9, -106.6), Place(31.0, -93.5)]
places_in_texas = st.builds(
    Place, latitude=st.floats(25.84, 36.5), longitude=st.floats(-106.6, -93.5)
)


@given(places_in_texas, places_in_texas)
def test_distances_on_a_map_of_texas_are_true_to_two_percent(a: Place, b: Place) -> None:
    conic = Conic.fitted(TEXAS)
    flat = EARTH_RADIUS_KM * dist(
        conic.flat(a.longitude, a.latitude), conic.flat(b.longitude, b.latitude)
    )
    assert flat == pytest.approx(distance_km(a, b), rel=0.02, abs=1)


@given(places_in_texas)
def test_north_is_up_and_east_is_right_on_the_page(place: Place) -> None:
    conic = Conic.fitted(TEXAS)
    x, y = conic.flat(place.longitude, place.latitude)
    assert conic.flat(place.longitude, place.latitude + 1)[1] < y
    assert conic.flat(place.longitude + 1, place.latitude)[0] > x


def test_islands_beyond_the_date_line_are_drawn_to_the_west() -> None:
    conic = Conic.fitted([Place(64, -150), Place(61, -149), Place(52, 174)])
    attu, anchorage = conic.flat(174, 52), conic.flat(-149.9, 61.2)
    assert attu[0] < anchorage[0]


@pytest.mark.parametrize("latitude", [-20.0, 0.0, 45.0])
def test_a_single_place_can_be_projected(latitude: float) -> None:
    conic = Conic.fitted([Place(latitude, 10)])
    assert conic.flat(11, latitude)[0] > conic.flat(10, latitude)[0]


def test_no_place_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="at least one place"):
        Conic.fitted([])
