"""Who could help an organization tonight, and on whose word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final

from muster.aid.queries.pictures import Picture, counties_of, picture
from muster.directory.models import Organization
from muster.domain.acts import ACT_NAMES, ActKind, DutyStatus
from muster.domain.coverage import LegalBook
from muster.domain.geo import Place, road_km
from muster.domain.instruments import Instrument
from muster.domain.positions import AidKind
from muster.domain.tonight import CoverIndex, Key, Question, Tonight
from muster.maps.plan import Marker

MOST_SHOWN: Final = 60
MOST_KEYS: Final = 8
MOST_KEPT: Final = 4

_kept: dict[int, tuple[LegalBook, CoverIndex]] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Helper:
    """An organization that could come; `km` by road, None where a place is unknown."""

    organization: Organization
    instrument: Instrument
    km: float | None


@dataclass(frozen=True, slots=True)
class Opening:
    """Acts that together would open more help, and to how many helpers; a few are named."""

    instrument: Instrument
    acts: tuple[ActKind, ...]
    names: tuple[str, ...]
    count: int
    theirs: bool
    suppliers: tuple[str, ...]
    some: tuple[Organization, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The answer for one kind of people and aid, and counts for all others."""

    ready: list[Helper]
    ready_count: int
    openings: list[Opening]
    counts: list[tuple[DutyStatus, list[tuple[AidKind, int]]]]
    picture: Picture | None


def overview(
    organization: Organization,
    *,
    duty_status: DutyStatus,
    aid_kind: AidKind,
    at: datetime,
    exercise: bool,
) -> Overview:
    """Two queries besides those that keep the legal ground warm."""
    # Compiled kernels take half a second to load; only who asks this waits for them.
    from muster.aid.warm.keeping import keeper

    book = keeper.ground(at=at, exercise=exercise).book
    index = index_of(book, [str(organization.pk)])
    asking = str(organization.pk)
    found = index.tonight(Question(asking, duty_status, aid_kind, at))
    named = _organizations(found)
    helpers = _helpers(organization, found, named)
    return Overview(
        ready=helpers[:MOST_SHOWN],
        ready_count=len(found.ready_ids),
        openings=[_opening(key, found, named) for key in found.keys[:MOST_KEYS]],
        counts=[
            (
                status,
                [
                    (aid, len(index.tonight(Question(asking, status, aid, at)).ready_ids))
                    for aid in AidKind
                ],
            )
            for status in DutyStatus
        ],
        picture=_picture(organization, helpers[:MOST_SHOWN]),
    )


def index_of(book: LegalBook, asking_ids: Sequence[str]) -> CoverIndex:
    """An index that knows who asks. Built once for a legal ground; a new ground is a new book."""
    with _lock:
        kept = _kept.get(id(book))
        if kept is not None and kept[0] is book and kept[1].knows(asking_ids):
            return kept[1]
        known = {
            one
            for instrument in book.instruments
            for one in (
                *instrument.eligible_ids,
                *(member.organization_id for member in instrument.memberships),
            )
        }
        index = CoverIndex(book, sorted(known.union(asking_ids)))
        if len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[id(book)] = book, index
        return index


def _organizations(found: Tonight) -> dict[str, Organization]:
    wanted = set(found.ready_ids)
    for key in found.keys[:MOST_KEYS]:
        wanted |= set(key.helper_ids[:MOST_SHOWN])
    rows = Organization.objects.filter(pk__in=wanted).select_related("jurisdiction", "seat")
    return {str(one.pk): one for one in rows}


def _helpers(
    organization: Organization, found: Tonight, named: dict[str, Organization]
) -> list[Helper]:
    """The nearest first; those without a place last."""
    here = place_of(organization)
    at = {one: number for number, one in enumerate(found.organization_ids)}
    helpers = []
    for one in found.ready_ids:
        if one not in named:
            continue
        there = place_of(named[one])
        km = road_km(here, there) if here and there else None
        instrument = found.instruments[int(found.instrument[at[one]])]
        helpers.append(Helper(named[one], instrument, km))
    return sorted(helpers, key=lambda one: (one.km is None, one.km or 0, one.organization.name))


def _opening(key: Key, found: Tonight, named: dict[str, Organization]) -> Opening:
    instrument = next(one for one in found.instruments if one.id == key.instrument_id)
    suppliers = [act.supplier for act in instrument.required_acts if act.kind in key.acts]
    if ActKind.ACCESSION in key.acts:
        suppliers.insert(0, "its authorized representative")
    return Opening(
        instrument=instrument,
        acts=key.acts,
        names=tuple(ACT_NAMES[kind] for kind in key.acts),
        count=len(key.helper_ids),
        theirs=key.theirs,
        suppliers=tuple(dict.fromkeys(suppliers)),
        some=tuple(named[one] for one in key.helper_ids[:5] if one in named),
    )


def _picture(organization: Organization, helpers: Iterable[Helper]) -> Picture | None:
    here = place_of(organization)
    if here is None or organization.jurisdiction is None:
        return None
    markers = [Marker(here, "victim", organization.name)]
    for one in helpers:
        there = place_of(one.organization)
        if there:
            markers.append(Marker(there, "helper", one.organization.name))
    return picture(
        counties_of(organization.jurisdiction.ocd_id),
        markers,
        [],
        title=f"Who could help {organization.name} tonight",
    )


def place_of(organization: Organization) -> Place | None:
    return organization.place
