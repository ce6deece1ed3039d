"""The QR code says what it holds, fits a strict CSP and draws the modules it should."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.documents.qr import qr_modules, qr_svg

SVG = "{http://www.w3.org/2000/svg}"
ADDRESS = "https://hub.synthetic.example/verify/7Q4K-M2XD"
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


def drawn(svg: str) -> list[list[bool]]:
    """The modules as painted: the rectangles of the path filled in."""
    root = ET.fromstring(svg)  # noqa: S314 - our own output
    size = int(root.attrib["viewBox"].split()[2])
    rows = [[False] * size for _ in range(size)]
    path = root.find(f"{SVG}path")
    assert path is not None
    assert RUN.sub("", path.attrib["d"]) == ""
    for x, y, length, back in RUN.findall(path.attrib["d"]):
        assert length == back
        for step in range(int(length)):
            rows[int(y)][int(x) + step] = True
    return rows


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
def test_the_path_paints_the_modules_and_nothing_else(text: str) -> None:
    assert drawn(qr_svg(text)) == qr_modules(text)


def test_the_three_finder_patterns_stand_inside_a_quiet_zone_of_four() -> None:
    rows = qr_modules(ADDRESS)
    size = len(rows)
    assert not any(any(row) for row in rows[:4] + rows[-4:])
    assert not any(any(row[:4] + row[-4:]) for row in rows)
    for top, left in ((4, 4), (4, size - 11), (size - 11, 4)):
        assert all(rows[top][left : left + 7])
        assert all(row[left] for row in rows[top : top + 7])
        assert not any(rows[top + 1][left + 1 : left + 6])


def test_a_screen_reader_hears_what_the_code_holds() -> None:
    root = ET.fromstring(qr_svg(ADDRESS))  # noqa: S314
    assert root.attrib["role"] == "img"
    assert ADDRESS in root.attrib["aria-label"]
    assert root.findtext(f"{SVG}title") == root.attrib["aria-label"]


def test_a_title_of_ones_own_replaces_the_spoken_address() -> None:
    root = ET.fromstring(qr_svg(ADDRESS, title="Check <this> & that"))  # noqa: S314
    assert root.findtext(f"{SVG}title") == "Check <this> & that"


def test_nothing_in_the_drawing_needs_inline_style_or_script() -> None:
    svg = qr_svg('"><script>alert(1)</script>')
    assert "style" not in svg
    assert "<script" not in svg


def test_the_same_text_draws_the_same_code() -> None:
    assert qr_svg(ADDRESS) == qr_svg(ADDRESS)


def test_one_changed_letter_draws_another_code() -> None:
    assert qr_modules(ADDRESS) != qr_modules(ADDRESS[:-1] + "E")


def test_a_code_that_holds_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="something to hold"):
        qr_svg("")


def test_text_too_long_for_a_code_is_refused_with_the_limit() -> None:
    assert qr_modules("x" * 2331)
    with pytest.raises(ValueError, match="2331"):
        qr_svg("x" * 2332)
