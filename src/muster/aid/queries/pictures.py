"""The map of a request: who asks, who comes, and the lines between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import us
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from muster.aid.models import Request
from muster.aid.queries.proposals import Proposal
from muster.domain.geo import Place
from muster.maps.atlas import County, load_counties
from muster.maps.plan import Line, Marker
from muster.maps.summary import map_summary
from muster.maps.svg import render_map

WIDTH = 520
"""Drawn for a phone first: at this width names stay readable when the map fills 390 px."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG and the same in words."""

    svg: SafeString
    words: list[str]


def picture_of(request: Request, proposal: Proposal) -> Picture | None:
    """Where the proposed helpers come from; None when the place or the shapes are unknown."""
    jurisdiction = request.organization.jurisdiction
    place = jurisdiction.place if jurisdiction else None
    if jurisdiction is None or place is None:
        return None
    markers = {request.organization.name: Marker(place, "victim", request.organization.name)}
    lines: dict[str, Line] = {}
    for _, helper in proposal.chosen:
        start = Place(*helper["place"])
        name = helper["organization"]
        if not helper["remote"] and start != place:
            lines.setdefault(name, Line(start, place, f"{name} to {request.organization.name}"))
        markers.setdefault(name, Marker(start, "helper", name))
    return picture(
        counties_of(jurisdiction.ocd_id),
        list(markers.values()),
        list(lines.values()),
        title=f"Who could come to {request.organization.name}",
    )


def picture(
    counties: Iterable[County], markers: list[Marker], lines: list[Line], *, title: str
) -> Picture | None:
    """Any markers and lines on any counties; zoomed to what is shown."""
    drawn = list(counties)
    if not drawn or not markers:
        return None
    words = map_summary(markers, lines)
    svg = render_map(
        drawn,
        markers,
        lines,
        title=title,
        description=" ".join(words),
        zoom=True,
        width=WIDTH,
    )
    return Picture(mark_safe(svg), words)  # noqa: S308 (render_map escapes every name)


def counties_of(ocd_id: str) -> list[County]:
    """The county shapes of the state a division lies in; empty without the browser parts."""
    path = settings.BROWSER_PARTS / "us-atlas" / "counties-10m.json"
    state = _state_fips(ocd_id)
    if state is None or not path.is_file():
        return []
    return list(load_counties(path, state).values())


def _state_fips(ocd_id: str) -> str | None:
    abbreviation = next(
        (part.removeprefix("state:") for part in ocd_id.split("/") if part.startswith("state:")),
        "",
    )
    state = us.states.lookup(abbreviation.upper()) if abbreviation else None
    return str(state.fips) if state else None
