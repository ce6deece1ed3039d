"""What a government calls itself, taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.naming.names import GovernmentName, government_name, search_key
from muster.domain.naming.spelling import words


@pytest.mark.parametrize(
    ("text", "core", "descriptor"),
    [
        ("City of St. Albans", "saint albans", "city"),
        ("Conway, Town of", "conway", "town"),
        ("Town of Conway Vermont", "conway", "town"),
        ("The Village of Reedmere", "reedmere", "village"),
        ("Mayagüez Municipio", "mayaguez", "municipio"),
        ("St. Mary's Parish", "saint marys", "parish"),
        ("City & County of San Francisco", "san francisco", "city and county"),
        ("Iowa City city", "iowa city", "city"),
        ("City of Oregon", "oregon", "city"),
        ("Indiana borough", "indiana", "borough"),
        ("Mt. Pleasant Twp.", "mount pleasant", "township"),
        ("Ft. Ann", "fort ann", None),
        ("Pahrump CDP", "pahrump", "cdp"),
        ("Athens-Clarke County unified government", "athens clarke county", "unified government"),
    ],
)
def test_a_name_is_parted_from_what_the_government_says_it_is(
    text: str, core: str, descriptor: str | None
) -> None:
    name = government_name(text)
    assert (name.core, name.descriptor) == (core, descriptor)


def test_a_county_in_brackets_tells_namesakes_apart() -> None:
    assert government_name("Perry Township (Clark County)") == GovernmentName(
        "perry", "township", county="clark"
    )


def test_the_balance_of_a_consolidated_city_is_noted_and_dropped() -> None:
    name = government_name("Nashville-Davidson metropolitan government (balance)")
    assert (name.core, name.balance) == ("nashville davidson", True)


@pytest.mark.parametrize(
    ("text", "core", "number"),
    [
        ("Independent School District No. 12", "", "12"),
        ("Fresno Unified School District", "fresno", None),
        ("Colby Public Schools USD 315", "colby", "315"),
        ("Seatham ISD", "seatham", None),
    ],
)
def test_spellings_of_a_school_district_meet(text: str, core: str, number: str | None) -> None:
    name = government_name(text)
    assert (name.core, name.descriptor, name.number) == (core, "school district", number)


def test_a_searcher_finds_saint_by_its_abbreviation() -> None:
    assert search_key("ST LOUIS") == search_key("Saint Louis") == "saint louis"


def test_la_salle_is_lasalle_when_compared() -> None:
    assert government_name("City of La Salle").key == government_name("LaSalle city").key


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = search_key(text)
    assert search_key(once) == once


@given(st.text(alphabet="abcdénost. &'-(),0123", max_size=60))
def test_only_plain_letters_and_digits_remain(text: str) -> None:
    assert all(word.isascii() and word.isalnum() for word in words(text))
    assert government_name(text).core == " ".join(government_name(text).core.split())
