"""Draws counties, who asks, who helps and the lines between them as one accessible SVG picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import pairwise

from muster.maps.atlas import County
from muster.maps.labels import FONT_SIZE, LETTER_WIDTH, Placed, Sheet
from muster.maps.plan import Box, Frame, Line, Marker, MarkerKind
from muster.maps.projection import Flat

WIDTH = 960
LEGEND_HEIGHT = 40

LEGEND: Mapping[MarkerKind, str] = {
    "victim": "asks for help",
    "helper": "sends help",
    "hub": "state hub",
}
"""English words for the kinds of marker; give your own for other languages."""

_DRAW_ORDER: Mapping[MarkerKind, int] = {"helper": 0, "hub": 1, "victim": 2}

_REACH: Mapping[MarkerKind, float] = {"helper": 6.5, "hub": 8.5, "victim": 9}
"""Half the width of each shape with its white edge."""

_SHAPES: Mapping[MarkerKind, str] = {
    "victim": "M0-9 9 0 0 9-9 0ZM0-4V1M0 3.4V4",
    "helper": "M-5.5 0A5.5 5.5 0 1 0 5.5 0A5.5 5.5 0 1 0-5.5 0Z",
    "hub": "M0-8.5 8 6H-8Z",
}
"""Diamond with an exclamation mark, disc, triangle: told apart without colour."""


def render_map(
    counties: Iterable[County],
    markers: Sequence[Marker],
    lines: Sequence[Line] = (),
    *,
    title: str,
    description: str,
    zoom: bool = False,
    width: int = WIDTH,
    id_prefix: str = "map",
    legend: Mapping[MarkerKind, str] = LEGEND,
) -> str:
    """An SVG element as text, safe to put in a page; the same input gives the same text.

    `zoom` shows only the surroundings of the markers and lines, with county names. `id_prefix`
    keeps two maps on one page apart. Looks come from maps/map.css. Raises ValueError when there
    is nothing to draw.
    """
    drawn = sorted(counties, key=lambda county: county.fips)
    involved = [marker.place for marker in markers]
    involved += [place for line in lines for place in (line.start, line.end)]
    frame = Frame.fitted(drawn, involved, width=width, zoom=zoom)
    kinds = sorted({marker.kind for marker in markers}, key=lambda kind: -_DRAW_ORDER[kind])
    height = frame.height + (LEGEND_HEIGHT if kinds else 0)
    prefix = escape(id_prefix, quote=True)
    return "\n".join(
        [
            f'<svg class="muster-map" xmlns="http://www.w3.org/2000/svg" role="img" '
            f'viewBox="0 0 {width} {height}" aria-labelledby="{prefix}-title {prefix}-desc">',
            f'<title id="{prefix}-title">{escape(title)}</title>',
            f'<desc id="{prefix}-desc">{escape(description)}</desc>',
            *_picture(drawn, markers, lines, frame, zoom=zoom),
            *_legend(kinds, legend, frame.height + LEGEND_HEIGHT / 2),
            "</svg>",
        ]
    )


def _picture(
    counties: Sequence[County],
    markers: Sequence[Marker],
    lines: Sequence[Line],
    frame: Frame,
    *,
    zoom: bool,
) -> Iterable[str]:
    """The map proper, from the ground up; the inner SVG cuts off what leaves the frame."""
    ordered = sorted(markers, key=lambda marker: _DRAW_ORDER[marker.kind])
    spots = [frame.spot(marker.place) for marker in ordered]
    canvas = Box(0, 0, frame.width, frame.height)
    around = [
        Box(x, y, x, y).grown(_REACH[marker.kind])
        for marker, (x, y) in zip(ordered, spots, strict=True)
    ]
    sheet = Sheet(canvas, around)
    names = _names(ordered, spots, sheet)
    county_names = _county_names(counties, frame, sheet) if zoom else []
    yield f'<svg width="{frame.width}" height="{frame.height}">'
    yield from _group("counties", _counties(counties, frame, canvas))
    yield from _group("county-names", map(_name, county_names))
    yield from _group("lines", (_line(line, frame) for line in lines))
    yield from _group("markers", map(_marker, ordered, spots))
    yield from _group("names", map(_name, names))
    yield "</svg>"


def _group(name: str, shapes: Iterable[str]) -> Iterable[str]:
    yield f'<g class="muster-map-{name}">'
    yield from shapes
    yield "</g>"


def _counties(counties: Sequence[County], frame: Frame, canvas: Box) -> Iterable[str]:
    for county in counties:
        rings = [[frame.xy(*point) for point in ring] for ring in county.rings]
        if not Box.around(point for ring in rings for point in ring).meets(canvas):
            continue
        path = "".join(_ring(ring) for ring in rings)
        if path:
            yield f'<path d="{path}"><title>{escape(county.name)}</title></path>'


def _ring(ring: Sequence[Flat]) -> str:
    """A closed path on a grid of whole units.

    Rounding is the simplification: both sides of a border round to the same points, so no gaps
    open between neighbours.
    """
    grid = [(round(x), round(y)) for x, y in ring]
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(grid)]
    moved = "".join(f"{_signed(dx)}{_signed(dy)}" for dx, dy in steps if dx or dy)
    return f"M{grid[0][0]} {grid[0][1]}l{moved.lstrip()}z" if moved else ""


def _signed(number: int) -> str:
    """A minus sign separates numbers by itself; others need a space."""
    return str(number) if number < 0 else f" {number}"


def _line(line: Line, frame: Frame) -> str:
    """A gentle bow, so that two lines along the same road stay apart."""
    (x1, y1), (x2, y2) = frame.spot(line.start), frame.spot(line.end)
    bend_x, bend_y = (x1 + x2) / 2 - (y2 - y1) * 0.08, (y1 + y2) / 2 + (x2 - x1) * 0.08
    return (
        f'<path d="M{x1:.0f} {y1:.0f}Q{bend_x:.0f} {bend_y:.0f} {x2:.0f} {y2:.0f}">'
        f"<title>{escape(line.label)}</title></path>"
    )


def _marker(marker: Marker, spot: Flat) -> str:
    return (
        f'<g class="muster-map-{marker.kind}" transform="translate({spot[0]:.0f} {spot[1]:.0f})">'
        f'<title>{escape(marker.label)}</title><path d="{_SHAPES[marker.kind]}"/></g>'
    )


def _names(markers: Sequence[Marker], spots: Sequence[Flat], sheet: Sheet) -> list[Placed]:
    """Names of those who ask, then of the others where room is left."""
    named = sorted(
        zip(markers, spots, strict=True),
        key=lambda pair: (-_DRAW_ORDER[pair[0].kind], pair[1][1], pair[1][0], pair[0].label),
    )
    return sheet.beside((x, y, marker.label) for marker, (x, y) in named)


def _county_names(counties: Sequence[County], frame: Frame, sheet: Sheet) -> list[Placed]:
    return sheet.over((*frame.spot(county.centroid), county.name) for county in counties)


def _name(name: Placed) -> str:
    return (
        f'<text x="{name.x:.0f}" y="{name.y:.0f}" text-anchor="{name.anchor}">'
        f"{escape(name.text)}</text>"
    )


def _legend(
    kinds: Sequence[MarkerKind], words: Mapping[MarkerKind, str], middle: float
) -> Iterable[str]:
    x = 20.0
    for kind in kinds:
        text = words[kind]
        yield (
            f'<g class="muster-map-{kind}" transform="translate({x:.0f} {middle:.0f})">'
            f'<path d="{_SHAPES[kind]}"/></g><text class="muster-map-legend" '
            f'x="{x + 16:.0f}" y="{middle + FONT_SIZE / 3:.0f}">{escape(text)}</text>'
        )
        x += 52 + len(text) * FONT_SIZE * LETTER_WIDTH
