"""The whole country, read once for all tests that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker
from tests.support.real_data import shared_data

from muster.authz.actors import hub_itself
from muster.directory.services.importing.reports import ImportReport
from muster.directory.services.importing.service import import_file

FILES = (
    "ocd_states.csv.gz",
    "ocd_us_territories.csv.gz",
    "ocd_us_census_places.csv.gz",
    "ocd_us_school_districts.csv.gz",
    "ocd_us_school_district_nces_mapping.csv.gz",
    "ocd_aliases.csv.gz",
    "census_co-est2021-alldata.csv.gz",
    "census_subest2021_filtered_with_gnis.csv.gz",
    "census_gaz_2017_counties.psv.gz",
    "census_gaz_2010_places.zip",
    "census_county_adjacency_2010.txt.gz",
    "dotgov_current-full_noemail.csv.gz",
)


@dataclass(frozen=True)
class Nation:
    """What reading every list said, the first time and at once again; seconds of each round."""

    first: dict[str, ImportReport]
    second: dict[str, ImportReport]
    seconds: tuple[float, float]


def read_all() -> tuple[dict[str, ImportReport], float]:
    actor, began = hub_itself(timezone.now()), perf_counter()
    reports = {
        name: import_file(
            actor=actor, file_name=name, data=shared_data(f"sources/{name}").read_bytes()
        )
        for name in FILES
    }
    return reports, perf_counter() - began


@pytest.fixture(scope="package")
def nation(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Nation]:
    """Inside one transaction that is taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        first, before = read_all()
        second, after = read_all()
        yield Nation(first, second, (before, after))
        transaction.set_rollback(True)
