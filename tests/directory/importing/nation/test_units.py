"""Special and school districts over the real counties, and a sheet as large as the Census's own.

The Census workbook of government units is not among the stored files, so the sheet is written
from the real counties and the real names of the .gov list; districts besides those are invented.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from time import perf_counter

import pytest
from django.db import transaction
from tests.directory.importing.invented import read
from tests.directory.importing.nation.conftest import Nation

from muster.directory.models import Jurisdiction, Organization, OrganizationKind
from muster.formats.official.codes import STATE_OF_FIPS

pytestmark = [pytest.mark.real_data, pytest.mark.xdist_group("nation")]

IN_EACH_COUNTY = 12
IN_SPLIT_COUNTIES = IN_EACH_COUNTY
"""Valdez-Cordova became two in 2019, so districts in it sit at their state."""
SLOWEST = 30.0
HEADER = ("CENSUS_ID_PID6", "UNIT_NAME", "FUNCTION_NAME", "CITY", "FIPS_STATE", "FIPS_COUNTY",
          "ACTIVE")  # fmt: skip
_FIPS_OF_STATE = {state: fips for fips, state in STATE_OF_FIPS.items()}


def special() -> dict[str, int]:
    """How many special districts sit in each kind of territory."""
    found = Organization.objects.filter(kind=OrganizationKind.SPECIAL_DISTRICT)
    return dict(Counter(found.values_list("seat__kind", flat=True)))


def _sheet(rows: Iterator[tuple[object, ...]]) -> str:
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(HEADER)
    out.writerows(rows)
    return text.getvalue()


def _districts() -> Iterator[tuple[object, ...]]:
    counties = Jurisdiction.objects.filter(kind="county").exclude(geoid="").order_by("geoid")
    number = 100_000
    for county in counties:
        for at in range(IN_EACH_COUNTY):
            number += 1
            name = f"{county.name} INVENTED DISTRICT {at}".upper()
            place = county.geoid[:2], county.geoid[2:]
            yield number, name, "24 - LOCAL FIRE PROTECTION", "REED", *place, "Y"
    listed = Organization.objects.filter(kind=OrganizationKind.SPECIAL_DISTRICT)
    for one in listed.select_related("seat").order_by("pk"):
        fips = _FIPS_OF_STATE.get(one.seat.state) if one.seat else None
        if one.seat and fips:
            number += 1
            yield number, one.name.upper(), "91 - WATER", "", fips, one.seat.county_fips[2:], "Y"


def test_districts_of_the_gov_list_sit_where_the_list_says(nation: Nation) -> None:
    found = special()
    schools = Organization.objects.filter(kind=OrganizationKind.SCHOOL_DISTRICT)
    within = schools.exclude(jurisdiction__county_fips="").count()
    print(f"special districts of the .gov list by seat: {found}")
    print(f"school districts: {schools.count()}, {within} of them in a known county")
    assert sum(found.values()) > 1000
    assert found.get("municipality", 0) > found.get("state", 0)
    assert schools.count() == 17_234
    assert not schools.filter(jurisdiction__state="").exists()


def test_a_sheet_as_large_as_the_census_one_seats_every_district_in_its_county(
    nation: Nation,
) -> None:
    before = special()
    with transaction.atomic():
        text = _sheet(_districts())
        began = perf_counter()
        first = read(text)
        middle = perf_counter()
        second = read(text)
        after = perf_counter()
        counties = special()["county"]
        repeated = Organization.objects.filter(name__contains="Invented District")
        print(f"{first.sentence} {middle - began:.1f} s; again {after - middle:.1f} s")
        print(f"seated by kind of territory: {special()}")
        for row in first.refused[:5]:
            print(row.line, row.text, row.sentence)
        assert first.added == repeated.count() == counties + IN_SPLIT_COUNTIES
        assert repeated.count() >= IN_EACH_COUNTY * 3_100
        assert first.refused == ()
        assert (second.added, second.changed, second.gone) == (0, 0, 0)
        assert middle - began < SLOWEST
        assert after - middle < SLOWEST
        transaction.set_rollback(True)
    assert special() == before
