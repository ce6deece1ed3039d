"""The same map in words, for readers who cannot see it or have it read to them."""

from __future__ import annotations

from collections.abc import Sequence

from muster.domain.geo import KM_PER_MILE, distance_km
from muster.maps.plan import Line, Marker


def map_summary(markers: Sequence[Marker], lines: Sequence[Line] = ()) -> list[str]:
    """One sentence on who asks, one on who helps, then one per line with its length in miles.

    Distances are straight lines, as on the map. English only.
    """
    asking = [marker.label for marker in markers if marker.kind == "victim"]
    helping = [marker.label for marker in markers if marker.kind == "helper"]
    hubs = [marker.label for marker in markers if marker.kind == "hub"]
    sentences = []
    if asking:
        sentences.append(f"{_places(len(asking), 'asks', 'ask')} for help: {_listed(asking)}.")
    if helping:
        sentences.append(f"{_places(len(helping), 'sends', 'send')} help: {_listed(helping)}.")
    if hubs:
        sentences.append(f"Coordinated from {_listed(hubs)}.")
    for line in lines:
        miles = round(distance_km(line.start, line.end) / KM_PER_MILE)
        sentences.append(f"{line.label}: about {miles} {'mile' if miles == 1 else 'miles'}.")
    return sentences or ["The map shows no place that asks for help or sends it."]


def _places(count: int, one: str, many: str) -> str:
    return f"1 place {one}" if count == 1 else f"{count} places {many}"


def _listed(names: Sequence[str]) -> str:
    *firsts, last = names
    return f"{', '.join(firsts)} and {last}" if firsts else last
