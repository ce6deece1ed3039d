"""Finding an organization by a few letters."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support import builders as make

from muster.directory.models import Jurisdiction, Organization, OrganizationKind
from muster.directory.queries.finding import FOUND, find

pytestmark = pytest.mark.django_db

SANGAMON = ("17167", "Sangamon County")
CLARK = ("39023", "Clark County")


def city(name: str, county: tuple[str, str], state: str, people: int = 1000) -> Organization:
    slug = f"{name}-{state}-{county[0]}".lower().replace(" ", "-").replace(".", "")
    territory = Jurisdiction.objects.create(
        ocd_id=f"ocd-division/country:us/synthetic:{slug}",
        name=name,
        kind="municipality",
        state=state,
        county_fips=county[0],
        county_name=county[1],
        population=people,
    )
    return Organization.objects.create(
        slug=slug, name=f"City of {name}", kind=OrganizationKind.CITY, jurisdiction=territory
    )


def names(text: str, **how: bool) -> list[str]:
    return [one.name for one in find(text, **how)]


def test_the_beginning_of_a_name_finds_it_and_says_which_county() -> None:
    city("Springfield", SANGAMON, "IL")
    [found] = find("spri")
    assert (found.name, found.whereabouts) == ("City of Springfield", "Sangamon County, IL")
    assert not found.member


def test_of_namesakes_the_larger_comes_first_and_county_or_state_decide() -> None:
    small, large = city("Springfield", SANGAMON, "IL", 9), city("Springfield", CLARK, "OH", 99)
    assert [one.id for one in find("springfield")] == [large.pk, small.pk]
    for text in ("springfield il", "springfield illinois", "Springfield, Sangamon", "sang spri"):
        assert find(text)[0].id == small.pk, text
    assert find("springfield ohio")[0].id == large.pk


def test_members_come_before_larger_ones_and_can_be_asked_for_alone() -> None:
    small = city("Springfield", SANGAMON, "IL", 9)
    city("Springfield", CLARK, "OH", 99)
    Organization.objects.filter(pk=small.pk).update(member_since="2026-01-01")
    assert find("springfield")[0].id == small.pk
    assert [one.id for one in find("springfield", members=True)] == [small.pk]
    assert find("springfield")[0].member


@pytest.mark.parametrize(
    "typed",
    ["saint louis", "St. Louis", "st louis", "SAINT  LOUIS", "st. louis, mo", "sainte louis"],
)
def test_saint_is_found_however_it_is_written(typed: str) -> None:
    city("St. Louis", ("29510", "St. Louis city"), "MO")
    assert names(typed) == ["City of St. Louis"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Coeur d'Alene", "coeur dalene"),
        ("Coeur d'Alene", "Coeur d\u2019Alene"),
        ("Española", "espanola"),
        ("Mount Vernon", "mt vernon"),
        ("Ft. Worth", "fort worth"),
        ("Bed & Breakfast Heights", "bed and breakfast"),
    ],
)
def test_accents_apostrophes_and_short_forms_do_not_matter(name: str, typed: str) -> None:
    city(name, CLARK, "OH")
    assert names(typed) == [f"City of {name}"]


@pytest.mark.parametrize("typed", ["springfeild", "sprngfield", "springfielf"])
def test_a_typo_is_forgiven_and_what_is_spelled_right_comes_first(typed: str) -> None:
    city("Springfield", SANGAMON, "IL")
    city("Zanesville", ("39119", "Muskingum County"), "OH")
    assert names(typed) == ["City of Springfield"]
    city(typed.capitalize(), CLARK, "OH", 1)
    assert names(typed)[0] == f"City of {typed.capitalize()}"


def test_whoever_is_named_so_comes_before_whoever_only_lies_in_a_county_of_that_name() -> None:
    city("Zanesville", ("00000", "Springfield County"), "OH", 10**6)
    city("Springfield", CLARK, "OH", 1)
    assert names("springfield") == ["City of Springfield", "City of Zanesville"]


def test_a_county_that_is_renamed_is_found_under_its_new_name() -> None:
    one = city("Springfield", SANGAMON, "IL")
    Jurisdiction.objects.filter(pk=one.jurisdiction_id).update(county_name="Lincoln County")
    assert names("spring lincoln") == ["City of Springfield"]
    assert names("spring sangamon") == []
    Organization.objects.filter(pk=one.pk).update(name="City of Lincolnville")
    assert names("lincolnville") == ["City of Lincolnville"]


def test_no_more_are_found_than_can_be_read() -> None:
    for number in range(FOUND + 5):
        make.organization(f"Synthetic Town {number}", OrganizationKind.CITY)
    assert len(find("synthetic")) == FOUND


@pytest.mark.parametrize("typed", ["", "s", "  ", "!", "'", "\x00", "%", "_", "a" * 5000])
def test_what_says_nothing_finds_nobody(typed: str) -> None:
    city("Springfield", SANGAMON, "IL")
    assert names(typed) == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=200))
def test_nothing_that_can_be_typed_breaks_it(text: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        find(text)
    statements = [q for q in queries if "SAVEPOINT" not in q["sql"]]
    assert len(statements) <= 3


def test_words_that_half_of_all_names_have_find_members_first_and_then_the_shortest() -> None:
    long, short = city("Springfield", CLARK, "OH"), city("Rye", SANGAMON, "IL")
    member = city("Old Saybrook Center", SANGAMON, "IL")
    Organization.objects.filter(pk=member.pk).update(member_since="2026-01-01")
    assert [one.id for one in find("city of the")] == []
    assert [one.id for one in find("city of")] == [member.pk, short.pk, long.pk]
    assert [one.id for one in find("city", members=True)] == [member.pk]


def test_a_name_that_is_only_common_words_is_found_by_them() -> None:
    city("Springfield", CLARK, "OH")
    village = city("The Village", ("40109", "Oklahoma County"), "OK")
    assert find("the village")[0].id == village.pk


def test_where_something_is_spelled_so_only_what_is_close_follows_it() -> None:
    canon, near, far = (city(name, SANGAMON, "IL") for name in ("Canon", "Canton", "Canyon Lake"))
    found = [one.id for one in find("canon")]
    assert found[0] == canon.pk
    assert near.pk in found or far.pk not in found
