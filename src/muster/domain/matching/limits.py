"""What binds the options of a match run: needs, people's time, stocks, home floors, lending."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from muster.domain.matching.people import Roster
from muster.domain.matching.problem import Helper, HelperKind, Need, Problem
from muster.domain.matching.program import Limit
from muster.domain.matching.solution import Candidate
from muster.domain.matching.trips import tied_up
from muster.domain.windows import Window


class LimitKind(StrEnum):
    NEED = "need"
    PERSON = "person"
    STOCK = "stock"
    FLOOR = "floor"
    LENDING = "lending"


@dataclass(frozen=True, slots=True)
class NamedLimit:
    """A limit and what it stands for: a need, a person, a kit or an organization."""

    kind: LimitKind
    subject: str
    limit: Limit


Entries = dict[str, list[tuple[int, int]]]
"""Options with their coefficients, by what says when: the need they serve, or each by itself."""


@dataclass(frozen=True, slots=True)
class _Binder:
    """What all limits of one run are read from.

    `going` lists the options each person moves with, `away` when the person is already gone.
    """

    problem: Problem
    roster: Roster
    options: Sequence[Candidate]
    needs: Mapping[str, Need]
    going: Mapping[str, Sequence[int]]
    away: Mapping[str, tuple[Window, ...]]

    def windows(self, need_ids: Iterable[str]) -> dict[str, Window]:
        return {need_id: self.needs[need_id].window for need_id in need_ids}

    def trip(self, index: int, rest_minutes: int) -> Window:
        """How long an option ties up somebody who needs so much rest."""
        option = self.options[index]
        return tied_up(self.needs[option.need_id], option.drive_minutes, rest_minutes)


def upper_bounds(problem: Problem, options: Sequence[Candidate]) -> tuple[int, ...]:
    """How often each option may be taken: once for people, up to stock and count for kit."""
    needs = {need.id: need for need in problem.needs}
    helpers = {helper.id: helper for helper in problem.helpers}
    return tuple(
        min(helpers[option.helper_id].units, needs[option.need_id].count)
        if helpers[option.helper_id].kind is HelperKind.KIT
        else 1
        for option in options
    )


def limits_of(problem: Problem, options: Sequence[Candidate]) -> tuple[NamedLimit, ...]:
    """Every limit that can bind, each option's need first, in an order input order cannot change.

    Held claims use capacities before anything else. A capacity that is already overdrawn is 0.
    """
    roster = Roster(problem)
    binder = _Binder(
        problem=problem,
        roster=roster,
        options=options,
        needs={need.id: need for need in problem.needs},
        going=_going(roster, options),
        away={person.id: roster.away(person) for person in roster.everybody()},
    )
    upper = upper_bounds(problem, options)
    found = (
        *_need_limits(binder),
        *_person_limits(binder),
        *_stock_limits(binder),
        *_floor_limits(binder),
        *_lending_limits(binder),
    )
    return tuple(
        named
        for named in found
        if named.kind is LimitKind.NEED or named.limit.used(upper) > named.limit.capacity
    )


def _going(roster: Roster, options: Sequence[Candidate]) -> dict[str, list[int]]:
    going: dict[str, list[int]] = {}
    for index, option in enumerate(options):
        for person in roster.people(roster.by_id[option.helper_id]):
            going.setdefault(person.id, []).append(index)
    return going


def _need_limits(binder: _Binder) -> Iterable[NamedLimit]:
    members: dict[str, list[tuple[int, int]]] = {}
    for index, option in enumerate(binder.options):
        members.setdefault(option.need_id, []).append((index, option.fills))
    for need_id, entries in sorted(members.items()):
        held = sum(units for held_id, _helper, units in binder.problem.held if held_id == need_id)
        room = max(0, binder.needs[need_id].count - held)
        yield NamedLimit(LimitKind.NEED, need_id, Limit(room, tuple(entries)))


def _person_limits(binder: _Binder) -> Iterable[NamedLimit]:
    for person_id, indexes in sorted(binder.going.items()):
        busy = tuple(binder.roster.held_trips.get(person_id, ()))
        if len(indexes) == 1 and not busy:
            continue
        rest = binder.roster.by_id[person_id].rest_minutes
        mine = {str(index): [(index, 1)] for index in indexes}
        windows = {str(index): binder.trip(index, rest) for index in indexes}

        def room(moment: datetime, busy: tuple[Window, ...] = busy) -> int:
            return 0 if any(window.contains(moment) for window in busy) else 1

        for limit in _over_time(windows, mine, [window.start for window in busy], room):
            yield NamedLimit(LimitKind.PERSON, person_id, limit)


def _stock_limits(binder: _Binder) -> Iterable[NamedLimit]:
    entries: dict[str, Entries] = {}
    for index, option in enumerate(binder.options):
        if binder.roster.by_id[option.helper_id].kind is HelperKind.KIT:
            mine = entries.setdefault(option.helper_id, {})
            mine.setdefault(option.need_id, []).append((index, 1))
    for kit_id, mine in sorted(entries.items()):
        stock = binder.roster.by_id[kit_id].units
        out = [
            (binder.needs[need_id].window, units)
            for need_id, helper_id, units in binder.problem.held
            if helper_id == kit_id
        ]

        def room(moment: datetime, stock: int = stock, out: list[tuple[Window, int]] = out) -> int:
            return stock - sum(units for window, units in out if window.contains(moment))

        windows = binder.windows(mine)
        for limit in _over_time(windows, mine, [window.start for window, _units in out], room):
            yield NamedLimit(LimitKind.STOCK, kit_id, limit)


def _floor_limits(binder: _Binder) -> Iterable[NamedLimit]:
    keeps: dict[tuple[str, str], int] = {}
    for floor in binder.problem.floors:
        key = (floor.organization_id, floor.position)
        keeps[key] = max(keeps.get(key, 0), floor.keep)
    for (organization_id, position), keep in sorted(keeps.items()):
        people = [
            person
            for person in binder.roster.staff.get(organization_id, ())
            if any(held == position for held, _level in person.levels)
        ]
        for limit in _lent(binder, people, len(people) - keep):
            yield NamedLimit(LimitKind.FLOOR, organization_id, limit)


def _lending_limits(binder: _Binder) -> Iterable[NamedLimit]:
    most = binder.problem.max_lent_per_organization
    if most is None:
        return
    for organization_id, staff in sorted(binder.roster.staff.items()):
        for limit in _lent(binder, staff, most):
            yield NamedLimit(LimitKind.LENDING, organization_id, limit)


def _lent(binder: _Binder, people: Sequence[Helper], allowed: int) -> Iterable[Limit]:
    """At any moment at most `allowed` of these people are gone, those already away included."""
    numbers = Counter(index for person in people for index in binder.going.get(person.id, ()))
    entries: Entries = {}
    for index, number in numbers.items():
        entries.setdefault(binder.options[index].need_id, []).append((index, number))
    away = [windows for person in people if (windows := binder.away[person.id])]
    starts = [window.start for windows in away for window in windows]

    def room(moment: datetime) -> int:
        gone = sum(any(window.contains(moment) for window in windows) for windows in away)
        return allowed - gone

    return _over_time(binder.windows(entries), entries, starts, room)


def _over_time(
    windows: Mapping[str, Window],
    entries: Entries,
    changes: Iterable[datetime],
    room: Callable[[datetime], int],
) -> Iterable[Limit]:
    """One limit for every moment at which the options or the room are at their tightest.

    It is enough to look where a window begins or somebody leaves; between two such moments
    nothing gets tighter. A moment that its neighbour implies is left out.
    """
    changes = list(changes)
    last = max((window.start for window in windows.values()), default=None)
    if last and not changes and all(window.end > last for window in windows.values()):
        # Nobody leaves and at one moment all are active: no other is tighter.
        members = sorted(member for entry in windows for member in entries[entry])
        yield Limit(max(0, room(last)), tuple(members))
        return
    moments = sorted({window.start for window in windows.values()} | set(changes))
    tightest: list[tuple[frozenset[str], int]] = []
    for moment in moments:
        active = frozenset(i for i, window in windows.items() if window.contains(moment))
        capacity = max(0, room(moment))
        if not active or (tightest and active <= tightest[-1][0] and capacity >= tightest[-1][1]):
            continue
        while tightest and tightest[-1][0] <= active and tightest[-1][1] >= capacity:
            tightest.pop()
        tightest.append((active, capacity))
    for active, capacity in tightest:
        members = sorted(member for one in active for member in entries[one])
        yield Limit(capacity, tuple(members))
