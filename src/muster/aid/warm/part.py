"""People by number as the matcher's arrays, and back to the helpers it explains."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np

from muster.agreements.queries import window_of
from muster.domain.acts import DutyStatus
from muster.domain.costs import SHIFT_HOURS_PER_DAY
from muster.domain.geo import Place
from muster.domain.matching.pool.arrays import PERSON, People, Tree, Widest
from muster.domain.matching.pool.index import unit_vectors, widest_of
from muster.domain.matching.pool.neighbors import along_the_curve, tree_of
from muster.domain.matching.problem import Helper, HelperKind
from muster.domain.positions import POSITIONS
from muster.domain.windows import Window, without
from muster.responders.rows import RosterRows

CODES = [position.code for position in POSITIONS]
NUMBER_OF = {code: number for number, code in enumerate(CODES)}
STANDINGS = list(DutyStatus)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def moment(value: datetime) -> int:
    """Microseconds since 1970, exact."""
    return (value - EPOCH) // _MICROSECOND


@dataclass(frozen=True, slots=True)
class Part:
    """People of some organizations as arrays, with what names them. Organizations are numbered."""

    people: People
    tree: Tree
    ids: Sequence[UUID]
    organization_ids: Sequence[UUID]
    latitude: np.ndarray
    longitude: np.ndarray
    hours_given: np.ndarray
    number_of: Mapping[UUID, int]
    organization_number: Mapping[UUID, int]
    widest: Widest

    def away(self, number: int) -> list[Window]:
        """When one person cannot be asked."""
        row = self.people.rows[number]
        busy = self.people.busy[row["busy_first"] : row["busy_last"]].tolist()
        return [
            Window(EPOCH + since * _MICROSECOND, EPOCH + until * _MICROSECOND)
            for since, until in zip(busy[::2], busy[1::2], strict=True)
        ]

    def helper(
        self,
        number: int,
        at: datetime,
        horizon: timedelta,
        taken: Iterable[Window],
        home_load: int,
    ) -> Helper:
        """One person as the matcher explains them."""
        row = self.people.rows[number]
        levels = self.people.levels[number]
        return Helper(
            id=str(self.ids[number]),
            kind=HelperKind.RESPONDER,
            organization_id=str(self.organization_ids[row["organization"]]),
            duty_status=STANDINGS[row["standing"]],
            levels=tuple(
                sorted((CODES[held], int(levels[held])) for held in np.flatnonzero(levels))
            ),
            place=Place(float(self.latitude[number]), float(self.longitude[number])),
            available=without([Window(at - horizon, at + horizon)], self.away(number)),
            committed=tuple(sorted(taken)),
            travel_limit_km=float(row["reach_km"]),
            remote_capable=bool(row["remote"]),
            hourly_cents=int(row["hourly_cents"]),
            mobilization_minutes=int(row["ready"]),
            hours_given=int(self.hours_given[number]),
            home_load=home_load,
        )


def part_of(rows: RosterRows) -> Part:
    """The arrays, neighbors beside each other and each organization's people together."""
    count = len(rows.people)
    columns = list(zip(*rows.people, strict=True)) if count else [()] * 10
    latitude, longitude = np.array(columns[3], float), np.array(columns[4], float)
    place = unit_vectors(latitude, longitude)
    curve = along_the_curve(*place)
    organization_ids, of = _numbered(columns[1], curve)
    order = np.lexsort((np.arange(count), of))
    table = np.zeros(count, PERSON)
    table["x"], table["y"], table["z"] = place
    table["organization"] = of
    for name, column in (
        ("reach_km", 5), ("remote", 6), ("hourly_cents", 7), ("ready", 8),
    ):  # fmt: skip
        table[name] = np.array(columns[column], np.int64).clip(max=2**31 - 1)
    hours = np.array(columns[9], np.int64)
    table["burden"] = hours // SHIFT_HOURS_PER_DAY
    standing = {status.value: number for number, status in enumerate(STANDINGS)}
    table["standing"] = [standing[value] for value in columns[2]]
    table = table[order]
    ids = [rows.people[number][0] for number in order]
    number_of = {one: number for number, one in enumerate(ids)}
    busy = _busy(table, rows, number_of)
    organizations = len(organization_ids)
    people = People(
        rows=table,
        start=np.searchsorted(table["organization"], np.arange(organizations + 1)).astype(np.int64),
        levels=_levels(rows, number_of),
        busy=busy,
    )
    return Part(
        people=people,
        tree=tree_of(people),
        ids=ids,
        organization_ids=organization_ids,
        latitude=latitude[order],
        longitude=longitude[order],
        hours_given=hours[order],
        number_of=number_of,
        organization_number={one: number for number, one in enumerate(organization_ids)},
        widest=widest_of(people),
    )


def _numbered(owners: Sequence[UUID], curve: np.ndarray) -> tuple[list[UUID], np.ndarray]:
    """Organizations in the order of where their first people live, and each person's."""
    first: dict[UUID, int] = {}
    for owner, at in zip(owners, curve.tolist(), strict=True):
        first[owner] = min(at, first.get(owner, at))
    ids = sorted(first, key=lambda one: (first[one], one))
    number = {one: at for at, one in enumerate(ids)}
    return ids, np.array([number[owner] for owner in owners], np.int64)


def _levels(rows: RosterRows, number_of: Mapping[UUID, int]) -> np.ndarray:
    levels = np.zeros((len(rows.people), len(CODES)), np.uint8)
    for person, position, level in rows.qualifications:
        levels[number_of[person], NUMBER_OF[position]] = level
    return levels


def _busy(table: np.ndarray, rows: RosterRows, number_of: Mapping[UUID, int]) -> np.ndarray:
    """Absences as moments, person by person; where each one's lie is written into the table."""
    found: dict[int, list[int]] = {}
    for person, during in rows.absences:
        window = window_of(during)
        found.setdefault(number_of[person], []).extend([moment(window.start), moment(window.end)])
    busy: list[int] = []
    for number in sorted(found):
        table["busy_first"][number] = len(busy)
        busy += found[number]
        table["busy_last"][number] = len(busy)
    return np.array(busy, np.int64)
