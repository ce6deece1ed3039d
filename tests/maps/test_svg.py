from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.support.real_data import atlas_path

from muster.domain.geo import Place
from muster.maps.atlas import County, load_counties
from muster.maps.plan import Line, Marker
from muster.maps.svg import render_map

SVG = "{http://www.w3.org/2000/svg}"
TOWN = Marker(Place(30.8, -99.7), "victim", "Smallville & <Sons>")
LENDER = Marker(Place(30.5, -98.5), "helper", 'County of "Plenty"')
HUB = Marker(Place(30.2, -98.2), "hub", "State hub")
ROAD = Line(LENDER.place, TOWN.place, "Plenty sends 3 people to Smallville")


@pytest.fixture
def counties(squares: Path) -> list[County]:
    return list(load_counties(squares, "91").values())


def _drawn(counties: list[County], *, zoom: bool = False, id_prefix: str = "map") -> str:
    return render_map(
        counties,
        [TOWN, LENDER, HUB],
        [ROAD],
        title="Help & its way",
        description="Who sends <whom>",
        zoom=zoom,
        id_prefix=id_prefix,
    )


def _tree(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - our own output


def _titles(text: str) -> list[str]:
    return [node.text or "" for node in _tree(text).iter(f"{SVG}title")]


def test_the_picture_is_an_image_named_and_described(counties: list[County]) -> None:
    root = _tree(_drawn(counties))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "map-title map-desc"
    named = {node.get("id"): node.text for node in root if node.get("id")}
    assert named == {"map-title": "Help & its way", "map-desc": "Who sends <whom>"}


def test_two_maps_on_one_page_have_different_ids(counties: list[County]) -> None:
    first, second = (_drawn(counties, id_prefix=prefix) for prefix in ("before", "after"))
    ids = [{n.get("id") for n in _tree(text).iter() if n.get("id")} for text in (first, second)]
    assert not ids[0] & ids[1]


def test_every_marker_and_line_carries_its_label_unharmed(counties: list[County]) -> None:
    titles = _titles(_drawn(counties))
    for label in (TOWN.label, LENDER.label, HUB.label, ROAD.label):
        assert label in titles


def test_nothing_in_it_styles_or_runs(counties: list[County]) -> None:
    for node in _tree(_drawn(counties)).iter():
        assert node.tag not in {f"{SVG}script", f"{SVG}style", f"{SVG}foreignObject"}
        assert not [name for name in node.attrib if name == "style" or name.startswith("on")]


def test_a_label_cannot_break_out_of_the_picture(counties: list[County]) -> None:
    bad = replace(TOWN, label="</title><script>alert(1)</script>")
    text = render_map(counties, [bad], title="t", description="d")
    assert "<script" not in text


def test_the_kinds_of_marker_differ_in_shape(counties: list[County]) -> None:
    shapes: dict[str, set[str]] = {}
    for group in _tree(_drawn(counties)).iter(f"{SVG}g"):
        kind = group.get("class", "")
        path = group.find(f"{SVG}path")
        if group.get("transform") and path is not None:
            shapes.setdefault(kind, set()).add(path.get("d", ""))
    assert len(shapes) == 3
    assert len(set.union(*shapes.values())) == 3


def test_the_legend_names_only_the_kinds_shown(counties: list[County]) -> None:
    text = render_map(counties, [TOWN], title="t", description="d")
    legend = [n.text for n in _tree(text).iter(f"{SVG}text") if n.get("class")]
    assert legend == ["asks for help"]


def test_the_order_of_the_counties_changes_nothing(counties: list[County]) -> None:
    assert _drawn(counties) == _drawn(counties[::-1])


def test_zooming_leaves_out_the_counties_far_away(counties: list[County]) -> None:
    assert "Ring & Frame" in _titles(_drawn(counties))
    assert "Ring & Frame" not in _titles(_drawn(counties, zoom=True))


def test_a_zoom_on_one_place_still_shows_the_county_around_it(counties: list[County]) -> None:
    text = render_map(counties, [TOWN], title="t", description="d", zoom=True)
    assert "West" in _titles(text)


def test_county_names_are_written_only_when_zoomed_in(counties: list[County]) -> None:
    def written(zoom: bool) -> set[str | None]:
        return {node.text for node in _tree(_drawn(counties, zoom=zoom)).iter(f"{SVG}text")}

    assert "West" in written(True)
    assert "West" not in written(False)


def test_markers_alone_make_a_map() -> None:
    assert TOWN.label in _titles(render_map([], [TOWN], title="t", description="d"))


def test_nothing_to_draw_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="give counties or markers"):
        render_map([], [], title="t", description="d")


@pytest.mark.real_data
def test_texas_with_a_hundred_missions_stays_under_sixty_kilobytes() -> None:
    texas = load_counties(atlas_path(), "48")
    shapes = sorted(texas.values(), key=lambda county: county.fips)
    victims = [Marker(county.centroid, "victim", county.name) for county in shapes[::11]]
    helpers = [Marker(county.centroid, "helper", county.name) for county in shapes[5::4]]
    lines = [
        Line(helpers[i % 60].place, victims[i % 23].place, f"{helpers[i % 60].label} sends 2")
        for i in range(100)
    ]
    text = render_map(shapes, [*victims[:23], *helpers[:60]], lines, title="t", description="d")
    assert text.count("<title>") >= 254 + 83 + 100
    assert len(text.encode()) < 60_000
