"""Census government units in an invented country: addresses, and special districts."""

from __future__ import annotations

import pytest
from tests.directory.importing.invented import DIVISIONS, DOMAINS, NOW, VT, read
from tests.support import joining as join

from muster.directory.models import Jurisdiction, OfficialList, Organization, OrganizationKind
from muster.directory.queries.finding import find

pytestmark = pytest.mark.django_db

GENERAL = """CENSUS_ID_PID6,UNIT_NAME,UNIT_TYPE,CITY,STATE,FIPS_STATE,FIPS_COUNTY,FIPS_PLACE,ACTIVE
100001,COUNTY OF ELM,1 - COUNTY,REED,VT,50,1,99001,Y
100002,CITY OF REED,2 - MUNICIPAL,REED,VT,50,1,100,Y
100003,TOWN OF FERN,3 - TOWNSHIP,OAKDALE,VT,50,3,200,Y
100004,TOWN OF GONE,3 - TOWNSHIP,REED,VT,50,3,999,Y
100005,TOWN OF SLEEP,3 - TOWNSHIP,REED,VT,50,1,200,N
"""
SPECIAL = """CENSUS_ID_PID6,UNIT_NAME,FUNCTION_NAME,CITY,STATE,FIPS_STATE,FIPS_COUNTY,ACTIVE
200001,ELM FIRE DISTRICT NO 1,24 - LOCAL FIRE PROTECTION,REED,VT,50,1,Y
200002,ELM FIRE DISTRICT NO 1,24 - LOCAL FIRE PROTECTION,OAKDALE,VT,50,3,Y
200003,REED WATER DISTRICT,91 - WATER SUPPLY UTILITY,REED,VT,50,1,Y
200004,VALLEY TRANSIT,94 - MASS TRANSIT,REED,VT,50,,Y
200005,DORMANT DISTRICT,91 - WATER SUPPLY UTILITY,REED,VT,50,1,N
200006,FAR DISTRICT,91 - WATER SUPPLY UTILITY,AUSTIN,TX,48,1,Y
"""
SCHOOLS = """CENSUS_ID_PID6,UNIT_NAME,SCHOOL_LEVEL_DESCRIPTION,CITY,FIPS_STATE,FIPS_COUNTY,ACTIVE
300001,REED SCHOOL DISTRICT,03 - ELEMENTARY AND SECONDARY,REED,50,1,Y
"""


def districts() -> dict[str, str]:
    """Slug to where its door is, of all special districts."""
    found = Organization.objects.filter(kind=OrganizationKind.SPECIAL_DISTRICT)
    return dict(found.order_by("slug").values_list("slug", "seat__name"))


def test_special_districts_are_known_under_their_county_or_else_their_state() -> None:
    read(DIVISIONS)
    report = read(SPECIAL)

    assert report.list is OfficialList.UNITS
    assert (report.added, report.changed, report.unchanged) == (4, 0, 0)
    assert districts() == {
        "elm-fire-district-no-1": "Elm County",
        "elm-fire-district-no-1-200002": "Oak County",
        "reed-water-district": "Elm County",
        "valley-transit": "Vermont",
    }
    fire = Organization.objects.get(slug="elm-fire-district-no-1")
    assert (fire.name, fire.city, fire.county) == ("Elm Fire District No 1", "Reed", "Elm County")
    assert (fire.jurisdiction, fire.member_since, fire.entered_at) == (None, None, None)
    assert fire.is_listed
    assert report.left_out == {"not active": 1}
    [far] = report.refused
    assert "TX is not in the directory yet" in far.sentence
    assert {one.slug for one in find("elm fire")} == {fire.slug, f"{fire.slug}-200002"}


def test_read_again_nothing_changes() -> None:
    read(DIVISIONS)
    for text in (GENERAL, SPECIAL):
        read(text)
        again = read(text)
        assert (again.added, again.changed, again.gone) == (0, 0, 0)
        assert again.unchanged + sum(again.left_out.values()) + len(again.refused) == again.read


