"""Tying a domain to a government: each rule on invented places, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.naming.invented import ALIASES, GOVERNMENTS, row

from muster.domain.naming.domains import Government, Governments, Row, Tied, Undecided, tie

KNOWN = Governments(GOVERNMENTS, ALIASES)


def _tied(asked: Row) -> tuple[str, str]:
    answer = tie(asked, KNOWN)
    assert isinstance(answer, Tied), answer
    return answer.government_id, answer.rule


def _undecided(asked: Row) -> list[str]:
    answer = tie(asked, KNOWN)
    assert isinstance(answer, Undecided), answer
    assert answer.why.endswith(".")
    return [each.government_id for each in answer.candidates]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (row("City of Seatham", "Seatham"), ("seatham", "one_of_that_name")),
        (row("Village of Saint Odo", "ST ODO"), ("st-odo", "one_of_that_name")),
        (row("Village of Milbrook", "Milbrook"), ("milbrook-v", "one_of_that_name")),
        (row("Town of Milbrook, Eastshire County", "X"), ("milbrook-e", "county_in_the_title")),
        (
            row("Town of Milbrook", "X", "milbrookeastshireny.gov"),
            ("milbrook-e", "county_in_the_domain"),
        ),
        (row("Town of Milbrook", "Farport"), ("milbrook-e", "county_of_the_seat")),
        (
            row("Town of Milbrook", "X", "milbrookecny.gov"),
            ("milbrook-e", "initials_in_the_domain"),
        ),
        (row("Town of Milbrook", "Reedmere"), ("milbrook-e", "clearly_nearest")),
        (row("City", "Seatham", "seathamny.gov"), ("seatham", "domain_and_seat")),
        (row("Town of Seatham", "Seatham"), ("seatham", "same_name_other_word")),
        (row("City of Seathm", "Seatham"), ("seatham", "misspelt")),
        (
            row("Board of Elections", "Farport", "voteeastshire.gov", "County"),
            ("eastshire", "county_in_letters_and_seat"),
        ),
        (
            row("State of NY", "Albany", "eastshirecountyny.gov", "County"),
            ("eastshire", "county_spelled_by_the_domain"),
        ),
        (row("City of Joinham", "Joinham"), ("joined-county", "one_of_that_name")),
        (row("Dept of Tax", "Albany", kind="State or territory"), ("ny", "state_column")),
        (row("Grey Heron Tribe", "X", kind="Tribal"), ("tribe", "tribe_of_that_name")),
        (
            row("Seatham City School District", "X", kind="School district"),
            ("school", "school_district_of_that_name"),
        ),
        (row("Seatham Fire District", "X", kind="Special district"), ("fire", "body_of_that_name")),
    ],
)
def test_the_rule_that_decides_is_named(asked: Row, answer: tuple[str, str]) -> None:
    assert _tied(asked) == answer


def test_the_office_of_a_sheriff_is_tied_to_its_county_and_named() -> None:
    answer = tie(row("Westshire County Sheriff's Office", "Seatham", kind="County"), KNOWN)
    assert isinstance(answer, Tied)
    assert (answer.government_id, answer.office) == ("westshire", True)
    assert answer.office_name == "Westshire County Sheriff's Office"


def test_the_board_of_supervisors_is_the_county_itself() -> None:
    answer = tie(row("Westshire County Board of Supervisors", "Seatham", kind="County"), KNOWN)
    assert isinstance(answer, Tied)
    assert not answer.office


def test_namesakes_without_a_witness_are_listed_for_a_person() -> None:
    assert _undecided(row("Town of Milbrook", "Nowhere")) == [
        "milbrook-e",
        "milbrook-v",
        "milbrook-w",
    ]


def test_a_village_inside_the_town_of_its_name_is_not_guessed() -> None:
    assert "milbrook-v" in _undecided(row("Milbrook Police Department", "Milbrook"))


def test_a_fire_district_is_not_the_city_it_is_named_after() -> None:
    assert _undecided(row("Seatham Fire Protection District", "Seatham")) == ["seatham"]


def test_a_domain_that_says_township_is_not_the_city_of_that_name() -> None:
    assert _undecided(row("Town of Seatham", "Seatham", "seathamtwpny.gov")) == ["seatham"]


def test_a_police_force_of_two_places_belongs_to_neither_alone() -> None:
    asked = row("Seatham-Farport Police Department", "Seatham", "seathamfarportpd.gov")
    assert _undecided(asked)[0] == "seatham"


def test_two_counties_share_what_is_named_after_both() -> None:
    asked = row("Westshire and Eastshire Public Health", "Seatham", kind="County")
    assert _undecided(asked) == ["westshire", "eastshire"]


def test_the_city_column_alone_ties_nothing() -> None:
    assert _undecided(row("36th Court", "Seatham")) == ["seatham"]


def test_a_longer_unknown_name_is_not_its_known_beginning() -> None:
    assert _undecided(row("City of Seatham Shores", "Seatham")) == ["seatham"]


def test_federal_rows_are_left_alone() -> None:
    assert _undecided(row("GSA", "Seatham", kind="Federal - Executive")) == []


_SAID = (
    "City of Town Village Milbrook Seatham County Westshire Eastshire St. Odo Police NY , & ' "
    "Joinham Board Sheriff District and the"
)
_parts = st.sampled_from(_SAID.split())
_texts = st.one_of(st.text(max_size=40), st.lists(_parts, max_size=8).map(" ".join))
_rows = st.builds(
    Row,
    domain=_texts.map(lambda text: text.replace(" ", "").lower() + ".gov"),
    kind=st.sampled_from(("City", "County", "Tribal", "School district", "Interstate", "", "?")),
    organization=_texts,
    suborganization=st.just(""),
    city=_texts,
    state=st.sampled_from(("NY", "ny", "", "ZZ")),
)


@given(_rows)
def test_any_text_is_answered_with_a_known_id_or_with_a_reason(asked: Row) -> None:
    answer = tie(asked, KNOWN)
    ids = {each.id for each in GOVERNMENTS}
    if isinstance(answer, Tied):
        assert answer.government_id in ids
    else:
        assert answer.why
        assert {each.government_id for each in answer.candidates} <= ids


@given(_rows, st.permutations(GOVERNMENTS))
def test_the_order_of_the_governments_does_not_matter(
    asked: Row, shuffled: list[Government]
) -> None:
    assert tie(asked, Governments(shuffled, ALIASES)) == tie(asked, KNOWN)
