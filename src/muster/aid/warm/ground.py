"""The legal book as the matcher's arrays, for a moment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from muster.aid.warm.roster import STANDINGS, Roster
from muster.domain.coverage import Instrument, LegalBook, Side
from muster.domain.matching.pool.arrays import Afar, Cover, Pool
from muster.domain.matching.pool.index import afar, cover_of
from muster.domain.matching.pool.money import BASES
from muster.domain.positions import AidKind

SEGMENTS_KEPT = 4
"""Between two moments at which anything begins or ends the ground is the same."""


@dataclass(slots=True)
class Ground:
    """One legal book over one roster. Instruments are numbered from the lightest on."""

    roster: Roster
    book: LegalBook
    instruments: tuple[Instrument, ...] = field(init=False)
    number_of: Mapping[str, int] = field(init=False)
    _turns: list[datetime] = field(init=False)
    _segments: dict[int, tuple[Cover, Afar]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.instruments = tuple(
            sorted(self.book.instruments, key=lambda i: (i.cost_rule.burden_rank, i.name, i.id))
        )
        self.number_of = {one.id: number for number, one in enumerate(self.instruments)}
        self._turns = _turns(self.book)

    def pool(self, at: datetime) -> Pool:
        """The roster under the ground of this moment. A few recent moments are kept."""
        segment = bisect_right(self._turns, at)
        if segment not in self._segments:
            while len(self._segments) >= SEGMENTS_KEPT:
                self._segments.pop(next(iter(self._segments)))
            cover = self._cover(at)
            self._segments[segment] = cover, afar(self.roster.people, cover)
        cover, distant = self._segments[segment]
        roster = self.roster
        return Pool(roster.people, roster.tree, cover, distant, roster.widest)

    def usable(
        self, book: LegalBook, organization_id: str, kind: AidKind, at: datetime
    ) -> list[tuple[int, int]]:
        """Instruments the organization could ask under, with how many acts it lacks for each.

        `book` may know of more acts than the ground does, on the asking side.
        """
        found = []
        for one in book.instruments_of(organization_id):
            if one.in_force and not one.in_force.contains(at):
                continue
            if kind not in one.scope.aid_kinds or one.id not in self.number_of:
                continue
            lacking = book.lacking(one, organization_id, Side.REQUESTING, at)
            if lacking is not None:
                found.append((self.number_of[one.id], lacking))
        return sorted(found)

    def _cover(self, at: datetime) -> Cover:
        counts, found = [], []
        for organization_id in self.roster.organization_ids:
            mine = []
            for one in self.book.instruments_of(str(organization_id)):
                if one.in_force and not one.in_force.contains(at):
                    continue
                lacking = self.book.lacking(one, str(organization_id), Side.ASSISTING, at)
                if lacking is not None:
                    mine.append((self.number_of[one.id], lacking))
            found += sorted(mine)
            counts.append(len(mine))
        table = np.array(found, np.int32).reshape(-1, 2)
        return cover_of(
            self.roster.people,
            at=np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64),
            instruments=np.ascontiguousarray(table[:, 0]),
            lacks=np.ascontiguousarray(table[:, 1]),
            basis=np.array([BASES.index(i.cost_rule.basis) for i in self.instruments], np.int32),
            free_hours=np.array([i.cost_rule.free_hours for i in self.instruments], np.int32),
            standings=np.array([_standings(i) for i in self.instruments], np.int64),
        )


def _standings(instrument: Instrument) -> int:
    return sum(1 << STANDINGS.index(status) for status in instrument.scope.duty_statuses)


def _turns(book: LegalBook) -> list[datetime]:
    """Every moment at which a membership, an act or an instrument begins or ends."""
    windows = [member.effective for one in book.instruments for member in one.memberships]
    windows += [act.effective for act in book.acts]
    windows += [one.in_force for one in book.instruments if one.in_force]
    return sorted({window.start for window in windows} | {window.end for window in windows})
