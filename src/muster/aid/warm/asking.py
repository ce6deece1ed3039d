"""What the lists are made for, as the arrays the kernels read, for one part of the roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from muster.aid.warm.ground import Ground
from muster.aid.warm.part import NUMBER_OF, Part, moment
from muster.domain.coverage import LegalBook
from muster.domain.geo import ROAD_SPEED_KMH
from muster.domain.matching.pool.arrays import ASK, EITHER, FROM_AFAR, LEVELS, ON_SITE, Rows, Wanted
from muster.domain.matching.pool.index import unit_vectors
from muster.domain.matching.problem import Mode, Need
from muster.domain.windows import Window

FARTHEST_KM = 30_000
"""By road from anywhere to anywhere."""

MODES = {Mode.ON_SITE: ON_SITE, Mode.REMOTE: FROM_AFAR, Mode.EITHER: EITHER}
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the lists are made for. `taken` is when people are held or committed already."""

    at: datetime
    needs: tuple[Need, ...]
    ground: Ground
    book: LegalBook
    taken: Mapping[UUID, Sequence[Window]]
    judged: Mapping[str, frozenset[UUID]]
    """need → people who are judged whatever the lists say: who is held, who declined"""


def decisive(need: Need, at: datetime) -> datetime:
    """What is on record now serves a need whose window has begun already."""
    return max(need.window.start, at)


def judged_one_by_one(asked: Asked, need: Need) -> set[int]:
    """Numbers of people who are named, or have a commitment the way might touch."""
    roster = asked.ground.roster
    found = {roster.number_of(one) for one in asked.judged.get(need.id, ())}
    for number, windows in _taken(asked):
        way = timedelta(hours=min(FARTHEST_KM, roster.reach_km(number)) / ROAD_SPEED_KMH) + MINUTE
        near = Window(need.window.start - way, need.window.end + way)
        if any(near.overlaps(w) and not need.window.overlaps(w) for w in windows):
            found.add(number)
    return {one for one in found if one is not None}


def wanted_of(
    asked: Asked, needs: Sequence[Need], named: Sequence[set[int]], first: int, part: Part
) -> Wanted:
    """The needs for the part whose first person has the number `first`; `named` are barred."""
    asks = np.zeros(len(needs), ASK)
    usable: list[tuple[int, int]] = []
    barred: list[int] = []
    known: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    taken = _taken(asked)
    for at, need in enumerate(needs):
        ask, when = asks[at], decisive(need, asked.at)
        _write(ask, need, asked.at)
        ask["organization"] = part.organization_number.get(UUID(need.organization_id), -1)
        key = need.organization_id, need.aid_kind, need.position, need.mode, when
        if key not in known:
            law = asked.ground.law
            known[key] = law.usable(asked.book, need, when)
        ask["usable_first"], ask["usable_last"] = len(usable), len(usable) + len(known[key])
        usable += known[key]
        out = {number for number, spans in taken if any(w.overlaps(need.window) for w in spans)}
        mine = sorted(n - first for n in out | named[at] if 0 <= n - first < len(part.ids))
        ask["barred_first"], ask["barred_last"] = len(barred), len(barred) + len(mine)
        barred += mine
    table = np.array(usable, np.int32).reshape(-1, 2)
    return Wanted(
        asks,
        np.ascontiguousarray(table[:, 0]),
        np.ascontiguousarray(table[:, 1]),
        np.array(barred, np.int32),
    )


def _write(ask: Rows, need: Need, now: datetime) -> None:
    """What is asked, where and when."""
    place = unit_vectors(np.array([need.place.latitude]), np.array([need.place.longitude]))
    ask["x"], ask["y"], ask["z"] = (axis[0] for axis in place)
    ask["position"] = NUMBER_OF[need.position]
    ask["worst_level"] = min(LEVELS, max(1, need.minimum_level))
    ask["mode"] = MODES[need.mode]
    ask["begins"] = (need.window.start - now) // MINUTE
    ask["ends"] = -((now - need.window.end) // MINUTE)
    ask["minutes"] = (need.window.end - need.window.start) // MINUTE
    ask["since"], ask["until"] = moment(need.window.start), moment(need.window.end)
    ask["earliest"] = moment(min(need.window.start, now))


def _taken(asked: Asked) -> list[tuple[int, Sequence[Window]]]:
    number_of = asked.ground.roster.number_of
    return [
        (number, windows)
        for person, windows in asked.taken.items()
        if (number := number_of(person)) is not None
    ]
