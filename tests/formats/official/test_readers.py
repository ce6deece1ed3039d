"""Official files as publishers write them, and as people send them on."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.formats.official.adjacency import Border, read_adjacency
from muster.formats.official.divisions import DivisionKind, read_divisions, spoken_name
from muster.formats.official.dotgov import read_dotgov
from muster.formats.official.gazetteer import read_gazetteer
from muster.formats.official.population import Count, Part, read_population
from muster.formats.official.reading import FileError
from muster.formats.official.recognizing import OfficialKind, names_other_ids, recognized
from muster.formats.official.units import UnitKind, read_units
from muster.formats.official.work_roles import read_work_roles

US = "ocd-division/country:us/state:"
DOTGOV = [
    "Domain name",
    "Domain type",
    "Organization name",
    "Suborganization name",
    "City",
    "State",
    "Security contact email",
]
EXAMPLE = ["Example.GOV", "City", "City of Example", "", "Example", "vt", "someone@mail.example"]


def text(rows: list[list[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def test_divisions_say_what_they_are_and_keep_their_zeros() -> None:
    rows = [
        ["id", "name", "census_geoid"],
        [f"{US}al/county:autauga", "Autauga County", "place-1001"],
        [f"{US}al/place:abbeville", "Abbeville city", "place-0100124"],
        [f"{US}vt/county:addison/place:bristol", "Bristol town", "place-5000109025"],
        ["ocd-division/country:us/district:dc", "District of Columbia", ""],
        [f"{US}vt/county:addison/school_district:bristol", "bristol school district", ""],
    ]
    read = read_divisions(text(rows))
    assert [(row.kind, row.geoid, row.state) for row in read.rows] == [
        (DivisionKind.COUNTY, "01001", "AL"),
        (DivisionKind.MUNICIPALITY, "0100124", "AL"),
        (DivisionKind.TOWNSHIP, "5000109025", "VT"),
        (DivisionKind.STATE, "11", "DC"),
        (DivisionKind.SCHOOL_DISTRICT, "", "VT"),
    ]
    assert read.rows[-1].name == "Bristol School District"
    assert read.lines == (2, 3, 4, 5, 6)


def test_divisions_without_a_header_and_other_ids_are_read_too() -> None:
    states = f"{US}vt,Vermont\n{US}nh,New Hampshire\n".encode()
    assert [row.name for row in read_divisions(states).rows] == ["Vermont", "New Hampshire"]
    others = [
        ["id", "sameAs", "sameAsNote", "validThrough"],
        [f"{US}co/place:denver", f"{US}co/county:denver", "consolidated", ""],
        [f"{US}va/place:bedford", "", "", "2013-06-30"],
    ]
    one, ended = read_divisions(text(others)).rows
    assert one.same_as == f"{US}co/county:denver"
    assert ended.ended_on == date(2013, 6, 30)
    assert names_other_ids(text(others[:2]))
    assert not names_other_ids(states)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["vermont", "Vermont", ""], "is no division id"),
        ([f"{US}zz/place:x", "X", ""], "is no state"),
        ([f"{US}vt/place:x", "X", "place-0100124"], "belongs to AL, but the row says VT"),
        ([f"{US}vt/place:x", "X", "place-9900124"], "digits of no state"),
    ],
)
def test_a_division_that_cannot_be_right_is_refused_with_its_line(
    row: list[str], said: str
) -> None:
    [refused] = read_divisions(text([["id", "name", "census_geoid"], row])).refused
    assert refused.line == 2
    assert said in refused.sentence


def test_a_name_is_read_off_an_id_that_has_none() -> None:
    assert spoken_name(f"{US}vt/place:st._albans") == "St. Albans"


def test_the_gazetteer_is_read_with_tabs_with_bars_and_without_its_header() -> None:
    header = ["USPS", "GEOID", "ANSICODE", "NAME", "FUNCSTAT", "INTPTLAT", "INTPTLONG  "]
    rows = [header, ["AL", "100124", "02403054", "Abbeville city", "A", " 31.56", "-85.25  "]]
    for delimiter in "\t|":
        [spot] = read_gazetteer(text(rows, delimiter)).rows
        assert (spot.geoid, spot.latitude, spot.longitude) == ("0100124", 31.56, -85.25)
    bare = b"AL|01001|00161526|Autauga County|1|2|3|4|32.532237|-86.64644\n"
    [county] = read_gazetteer(bare).rows
    assert (county.geoid, county.name) == ("01001", "Autauga County")


def test_a_place_without_a_government_is_a_settlement() -> None:
    rows = [
        ["USPS", "GEOID", "NAME", "LSAD", "FUNCSTAT", "POP10", "INTPTLAT", "INTPTLONG"],
        ["AL", "0100100", "Abanda CDP", "57", "S", "192", "33.1", "-85.5"],
        ["AL", "0100124", "Abbeville city", "25", "A", "2688", "31.5", "-85.2"],
        ["AL", "0100125", "Nowhere", "25", "A", "1", "131.5", "nan"],
    ]
    read = read_gazetteer(text(rows, "\t"))
    assert [spot.settlement for spot in read.rows] == [True, False]
    assert "131.5" in read.refused[0].sentence


def test_estimates_are_of_the_latest_year_and_places_say_in_which_county_they_lie() -> None:
    rows = [
        [
            "SUMLEV",
            "STATE",
            "COUNTY",
            "PLACE",
            "COUSUB",
            "NAME",
            "POPESTIMATE2020",
            "POPESTIMATE2021",
        ],
        ["40", "1", "0", "0", "0", "Alabama", "5024803", "5039877"],
        ["162", "01", "000", "00124", "00000", "Abbeville city", "1", "2"],
        ["157", "01", "067", "00124", "00000", "Abbeville city", "1", "2"],
        ["157", "01", "067", "99990", "00000", "Balance of Henry County", "1", "2"],
        ["061", "09", "001", "00000", "04720", "Bethel town", "1", "3"],
        ["071", "09", "001", "00124", "04720", "part of something", "1", "3"],
        ["050", "01", "067", "00000", "00000", "Henry County", "1", "many"],
    ]
    read = read_population(text(rows))
    assert read.vintage == "2021"
    assert read.rows == (
        Count("01", 5039877),
        Count("0100124", 2, "Abbeville city"),
        Part("0100124", "01067", 2, "Abbeville city"),
        Count("0900104720", 3),
    )
    assert [row.line for row in read.refused] == [8]


def test_county_names_in_latin_letters_are_read() -> None:
    file = "SUMLEV,STATE,COUNTY,CTYNAME,POPESTIMATE2021\n050,35,013,Doña Ana County,9\n"
    for encoding in ("latin-1", "utf-8", "utf-8-sig", "utf-16"):
        assert read_population(file.encode(encoding)).rows == (Count("35013", 9),)


def test_both_layouts_of_borders_say_the_same_and_old_codes_become_those_of_today() -> None:
    old = (
        b'"Kusilvak, AK"\t02270\t"Kusilvak, AK"\t02270\n\t\t"Bethel, AK"\t02050\n'
        b'"Jackson County, SD"\t46071\t"Shannon County, SD"\t46113\n'
    )
    new = (
        b"County Name|County GEOID|Neighbor Name|Neighbor GEOID\n"
        b"Kusilvak, AK|2158|Kusilvak, AK|2158\nKusilvak, AK|2158|Bethel, AK|2050\n"
        b"Jackson County, SD|46071|Oglala Lakota County, SD|46102\n"
    )
    wanted = (Border("02158", "02050"), Border("46071", "46102"))
    assert read_adjacency(old).rows == wanted
    assert read_adjacency(new).rows == wanted


def test_a_county_that_was_split_is_not_guessed() -> None:
    old = b'"Bethel, AK"\t02050\t"Valdez-Cordova, AK"\t02261\n'
    read = read_adjacency(old)
    assert read.rows == ()
    assert "Chugach (02063)" in read.refused[0].sentence


@given(st.permutations(range(len(DOTGOV))), st.sampled_from(",|\t"))
def test_shuffled_columns_say_the_same(order: list[int], delimiter: str) -> None:
    rows = [[row[place] for place in order] for row in (DOTGOV, EXAMPLE)]
    [row] = read_dotgov(text(rows, delimiter)).rows
    assert (row.domain, row.state, row.city) == ("example.gov", "VT", "Example")
    assert row.contact_domain == "mail.example"


def test_a_missing_column_is_named() -> None:
    with pytest.raises(FileError, match='The column "State" is missing'):
        read_dotgov(text([DOTGOV[:5], EXAMPLE[:5]]))


def test_a_domain_listed_twice_is_refused_the_second_time_and_nobody_is_named() -> None:
    other = [EXAMPLE[0], "County", "Example County", "", "Example", "VT", "someone@mail.example"]
    read = read_dotgov(text([DOTGOV, EXAMPLE, other, ["no domain", *EXAMPLE[1:]]]))
    assert [row.organization for row in read.rows] == ["City of Example"]
    assert "Two governments cannot have one domain" in read.refused[0].sentence
    assert not any("someone" in row.text for row in read.refused)


def test_election_offices_and_federal_rows_are_marked() -> None:
    rows = [
        DOTGOV,
        ["vote.gov", "City - Election", *EXAMPLE[2:]],
        ["fed.gov", "Federal - Executive", *EXAMPLE[2:]],
    ]
    vote, federal = read_dotgov(text(rows)).rows
    assert (vote.kind, vote.election, vote.federal) == ("City", True, False)
    assert federal.federal


UNITS = "CENSUS_ID_PID6,UNIT_NAME,UNIT_TYPE,CITY,FIPS_STATE,FIPS_COUNTY,FIPS_PLACE,IS_ACTIVE"


def test_government_units_get_the_codes_of_their_territories() -> None:
    file = f"""{UNITS}
