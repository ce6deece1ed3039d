"""The publishers' own files, read in the order in which they build on each other."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator

import pytest
from django.db.models import Count
from tests.directory.importing.nation.conftest import Nation
from tests.domain.naming.test_real_domains import BY_HAND, LISTED_TWICE
from tests.support.real_data import shared_data

from muster.directory.models import (
    DivisionAlias,
    Jurisdiction,
    OfficialDomain,
    Organization,
    OrganizationKind,
)
from muster.directory.queries.neighbors import neighbors_of

pytestmark = [pytest.mark.real_data, pytest.mark.xdist_group("nation")]

US = "ocd-division/country:us/state:"


def government(division: str) -> Organization:
    return Organization.objects.select_related("jurisdiction").get(
        jurisdiction__ocd_id=f"{US}{division}"
    )


def test_nearly_fifty_eight_thousand_governments_are_known(nation: Nation) -> None:
    assert Organization.objects.count() > 57_500
    kinds = dict(Organization.objects.values_list("kind").annotate(Count("pk")).order_by())
    assert kinds[OrganizationKind.COUNTY] == 3178
    assert kinds[OrganizationKind.SCHOOL_DISTRICT] == 17_234
    assert kinds[OrganizationKind.STATE] == 56


def test_the_second_reading_changes_nothing_and_says_so(nation: Nation) -> None:
    for name, report in nation.second.items():
        assert (report.added, report.changed, report.gone) == (0, 0, 0), name
        assert report.sentence.startswith("Nothing changed: all")


def test_every_refused_row_says_why(nation: Nation) -> None:
    for report in nation.first.values():
        assert len(report.refused) < 70
        assert all(row.line > 0 and row.sentence.endswith(".") for row in report.refused)


def test_codes_that_changed_are_those_of_today(nation: Nation) -> None:
    assert not Jurisdiction.objects.filter(geoid__in=["02270", "46113", "51515"]).exists()
    kusilvak = Jurisdiction.objects.get(geoid="02158")
    lakota = Jurisdiction.objects.get(geoid="46102")
    assert (kusilvak.state, lakota.state) == ("AK", "SD")
    assert lakota.population


def test_leading_zeros_and_latin_letters_survive(nation: Nation) -> None:
    assert Jurisdiction.objects.get(geoid="01001").name == "Autauga County"
    assert Jurisdiction.objects.get(geoid="35013").name == "Doña Ana County"


def test_a_consolidated_city_and_county_is_one_government_with_two_ids(nation: Nation) -> None:
    both = DivisionAlias.objects.get(ocd_id=f"{US}co/place:denver")
    assert both.jurisdiction.ocd_id == f"{US}co/county:denver"
    assert not Organization.objects.filter(jurisdiction__ocd_id=both.ocd_id).exists()
    assert government("co/county:denver").name == "Denver County"


def test_a_town_says_in_which_county_it_lies_and_how_many_live_there(nation: Nation) -> None:
    abbeville = government("al/place:abbeville")
    assert abbeville.county == "Henry County"
    assert abbeville.name == "City of Abbeville"
    assert Jurisdiction.objects.get(organizations=abbeville).population


def test_a_city_outside_all_counties_stands_for_its_own(nation: Nation) -> None:
    roanoke = government("va/place:roanoke")
    assert roanoke.county == "Roanoke, independent city"
    assert "Roanoke County" in [one.name for one in neighbors_of(roanoke).bordering]


def test_a_city_younger_than_the_division_ids_is_there_too(nation: Nation) -> None:
    tucker = Jurisdiction.objects.get(geoid="1377652")
    assert tucker.ocd_id.startswith(f"{US}ga/")
    assert Organization.objects.get(jurisdiction=tucker).name == "City of Tucker"
    assert not Jurisdiction.objects.filter(name="Framingham", descriptor="city").exists()


def test_namesakes_have_addresses_of_their_own(nation: Nation) -> None:
    twice = (
        Organization.objects.values("name", "jurisdiction__state")
        .annotate(many=Count("pk"))
        .filter(many__gt=1)
    )
    assert twice.count() > 1000
    assert Organization.objects.values("slug").distinct().count() == Organization.objects.count()


def labelled(kind: str) -> Iterator[tuple[str, str]]:
    path = shared_data("directory/match_sample_machine_labelled.csv")
    with path.open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            right = BY_HAND.get(row["domain"], row["gov_id"])
            if row["domain_type"] == kind and right:
                yield row["domain"], right


@pytest.mark.parametrize(("kind", "least"), [("City", 0.97), ("County", 0.95)])
def test_the_sample_is_tied_to_the_right_governments_and_the_rest_is_left_to_a_person(
    nation: Nation, kind: str, least: float
) -> None:
    right = dict(labelled(kind))
    same = LISTED_TWICE | dict(DivisionAlias.objects.values_list("ocd_id", "jurisdiction__ocd_id"))
    tied = dict(
        OfficialDomain.objects.filter(domain__in=right)
        .exclude(organization=None)
        .values_list("domain", "organization__jurisdiction__ocd_id")
    )
    for domain, division in right.items():
        if division.startswith("census:place-"):
            found = Jurisdiction.objects.filter(geoid=division.removeprefix("census:place-"))
            right[domain] = found[0].ocd_id if found else division
    wrong = {
        domain: to for domain, to in tied.items() if to != same.get(right[domain], right[domain])
    }
    assert wrong == {}
    assert len(tied) / len(right) >= least
    undecided = OfficialDomain.objects.filter(domain__in=right, organization=None)
    assert all(one.why for one in undecided)


def test_no_two_governments_have_one_domain(nation: Nation) -> None:
    with gzip.open(shared_data("sources/dotgov_current-full_noemail.csv.gz"), "rt") as text:
        published = [row["Domain name"].lower() for row in csv.DictReader(text)]
    known = set(OfficialDomain.objects.values_list("domain", flat=True))
    assert known <= set(published)
