from __future__ import annotations

import csv
import gzip
import time
from collections import defaultdict
from itertools import pairwise
from math import dist
from pathlib import Path

import pytest
from tests.support.real_data import atlas_path, shared_data

from muster.domain.geo import Place
from muster.maps.atlas import load_counties, load_states
from muster.maps.topology import AtlasError


def test_the_first_point_of_a_shape_is_scaled_and_shifted_to_degrees(squares: Path) -> None:
    assert load_counties(squares)["91001"].rings[0][0] == pytest.approx((-99, 30))


def test_every_ring_is_closed(squares: Path) -> None:
    for county in load_counties(squares).values():
        for ring in county.rings:
            assert ring[0] == pytest.approx(ring[-1])


def test_the_shared_border_is_the_same_points_on_both_sides(squares: Path) -> None:
    counties = load_counties(squares)
    west, east = counties["91001"].rings[0], counties["91003"].rings[1]
    assert {(-99.0, 30.0), (-99.0, 31.0)} <= set(west) & set(east)


def test_counties_that_share_an_arc_are_neighbours_of_each_other(squares: Path) -> None:
    counties = load_counties(squares)
    assert counties["91001"].neighbours == {"91003"}
    assert counties["91003"].neighbours == {"91001"}


def test_a_neighbour_may_lie_in_another_state(squares: Path) -> None:
    assert load_counties(squares, "91")["91005"].neighbours == {"92001"}


def test_a_hole_is_not_inside_and_what_fills_it_is(squares: Path) -> None:
    counties = load_counties(squares)
    in_the_hole = Place(30.4, -96.6)
    assert not counties["91005"].contains(in_the_hole)
    assert counties["92001"].contains(in_the_hole)
    assert counties["91005"].contains(Place(30.9, -96.1))


def test_the_centroid_leans_away_from_the_hole(squares: Path) -> None:
    # A unit square of area 1 around 0.5, less a square of area 0.16 around 0.4.
    expected = (0.5 - 0.16 * 0.4) / 0.84
    centroid = load_counties(squares)["91005"].centroid
    assert centroid.longitude == pytest.approx(-97 + expected)
    assert centroid.latitude == pytest.approx(30 + expected)


def test_the_centroid_is_that_of_the_largest_polygon(squares: Path) -> None:
    centroid = load_counties(squares)["91003"].centroid
    assert (centroid.longitude, centroid.latitude) == pytest.approx((-98.5, 30.5))


def test_only_the_counties_of_the_state_are_loaded(squares: Path) -> None:
    assert set(load_counties(squares, "92")) == {"92001"}


def test_a_state_is_a_shape_with_a_name(squares: Path) -> None:
    state = load_states(squares)["91"]
    assert state.name == "Synthetic"
    assert state.contains(Place(30.5, -98.5))


def test_emptying_the_answer_does_not_empty_the_next_one(squares: Path) -> None:
    load_counties(squares).clear()
    assert len(load_counties(squares)) == 4


def test_a_missing_file_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(AtlasError, match="Run the set-up again"):
        load_counties(tmp_path / "absent.json")


@pytest.mark.parametrize("text", ["", "[]", '{"type": "FeatureCollection"}', '{"transform": 3}'])
def test_a_foreign_file_says_which_file_is_wanted(tmp_path: Path, text: str) -> None:
    path = tmp_path / "foreign.json"
    path.write_text(text)
    with pytest.raises(AtlasError, match=r"counties-10m\.json"):
        load_counties(path)


def test_an_unknown_state_says_to_give_a_fips_code(squares: Path) -> None:
    with pytest.raises(AtlasError, match="two-digit FIPS code"):
        load_counties(squares, "TX")


@pytest.mark.real_data
def test_texas_has_254_counties_and_loads_quickly() -> None:
    path = atlas_path()
    begin = time.process_time()
    counties = load_counties(path, "48")
    elapsed = time.process_time() - begin
    assert len(counties) == 254
    assert elapsed < 0.3


@pytest.mark.real_data
def test_travis_county_has_its_six_neighbours() -> None:
    counties = load_counties(atlas_path(), "48")
    names = {counties[fips].name for fips in counties["48453"].neighbours}
    assert names == {"Bastrop", "Blanco", "Burnet", "Caldwell", "Hays", "Williamson"}


@pytest.mark.real_data
def test_every_texan_neighbour_is_one_in_the_census_file() -> None:
    counties = load_counties(atlas_path(), "48")
    census = _census_neighbours()
    for fips, county in counties.items():
        assert county.neighbours <= census[fips], county.name


@pytest.mark.real_data
def test_census_neighbours_we_leave_out_only_touch_at_a_corner() -> None:
    every = load_counties(atlas_path())
    census = _census_neighbours()
    left_out = [
        (fips, other)
        for fips in every
        if fips.startswith("48")
        for other in census[fips] - every[fips].neighbours - {fips}
    ]
    assert len(left_out) == 126
    for fips, other in left_out:
        mine = [point for ring in every[fips].rings for point in ring]
        theirs = [point for ring in every[other].rings for point in ring]
        assert min(dist(a, b) for a in mine for b in theirs) < 0.05, (fips, other)


@pytest.mark.real_data
def test_the_centroid_of_every_texan_county_lies_inside_it() -> None:
    for county in load_counties(atlas_path(), "48").values():
        assert county.contains(county.centroid), county.name


@pytest.mark.real_data
def test_neighbours_are_mutual_all_over_the_country() -> None:
    counties = load_counties(atlas_path())
    for fips, county in counties.items():
        for other in county.neighbours:
            assert fips in counties[other].neighbours


@pytest.mark.real_data
def test_no_texan_border_jumps() -> None:
    for county in load_counties(atlas_path(), "48").values():
        for ring in county.rings:
            assert max(dist(a, b) for a, b in pairwise(ring)) < 2, county.name


def _census_neighbours() -> dict[str, set[str]]:
    neighbours: dict[str, set[str]] = defaultdict(set)
    with gzip.open(shared_data("directory/county_adjacency.csv.gz"), "rt") as lines:
        for row in csv.DictReader(lines):
            neighbours[row["county_fips"]].add(row["neighbor_fips"])
    return neighbours
