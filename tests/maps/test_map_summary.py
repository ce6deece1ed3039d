from __future__ import annotations

from muster.domain.geo import Place
from muster.maps.plan import Line, Marker
from muster.maps.summary import map_summary

KEENE = Marker(Place(32.3961, -97.3214), "victim", "City of Keene")
BORGER = Marker(Place(35.6594, -101.4024), "victim", "City of Borger")
DENTON = Marker(Place(33.2050, -97.1190), "helper", "Denton County")
HUB = Marker(Place(30.2672, -97.7431), "hub", "the state hub")


def test_the_places_that_ask_come_first_and_by_name() -> None:
    assert map_summary([DENTON, KEENE, BORGER])[0] == (
        "2 places ask for help: City of Keene and City of Borger."
    )


def test_one_helper_sends_and_does_not_send_in_the_plural() -> None:
    assert map_summary([DENTON]) == ["1 place sends help: Denton County."]


def test_three_names_are_listed_with_commas_and_an_and() -> None:
    summary = map_summary([KEENE, BORGER, Marker(Place(30, -97), "victim", "Town of C")])
    assert summary[0].endswith("City of Keene, City of Borger and Town of C.")


def test_a_line_tells_its_label_and_its_length_in_miles() -> None:
    line = Line(DENTON.place, KEENE.place, "Denton County sends 2 people to City of Keene")
    assert map_summary([], [line]) == [
        "Denton County sends 2 people to City of Keene: about 57 miles."
    ]


def test_the_hub_is_named() -> None:
    assert map_summary([HUB]) == ["Coordinated from the state hub."]


def test_an_empty_map_says_so() -> None:
    assert map_summary([]) == ["The map shows no place that asks for help or sends it."]
