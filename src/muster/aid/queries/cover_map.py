"""How many could help each member tonight: the hub's area with its holes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.safestring import mark_safe

from muster.aid.queries.pictures import WIDTH, Picture, counties_of
from muster.aid.queries.tonight import index_of, place_of
from muster.directory.models import GOVERNMENTS, Organization
from muster.domain.acts import ACT_NAMES, DutyStatus
from muster.domain.positions import AidKind
from muster.domain.tonight import CoverIndex, Question
from muster.maps.plan import Marker, MarkerKind
from muster.maps.svg import render_map

FEW: Final = 2
"""Up to so many helpers are few: one may be hit as well, and one may be asleep."""

MOST_DRAWN: Final = 400

LEGEND: Final[dict[MarkerKind, str]] = {
    "victim": "nobody",
    "hub": "one or two",
    "helper": "three or more",
}


@dataclass(frozen=True, slots=True)
class Reach:
    """A member and how many organizations could send it help with nothing missing."""

    organization: Organization
    count: int

    @property
    def kind(self) -> MarkerKind:
        return "victim" if self.count == 0 else "hub" if self.count <= FEW else "helper"


@dataclass(frozen=True, slots=True)
class FirstStep:
    """The fewest acts that would open the most help: their names, how many, under what."""

    acts: str
    count: int
    instrument: str
    theirs: bool


@dataclass(frozen=True, slots=True)
class CoverMap:
    """All members, those with the fewest helpers first."""

    reaches: list[Reach]
    holes: int
    few: int
    picture: Picture | None
    _index: CoverIndex
    _question: Question

    def first_step(self, reach: Reach) -> FirstStep | None:
        """What would help this member first; a millisecond each."""
        asked = Question(
            str(reach.organization.pk),
            self._question.duty_status,
            self._question.aid_kind,
            self._question.at,
        )
        keys = self._index.tonight(asked).keys
        if not keys:
            return None
        key = keys[0]
        names = " and ".join(ACT_NAMES[kind] for kind in key.acts)
        instrument = self._index.named(key.instrument_id)
        return FirstStep(names, len(key.helper_ids), instrument.name, key.theirs)


def cover_map(
    *, duty_status: DutyStatus, aid_kind: AidKind, at: datetime, exercise: bool
) -> CoverMap | None:
    """One query besides those that keep the legal ground warm; None without members."""
    # Compiled kernels take half a second to load; only who asks this waits for them.
    from muster.aid.warm.keeping import keeper

    members = list(
        Organization.objects.filter(kind__in=GOVERNMENTS)
        .exclude(member_since=None)
        .filter(closed_on=None)
        .select_related("jurisdiction", "seat")
        .order_by("name")
    )
    if not members:
        return None
    book = keeper.ground(at=at, exercise=exercise).book
    index = index_of(book, [str(one.pk) for one in members])
    question = Question(str(members[0].pk), duty_status, aid_kind, at)
    counts = dict(zip(index.organization_ids, index.ready_counts(question).tolist(), strict=True))
    reaches = sorted(
        (Reach(one, counts[str(one.pk)]) for one in members),
        key=lambda one: (one.count, one.organization.name),
    )
    return CoverMap(
        reaches=reaches,
        holes=sum(one.count == 0 for one in reaches),
        few=sum(0 < one.count <= FEW for one in reaches),
        picture=_picture(reaches),
        _index=index,
        _question=question,
    )


def _picture(reaches: Iterable[Reach]) -> Picture | None:
    drawn = [
        Marker(place, one.kind, f"{one.organization.name}: {one.count}")
        for one in reaches
        if (place := place_of(one.organization)) is not None
    ][:MOST_DRAWN]
    homes = [
        one.organization.jurisdiction.ocd_id for one in reaches if one.organization.jurisdiction
    ]
    counties = counties_of(homes[0]) if homes else []
    if not drawn or not counties:
        return None
    words = ["The same figures stand in the list below."]
    svg = render_map(
        counties,
        drawn,
        title="How many could help each member tonight",
        description=words[0],
        zoom=True,
        width=WIDTH,
        legend=LEGEND,
    )
    return Picture(mark_safe(svg), words)  # noqa: S308 (render_map escapes every name)