def test_one_that_the_gov_list_named_first_is_not_added_twice() -> None:
    read(DIVISIONS)
    read(DOMAINS)
    assert "reed-water-district-vt" in districts()
    report = read(SPECIAL)
    assert (report.added, report.unchanged) == (3, 1)
    assert "reed-water-district" not in districts()
    read(DOMAINS)
    assert len(districts()) == 4


def test_governments_get_the_city_of_their_address_and_unknown_codes_are_refused() -> None:
    read(DIVISIONS)
    report = read(GENERAL)
    cities = dict(Organization.objects.exclude(city="").values_list("name", "city"))
    assert cities == {"Elm County": "Reed", "City of Reed": "Reed", "Town of Fern": "Oakdale"}
    assert (report.added, report.changed, report.left_out) == (0, 3, {"not active": 1})
    [gone] = report.refused
    assert "5000300999" in gone.sentence
    assert Organization.objects.get(name="Elm County").name == "Elm County"


def test_of_two_addresses_of_one_government_the_first_counts_each_time() -> None:
    read(DIVISIONS)
    twice = f"{GENERAL}100006,CITY OF REED,2 - MUNICIPAL,OAKDALE,VT,50,1,100,Y\n"
    read(twice)
    assert read(twice).changed == 0
    assert Organization.objects.get(name="City of Reed").city == "Reed"


def test_school_districts_come_from_the_division_ids_alone() -> None:
    read(DIVISIONS)
    report = read(SCHOOLS)
    assert (report.added, report.changed) == (0, 0)
    assert report.left_out == {"school districts": 1}
    assert Organization.objects.filter(kind=OrganizationKind.SCHOOL_DISTRICT).count() == 1


def test_a_district_moves_from_its_state_to_its_county_once_that_is_known() -> None:
    without = "\n".join(line for line in DIVISIONS.splitlines() if "county:" not in line)
    read(f"{without}\n")
    read(SPECIAL)
    assert set(districts().values()) == {"Vermont"}
    assert len(districts()) == 3
    read(DIVISIONS)
    report = read(SPECIAL)
    assert districts()["reed-water-district"] == "Elm County"
    assert (report.added, report.changed) == (1, 2)
    assert len(districts()) == 4
    assert (read(SPECIAL).added, read(SPECIAL).changed) == (0, 0)


def test_in_a_county_that_became_two_a_district_sits_at_its_state() -> None:
    alaska = "ocd-division/country:us/state:ak"
    read(f"id,name,census_geoid\n{alaska},Alaska,\n")
    header = SPECIAL.splitlines()[0]
    report = read(f"{header}\n200009,CORDOVA HARBOR,01 - AIR,CORDOVA,AK,02,261,Y\n")
    assert report.refused == ()
    assert districts() == {"cordova-harbor": "Alaska"}


def test_a_body_that_people_entered_keeps_its_name_and_city() -> None:
    read(DIVISIONS)
    county = Jurisdiction.objects.get(ocd_id=f"{VT}/county:elm")
    source = Organization.objects.get(jurisdiction=county).source
    Organization.objects.create(
        slug="elm-911",
        name="Elm 911",
        kind=OrganizationKind.EMERGENCY_CENTER,
        jurisdiction=county,
        source=source,
        entered_at="2026-05-01T00:00:00Z",
    )
    read(GENERAL)
    read(DIVISIONS)
    body = Organization.objects.get(slug="elm-911")
    assert (body.name, body.city) == ("Elm 911", "")
    assert Organization.objects.filter(jurisdiction=county).count() == 2


def test_a_second_id_is_not_merged_away_while_somebody_asks_to_join_with_it() -> None:
    read(f"{DIVISIONS}{VT}/place:oak,Oak city,place-5000300\n")
    town = Organization.objects.get(name="City of Oak")
    join.asked(town, NOW)
    report = read(f"id,sameAs,sameAsNote\n{VT}/place:oak,{VT}/county:oak,one government\n")
    assert report.refused == ()
    assert Organization.objects.filter(pk=town.pk).exists()
