"""Everybody on record: those read once, then those of organizations that changed since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from muster.aid.warm.part import Part, part_of
from muster.domain.matching.flow.arrays import Flags
from muster.domain.matching.problem import Helper
from muster.domain.windows import Window
from muster.responders.rows import RosterRows


@dataclass(frozen=True, slots=True)
class Roster:
    """People are numbered through both parts; organizations are known by id.

    People of `changed` organizations count in `fresh` only. `silent` are organizations with people
    and nobody who could answer. It all holds until `until`, unless somebody writes.
    """

    base: Part
    fresh: Part
    changed: frozenset[UUID]
    silent: Mapping[UUID, str]
    until: datetime | None

    def __len__(self) -> int:
        gone = sum(len(self._of(self.base, one)) for one in self.changed)
        return len(self.base.ids) - gone + len(self.fresh.ids)

    def __iter__(self) -> Iterator[int]:
        """Everybody's number."""
        muted = self.muted()[self.base.people.rows["organization"]]
        yield from np.flatnonzero(~muted).tolist()
        yield from range(len(self.base.ids), len(self.base.ids) + len(self.fresh.ids))

    def __contains__(self, person: UUID) -> bool:
        return self.number_of(person) is not None

    @property
    def parts(self) -> tuple[tuple[int, Part], ...]:
        """Each with the number its first person has."""
        return (0, self.base), (len(self.base.ids), self.fresh)

    def muted(self) -> Flags:
        """Organizations of the first part whose people no longer count in it."""
        flags = np.zeros(len(self.base.organization_ids), np.bool_)
        numbers = (self.base.organization_number.get(one) for one in self.changed)
        flags[[number for number in numbers if number is not None]] = True
        return flags

    def number_of(self, person: UUID) -> int | None:
        """None for somebody who is not on the roster."""
        number = self.fresh.number_of.get(person)
        if number is not None:
            return len(self.base.ids) + number
        number = self.base.number_of.get(person)
        if number is None or self.organization_of(number) in self.changed:
            return None
        return number

    def id_of(self, number: int) -> UUID:
        part, number = self._part(number)
        return part.ids[number]

    def organization_of(self, number: int) -> UUID:
        part, number = self._part(number)
        return part.organization_ids[int(part.people.rows["organization"][number])]

    def reach_km(self, number: int) -> int:
        part, number = self._part(number)
        return int(part.people.rows["reach_km"][number])

    def away(self, number: int) -> list[Window]:
        """When one person cannot be asked."""
        part, number = self._part(number)
        return part.away(number)

    def staff(self, organization_id: UUID) -> range:
        """Numbers of an organization's people."""
        if organization_id not in self.changed:
            return self._of(self.base, organization_id)
        mine, first = self._of(self.fresh, organization_id), len(self.base.ids)
        return range(first + mine.start, first + mine.stop)

    def helper(
        self, number: int, at: datetime, horizon: timedelta, taken: Iterable[Window], load: int
    ) -> Helper:
        part, number = self._part(number)
        return part.helper(number, at, horizon, taken, load)

    def with_fresh(self, rows: RosterRows, changed: Collection[UUID]) -> Roster:
        """The same with what is on record of these organizations, all that changed by now."""
        silent = {one: name for one, name in self.silent.items() if one not in changed}
        return replace(
            self,
            fresh=part_of(rows),
            changed=frozenset(changed),
            silent=silent | dict(rows.silent),
            until=rows.until,
        )

    def _part(self, number: int) -> tuple[Part, int]:
        first = len(self.base.ids)
        return (self.base, number) if number < first else (self.fresh, number - first)

    def _of(self, part: Part, organization_id: UUID) -> range:
        number = part.organization_number.get(organization_id)
        if number is None:
            return range(0)
        return range(int(part.people.start[number]), int(part.people.start[number + 1]))


def roster_of(rows: RosterRows) -> Roster:
    """Everybody in one part."""
    nobody = RosterRows(people=(), qualifications=(), absences=(), silent=(), until=None)
    return Roster(part_of(rows), part_of(nobody), frozenset(), dict(rows.silent), rows.until)
