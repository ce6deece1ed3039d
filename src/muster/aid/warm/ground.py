"""The legal book as the matcher's arrays, for a moment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import numpy as np

from muster.aid.warm.part import STANDINGS, Part
from muster.aid.warm.roster import Roster
from muster.domain.acts import ActKind, Side
from muster.domain.coverage import LegalBook
from muster.domain.instruments import Instrument
from muster.domain.matching.pool.arrays import Afar, Cover, Pool
from muster.domain.matching.pool.index import afar, cover_of
from muster.domain.matching.pool.money import BASES
from muster.domain.matching.problem import Need
from muster.domain.supposition import Supposition

SEGMENTS_KEPT = 4
"""Between two moments at which anything begins or ends the ground is the same."""


@dataclass(slots=True)
class Law:
    """A legal book whose instruments are numbered from the lightest on."""

    book: LegalBook
    instruments: tuple[Instrument, ...] = field(init=False)
    number_of: Mapping[str, int] = field(init=False)
    turns: list[datetime] = field(init=False)

    def __post_init__(self) -> None:
        self.instruments = tuple(
            sorted(self.book.instruments, key=lambda i: (i.cost_rule.burden_rank, i.name, i.id))
        )
        self.number_of = {one.id: number for number, one in enumerate(self.instruments)}
        self.turns = _turns(self.book)

    def usable(self, book: LegalBook, need: Need, at: datetime) -> list[tuple[int, int]]:
        """Instruments a need could be met under, with how many acts who asks lacks for each.

        `book` may know of more acts than this one does, on the asking side.
        """
        found = []
        for one in book.instruments_of(need.organization_id):
            if one.in_force and not one.in_force.contains(at):
                continue
            if one.id not in self.number_of or not one.scope.reaches(
                need.aid_kind, need.position, on_site=need.on_site, remote=need.remote
            ):
                continue
            lacking = book.lacking(one, need.organization_id, Side.REQUESTING, at)
            if lacking is not None:
                found.append((self.number_of[one.id], lacking))
        return sorted(found)

    def offered(self, organization_id: UUID, at: datetime) -> list[tuple[int, int]]:
        """Instruments the organization may assist under, with how many acts it lacks for each."""
        mine = []
        for one in self.book.instruments_of(str(organization_id)):
            if one.in_force and not one.in_force.contains(at):
                continue
            lacking = self.book.lacking(one, str(organization_id), Side.ASSISTING, at)
            if lacking is not None:
                mine.append((self.number_of[one.id], lacking))
        return sorted(mine)


@dataclass(slots=True)
class _Covered:
    """One part of the roster under the law, for a few recent moments."""

    law: Law
    part: Part
    _segments: dict[int, tuple[Cover, Afar]] = field(default_factory=dict)

    def at(self, at: datetime) -> tuple[Cover, Afar]:
        segment = bisect_right(self.law.turns, at)
        if segment not in self._segments:
            while len(self._segments) >= SEGMENTS_KEPT:
                self._segments.pop(next(iter(self._segments)))
            cover = self._cover(at)
            self._segments[segment] = cover, afar(self.part.people, cover)
        return self._segments[segment]

    def _cover(self, at: datetime) -> Cover:
        offered = [self.law.offered(one, at) for one in self.part.organization_ids]
        counts = [len(mine) for mine in offered]
        table = np.array([row for mine in offered for row in mine], np.int32).reshape(-1, 2)
        law = self.law.instruments
        return cover_of(
            self.part.people,
            at=np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64),
            instruments=np.ascontiguousarray(table[:, 0]),
            lacks=np.ascontiguousarray(table[:, 1]),
            basis=np.array([BASES.index(i.cost_rule.basis) for i in law], np.int32),
            free_hours=np.array([i.cost_rule.free_hours for i in law], np.int32),
            standings=np.array([_standings(i) for i in law], np.int64),
        )


@dataclass(slots=True)
class Ground:
    """A roster under a law."""

    roster: Roster
    law: Law
    _covered: list[_Covered] = field(init=False)
    _supposed: dict[ActKind, Ground] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._covered = [_Covered(self.law, part) for _first, part in self.roster.parts]

    @property
    def book(self) -> LegalBook:
        return self.law.book

    def under(self, roster: Roster) -> Ground:
        """The same law for a roster that has changed; what is known of unchanged parts is kept."""
        ground = Ground(roster, self.law)
        for at, covered in enumerate(self._covered):
            if ground._covered[at].part is covered.part:
                ground._covered[at] = covered
        return ground

    def supposing(self, kind: ActKind, at: datetime) -> Ground:
        """The same where nobody lacks this kind of act. Read once, then kept beside this one."""
        if kind not in self._supposed:
            book = Supposition(kind).book(self.book, at)
            self._supposed[kind] = Ground(self.roster, Law(book))
        return self._supposed[kind]

    def pools(self, at: datetime) -> list[tuple[int, Pool]]:
        """Each part of the roster under the law of this moment, with its first person's number."""
        muted = self.roster.muted(), np.zeros(len(self.roster.fresh.organization_ids), np.bool_)
        return [
            (first, Pool(part.people, part.tree, *covered.at(at), part.widest, passed_over))
            for (first, part), covered, passed_over in zip(
                self.roster.parts, self._covered, muted, strict=True
            )
            if part.ids
        ]


def _standings(instrument: Instrument) -> int:
    return sum(1 << STANDINGS.index(status) for status in instrument.scope.duty_statuses)


def _turns(book: LegalBook) -> list[datetime]:
    """Every moment at which a membership, an act or an instrument begins or ends."""
    windows = [member.effective for one in book.instruments for member in one.memberships]
    windows += [act.effective for act in book.acts]
    windows += [one.in_force for one in book.instruments if one.in_force]
    return sorted({window.start for window in windows} | {window.end for window in windows})
