"""The rules against the .gov list as published and against machine-made labels.

The labels come from an earlier join, not from people. Where a look by hand shows one to be wrong,
`BY_HAND` says what is right, or None where no government of the list is.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from tests.support.real_data import shared_data

from muster.domain.naming.domains import Government, Governments, Row, Tied, tie

pytestmark = pytest.mark.real_data

US = "ocd-division/country:us/state:"
BY_HAND: dict[str, str | None] = {
    # The label follows the city column past the name that is written.
    "townofdewhurstwi.gov": US + "wi/county:clark/place:dewhurst",
    "highlandkspd.gov": US + "ks/place:highland",
    "marlboroughpoliceny.gov": US + "ny/county:ulster/place:marlborough",
    "highlandparkmi.gov": US + "mi/place:highland_park",
    "jeffersoncitymo.gov": US + "mo/place:jefferson_city",
    "townofgreenlake.gov": US + "wi/county:green_lake/place:green_lake",
    "perrytownship-in.gov": US + "in/county:marion/place:perry",
    "jeffersonboroughycpa.gov": US + "pa/place:jefferson_borough_~york_county~",
    # Cities and villages younger than the list, or never on it.
    "mulberryga.gov": None,
    "stgeorgela.gov": None,
    "hochatown.gov": None,
    "victoriawoodsin.gov": None,
    "drummondmd.gov": None,
    "lisbonwi.gov": None,
    "villageofwaukesha.gov": None,
    # Districts, courts and bodies of several governments.
    "wmfrdmn.gov": None,
    "firelandsems.gov": None,
    "59dcmi.gov": None,
    "gainesborotn.gov": None,
    "meccrcog-oh.gov": None,
    "nppdut.gov": None,
    "nsidfl.gov": None,
    "precc-ma.gov": None,
}
LISTED_TWICE = {
    "census:place-2501370": US + "ma/place:amherst",
    "census:place-2508130": US + "ma/place:bridgewater",
    "census:place-2546598": US + "ma/place:north_attleborough",
    "census:place-2556000": US + "ma/place:randolph",
}


def _read(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


def _number(text: str) -> float | None:
    return float(text) if text else None


def _governments() -> Iterator[Government]:
    for each in _read(shared_data("directory/governments.csv.gz")):
        yield Government(
            each["gov_id"],
            each["type"],
            each["name"],
            each["descriptor"],
            each["state"],
            each["county_fips"],
            each["county_name"],
            _number(each["lat"]),
            _number(each["lon"]),
            int(each["population"]) if each["population"] else None,
        )


def _settlements() -> Iterator[Government]:
    """Census-designated places of the 2010 Gazetteer: a name and a point, no government."""
    with zipfile.ZipFile(shared_data("sources/census_gaz_2010_places.zip")) as folder:
        text = io.TextIOWrapper(folder.open(folder.namelist()[0]), encoding="latin-1")
        for raw in csv.DictReader(text, delimiter="\t"):
            each = {key.strip(): (value or "").strip() for key, value in raw.items() if key}
            if each["NAME"].endswith(" CDP"):
                point = float(each["INTPTLAT"]), float(each["INTPTLONG"])
                name, state = each["NAME"], each["USPS"]
                identity = "place:" + each["GEOID"]
                yield Government(identity, "settlement", name, "CDP", state, "", "", *point)


@cache
def _known() -> Governments:
    governments = list(_governments())
    ids = {each.id for each in governments}
    pairs = {
        each["id"]: each["sameAs"] for each in _read(shared_data("sources/ocd_aliases.csv.gz"))
    }
    pairs = {second: first for second, first in pairs.items() if {second, first} <= ids}
    twice = {second: first for second, first in LISTED_TWICE.items() if first in ids}
    return Governments([*governments, *_settlements()], pairs | twice)


@cache
def _rows() -> dict[str, Row]:
    source = shared_data("sources/dotgov_current-full_noemail.csv.gz")
    return {
        each["Domain name"]: Row(
            each["Domain name"],
            each["Domain type"],
            each["Organization name"],
            each["Suborganization name"],
            each["City"],
            each["State"],
        )
        for each in _read(source)
    }


def _sample(kind: str) -> dict[str, str]:
    path = shared_data("directory/match_sample_machine_labelled.csv")
    with path.open(encoding="utf-8", newline="") as text:
        labelled = [each for each in csv.DictReader(text) if each["domain_type"] == kind]
    right = {each["domain"]: BY_HAND.get(each["domain"], each["gov_id"]) for each in labelled}
    return {domain: identity for domain, identity in right.items() if identity}


@pytest.mark.parametrize(("kind", "least"), [("City", 0.97), ("County", 0.95)])
def test_the_sample_is_tied_to_the_right_government_and_never_to_a_wrong_one(
    kind: str, least: float
) -> None:
    right = _sample(kind)
    known, rows = _known(), _rows()
    answers = {domain: tie(rows[domain], known) for domain in right}
    ties = {
        domain: answer.government_id
        for domain, answer in answers.items()
        if isinstance(answer, Tied)
    }
    wrong = {domain: to for domain, to in ties.items() if to != known.canonical(right[domain])}
    assert wrong == {}
    assert len(ties) / len(right) >= least


@pytest.mark.parametrize("domain", [each for each, right in BY_HAND.items() if right is None])
def test_what_no_known_government_stands_behind_is_left_undecided(domain: str) -> None:
    assert not isinstance(tie(_rows()[domain], _known()), Tied)


def test_of_all_labelled_rows_hardly_any_disagrees() -> None:
    known, rows = _known(), _rows()
    compared = differing = 0
    for each in _read(shared_data("directory/dotgov_matches.csv.gz")):
        answer = tie(rows[each["domain"]], known)
        if each["gov_id"] and isinstance(answer, Tied):
            compared += 1
            differing += answer.government_id != known.canonical(each["gov_id"])
    # The 24 read by hand were all slips of the labels.
    assert compared > 13_000
    assert differing <= 30