100001,COUNTY OF AUTAUGA,1 - COUNTY,PRATTVILLE,1,1,,Y
100002,CITY OF PRATTVILLE,2 - MUNICIPAL,PRATTVILLE,1,1,62328,Y
100003,TOWNSHIP OF X,3 - TOWNSHIP,X,17,1,123,N
100004,SOMETHING,9,X,17,1,123,Y
""".encode()
    county, city, township = read_units(file).rows
    assert (county.kind, county.geoid, county.name) == (
        UnitKind.COUNTY,
        "01001",
        "County of Autauga",
    )
    assert (city.geoid, city.city) == ("0162328", "Prattville")
    assert (township.geoid, township.active) == ("1700100123", False)
    assert read_units(file).refused[0].line == 5


def test_a_workbook_that_is_none_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
    with pytest.raises(FileError, match="workbook"):
        read_units(out.getvalue())


def nice(*elements: dict[str, str]) -> bytes:
    inner = {"documents": [{"version": "2.1.0"}], "elements": list(elements)}
    return json.dumps({"response": {"elements": inner}}).encode()


def role(code: str, title: str) -> dict[str, str]:
    return {"element_type": "work_role", "element_identifier": code, "title": title, "text": "."}


def test_work_roles_come_with_their_category_and_the_version() -> None:
    category = {"element_type": "category", "element_identifier": "PD", "title": "Protection"}
    read = read_work_roles(nice(category, role("PD-WRL-003", "Response"), role("PD-3", "No")))
    assert read.vintage == "2.1.0"
    assert [(one.id, one.category) for one in read.rows] == [("PD-WRL-003", "Protection")]
    assert "is no id of a work role" in read.refused[0].sentence


def test_compressed_copies_are_read_and_too_large_ones_are_not() -> None:
    plain = text([DOTGOV, EXAMPLE])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("list.csv", plain)
    for packed in (gzip.compress(plain), out.getvalue()):
        assert read_dotgov(packed).rows == read_dotgov(plain).rows
    with pytest.raises(FileError, match="larger than 1,000 bytes"):
        read_dotgov(gzip.compress(b"x" * 10_000_000), limit=1000)


def test_files_are_told_apart_by_what_stands_in_them() -> None:
    assert recognized(text([DOTGOV, EXAMPLE])) is OfficialKind.DOMAINS
    assert recognized(f"{US}vt,Vermont\n".encode()) is OfficialKind.DIVISIONS
    assert recognized(f"{UNITS}\n".encode()) is OfficialKind.UNITS
    assert recognized(nice(role("PD-WRL-003", "x"))) is OfficialKind.WORK_ROLES
    assert recognized(b'"A County, AL"\t01001\t"B"\t01003\n') is OfficialKind.ADJACENCY
    with pytest.raises(FileError, match="none of the files"):
        recognized(b"name,phone\nx,1\n")


READERS = (read_divisions, read_gazetteer, read_population, read_adjacency, read_dotgov, read_units)


@given(st.data())
def test_no_bytes_are_met_with_anything_but_a_reading_or_a_sentence(data: st.DataObject) -> None:
    good = text([DOTGOV, EXAMPLE, EXAMPLE]) + f"{US}vt,Vermont\n".encode()
    start = data.draw(st.sampled_from([good, gzip.compress(good), b"PK\x03\x04", b"{", b""]))
    place = data.draw(st.integers(0, len(start)))
    broken = start[:place] + data.draw(st.binary(max_size=40)) + start[place:]
    for read in (*READERS, read_work_roles, recognized):
        try:
            read(broken)
        except FileError as why:
            assert str(why).endswith(".")
