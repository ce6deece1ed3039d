"""Official lists into the directory: what they add, and what they leave alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from tests.directory.importing.invented import (
    DIVISIONS,
    DOMAINS,
    NOW,
    OTHERS,
    PEOPLE,
    POINTS,
    VT,
    read,
    read_all,
)
from tests.support.cast import Cast
from tests.support.racing import race

from muster.audit.models import AuditEvent
from muster.authz.actors import hub_itself
from muster.directory.models import (
    DivisionAlias,
    Import,
    Jurisdiction,
    OfficialDomain,
    Organization,
    OrganizationKind,
    RefusedRow,
)
from muster.directory.queries.finding import find
from muster.directory.queries.neighbors import neighbors_of
from muster.directory.services.importing.service import already_read, import_file, list_of
from muster.domain.failures import Invalid, Refused

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return sorted(Organization.objects.values_list("name", flat=True))


def test_every_government_becomes_an_organization_that_is_no_member_yet() -> None:
    report = read(DIVISIONS)
    assert (report.added, report.changed, report.unchanged) == (7, 0, 0)
    assert names() == [
        "City of Reed",
        "Elm County",
        "Oak County",
        "Reed School District",
        "State of Vermont",
        "Town of Fern",
        "Town of Fern",
    ]
    assert not Organization.objects.exclude(member_since=None).exists()
    fern, other = Organization.objects.filter(name="Town of Fern").order_by("slug")
    assert (fern.slug, other.slug) == ("town-of-fern-vt-5000100200", "town-of-fern-vt-5000300200")


def test_townships_lie_in_their_counties_and_cities_where_most_of_their_people_live() -> None:
    read_all()
    reed = Jurisdiction.objects.get(geoid="5000100")
    assert (reed.county_name, reed.population, reed.population_year) == ("Elm County", 5000, 2021)
    fern = Jurisdiction.objects.get(geoid="5000100200")
    assert (fern.county_name, fern.population, fern.placed_by_county) == ("Elm County", 800, True)
    assert fern.parent == Jurisdiction.objects.get(geoid="50001")
    assert [one.whereabouts for one in find("reed city")][:1] == ["Elm County, VT"]


def test_a_town_nobody_listed_yet_is_there_once_its_people_are_counted() -> None:
    read(DIVISIONS)
    assert read(PEOPLE).added == 1
    moss = Organization.objects.get(name="Village of Moss")
    assert moss.jurisdiction
    assert moss.jurisdiction.ocd_id == f"{VT}/census_place:5000900"
    read(f"id,name,census_geoid\n{VT}/place:moss,Moss village,place-5000900\n")
    moss.jurisdiction.refresh_from_db()
    assert moss.jurisdiction.ocd_id == f"{VT}/place:moss"


def test_the_second_reading_changes_nothing() -> None:
    first = read_all()
    second = read_all()
    assert all(one.added or one.changed for one in first.values())
    for report in second.values():
        assert (report.added, report.changed, report.gone) == (0, 0, 0)
        assert report.sentence.startswith("Nothing changed")


def test_reading_the_same_bytes_again_can_be_spared_until_something_else_changed() -> None:
    read(DIVISIONS)
    data = DIVISIONS.encode()
    which = list_of(data, "x")
    assert already_read(data, which)
    assert already_read(data + b"\n", which) is None
    later = hub_itself(NOW + timedelta(minutes=1))
    import_file(actor=later, file_name="people.csv", data=PEOPLE.encode())
    assert already_read(data, which) is None


def test_a_dry_run_says_what_would_change_and_keeps_nothing() -> None:
    report = read(DIVISIONS, dry_run=True)
    assert "7 would be added" in report.sentence
    assert not Organization.objects.exists()
    assert not Import.objects.exists()
    assert not AuditEvent.objects.exists()


def test_one_government_with_two_ids_has_one_organization() -> None:
    read(DIVISIONS)
    read(f"id,name,census_geoid\n{VT}/place:oak,Oak city,place-5000300\n")
    assert "City of Oak" in names()
    read(OTHERS)
    assert "City of Oak" not in names()
    assert DivisionAlias.objects.get().jurisdiction.name == "Oak County"
    read(f"id,name,census_geoid\n{VT}/place:oak,Oak city,place-5000300\n")
    assert "City of Oak" not in names()


def test_another_id_of_nobody_is_refused_with_its_line() -> None:
    report = read(OTHERS)
    assert report.added == 0
    assert report.refused[0].line == 2
    assert RefusedRow.objects.get().sentence.endswith("which is not in the directory.")


def test_a_member_keeps_its_name() -> None:
    read(DIVISIONS)
    Organization.objects.filter(name="City of Reed").update(member_since=NOW.date())
    report = read(
        DIVISIONS.replace("Reed city", "Reedville city").replace("Oak County", "Ash County")
    )
    assert report.changed == 2
    assert "City of Reed" in names()
    assert "Ash County" in names()


def test_an_older_estimate_never_replaces_a_newer_one() -> None:
    read(DIVISIONS)
    read(PEOPLE)
    read(PEOPLE.replace("POPESTIMATE2021", "POPESTIMATE2019").replace("9000", "1"))
    assert Jurisdiction.objects.get(geoid="50001").population == 9000


def test_neighbors_share_a_border() -> None:
    read_all()
    fern = Organization.objects.get(slug="town-of-fern-vt-5000100200")
    assert [one.name for one in neighbors_of(fern).bordering] == ["Oak County"]


def test_a_border_that_is_no_longer_listed_is_gone() -> None:
    read_all()
    none = "County Name|County GEOID|Neighbor Name|Neighbor GEOID\nE|50001|E|50001\n"
    more = none + "O|50003|O|50003\n"
    assert read(more).gone == 0
    assert Jurisdiction.neighbours.through.objects.count() == 2


def test_a_code_nobody_has_is_refused_and_connecticut_is_explained() -> None:
    read(DIVISIONS)
    report = read(POINTS + "CT\t09110\tCapitol Planning Region\tN\t41.8\t-72.6\n")
    [refused] = report.refused
    assert refused.line == 4
    assert "Connecticut's planning regions" in refused.sentence


def test_domains_are_tied_to_their_governments_and_never_by_a_guess() -> None:
    read_all()
    tied = {one.domain: one for one in OfficialDomain.objects.select_related("organization")}
    assert set(tied) == {"reedvt.gov", "elmcountysheriffvt.gov", "fernvt.gov", "reedwater.gov"}
    reed, sheriff = tied["reedvt.gov"], tied["elmcountysheriffvt.gov"]
    assert reed.organization
    assert reed.organization.name == "City of Reed"
    assert sheriff.organization
    assert (sheriff.organization.name, bool(sheriff.office_name)) == ("Elm County", True)
    fern = tied["fernvt.gov"]
    assert fern.organization is None
    assert len(fern.candidates) == 2
    assert fern.why


def test_a_body_that_only_the_domain_list_knows_is_added_with_its_seat() -> None:
    read_all()
    water = Organization.objects.get(kind=OrganizationKind.SPECIAL_DISTRICT)
    assert (water.name, water.county) == ("Reed Water District", "Elm County")
    assert water.official_domains.get().domain == "reedwater.gov"


def test_a_domain_that_is_no_longer_listed_is_gone_until_it_comes_back() -> None:
    read_all()
    more = "".join(f"x{n}.gov,Special district,District {n},,Reed,VT\n" for n in range(9))
    read(DOMAINS + more)
    without = (DOMAINS + more).replace("reedvt.gov,City,City of Reed,,Reed,VT\n", "")
    assert read(without).gone == 1
    assert OfficialDomain.objects.get(domain="reedvt.gov").gone_on == localdate(NOW)
    assert read(DOMAINS + more).changed == 1
    assert OfficialDomain.objects.get(domain="reedvt.gov").gone_on is None


def test_an_extract_of_the_domain_list_marks_nobody_as_gone() -> None:
    read_all()
    report = read(DOMAINS[: DOMAINS.index("elmcounty")])
    assert report.gone == 0
    assert report.left_out == {"known domains kept, as this is no full list": 3}


def test_what_a_person_decided_is_not_undone_by_a_rule(cast: Cast) -> None:
    read_all()
    fern = OfficialDomain.objects.get(domain="fernvt.gov")
    chosen = Organization.objects.get(slug="town-of-fern-vt-5000300200")
    OfficialDomain.objects.filter(pk=fern.pk).update(
        organization=chosen, decided_by=cast.coordinator, decided_at=cast.now
    )
    assert read(DOMAINS).sentence.startswith("Nothing changed")
    fern.refresh_from_db()
    assert fern.organization == chosen


def test_a_file_that_is_none_of_the_lists_says_what_can_be_read() -> None:
    with pytest.raises(Invalid, match=r"list.csv cannot be read.") as why:
        read("a,b\n1,2\n")
    assert "Census Gazetteer" in why.value.what_to_do


def test_only_the_coordinator_reads_lists(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only the hub coordinator"):
        import_file(
            actor=cast.actor(cast.keene_representative), file_name="x", data=DIVISIONS.encode()
        )


@pytest.mark.django_db(transaction=True)
def test_two_who_read_the_same_list_at_once_add_everybody_once() -> None:
    first, second = race(lambda: read(DIVISIONS), lambda: read(DIVISIONS))
    assert sorted((first.added, second.added)) == [0, 7]
    assert Organization.objects.count() == 7


def test_every_reading_is_in_the_chain_of_proof(cast: Cast) -> None:
    import_file(actor=cast.actor(cast.coordinator), file_name="d.csv", data=DIVISIONS.encode())
    event = AuditEvent.objects.get(action="directory:official_list:imported")
    assert event.facts["added"] == 7
    assert Import.objects.get().imported_by == cast.coordinator
