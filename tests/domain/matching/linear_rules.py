"""The reference's rules as rows of a linear model, for problems too large to try every plan of.

Read moment by moment from the problem, without anything of the matcher's own limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from tests.domain.matching.brute_force import Reference

from muster.domain.matching.objectives import minutes_late
from muster.domain.matching.problem import Helper, HelperKind, Priority

Pair = tuple[str, str]
Row = tuple[list[tuple[int, int]], int]
Level = tuple[str, list[int]]


class Rules:
    """Options in the reference's order, the rows they keep and the levels they count for."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        held = {claim[:2] for claim in reference.held}
        self.pairs = [
            pair
            for pair in reference.pairs
            if pair not in held or self._helper(pair).kind is HelperKind.KIT
        ]

    def _helper(self, pair: Pair) -> Helper:
        return self.reference.helpers[pair[1]]

    def _people(self, pair: Pair) -> set[str]:
        return {one.id for one in self.reference.people(self._helper(pair))}

    def most(self) -> list[int]:
        kit = HelperKind.KIT
        return [one.units if (one := self._helper(p)).kind is kit else 1 for p in self.pairs]

    def rows(self) -> list[Row]:
        needs = self.reference.needs.values()
        found = [self._row(self._filling(need.id), self._room(need.id)) for need in needs]
        helpers = self.reference.helpers.values()
        moments = {need.window.start for need in needs}
        moments |= {window.start for one in helpers for window in one.committed}
        for moment in sorted(moments):
            found += self._at(moment)
        for one in helpers:
            if one.kind is HelperKind.RESPONDER:
                found += self._trips(one)
        return [row for row in found if row[0]]

    def _row(self, factor: Callable[[Pair], int], limit: int) -> Row:
        members = [(at, n) for at, pair in enumerate(self.pairs) if (n := factor(pair))]
        return members, max(0, limit)

    def _filling(self, need_id: str) -> Callable[[Pair], int]:
        fills = {pair: option.fills for pair, option in self.reference.pairs.items()}
        return lambda pair: fills[pair] if pair[0] == need_id else 0

    def _room(self, need_id: str) -> int:
        held = sum(units for one, _helper, units in self.reference.held if one == need_id)
        return self.reference.needs[need_id].count - held

    def _trips(self, person: Helper) -> Iterator[Row]:
        """One trip at a time, read at every moment one of them begins."""
        reference = self.reference
        spans = {
            at: reference.span(pair, person)
            for at, pair in enumerate(self.pairs)
            if person.id in self._people(pair)
        }
        held = [
            reference.span(claim[:2], person)
            for claim in reference.held
            if person in reference.people(reference.helpers[claim[1]])
        ]
        for moment in sorted({span.start for span in (*spans.values(), *held)}):
            members = [(at, 1) for at, span in spans.items() if span.contains(moment)]
            yield members, 0 if any(span.contains(moment) for span in held) else 1

    def _at(self, moment: datetime) -> Iterator[Row]:
        reference = self.reference
        on = {one.id for one in reference.needs.values() if one.window.contains(moment)}
        held = [claim for claim in reference.held if claim[0] in on]
        busy = {
            one.id
            for _need, helper_id, _units in held
            for one in reference.people(reference.helpers[helper_id])
        }
        persons = [one for one in reference.helpers.values() if one.kind is HelperKind.RESPONDER]
        away = busy | {
            one.id for one in persons if any(window.contains(moment) for window in one.committed)
        }

        def taking(staff: set[str]) -> Callable[[Pair], int]:
            return lambda pair: len(self._people(pair) & staff) if pair[0] in on else 0

        for one in reference.helpers.values():
            if one.kind is HelperKind.KIT:
                out = sum(units for _need, helper_id, units in held if helper_id == one.id)
                taken = [int(pair[1] == one.id and pair[0] in on) for pair in self.pairs]
                members = [(at, 1) for at, takes in enumerate(taken) if takes]
                yield members, max(0, one.units - out)
        for floor in reference.problem.floors:
            home = {p.id for p in persons if p.organization_id == floor.organization_id}
            staff = {p.id for p in persons if p.id in home and floor.position in dict(p.levels)}
            yield self._row(taking(staff), len(staff - away) - floor.keep)
        lent = reference.problem.max_lent_per_organization
        if lent is not None:
            for home_id in {p.organization_id for p in persons}:
                staff = {p.id for p in persons if p.organization_id == home_id}
                yield self._row(taking(staff), lent - len(staff & away))

    def levels(self) -> list[Level]:
        """In their order, without the lot."""
        reference = self.reference
        options = [reference.pairs[pair] for pair in self.pairs]
        wanted = [reference.needs[pair[0]] for pair in self.pairs]
        late = [
            minutes_late(option.arrives_at, need.window.start)
            for option, need in zip(options, wanted, strict=True)
        ]
        burdens = [
            self._helper(pair).stand_ins
            + sum(
                one.hours_given // 12 + one.home_load // 10
                for one in reference.people(self._helper(pair))
            )
            for pair in self.pairs
        ]
        present = sorted({need.priority for need in reference.needs.values()})

        def filled(priority: Priority) -> list[int]:
            return [
                option.fills if need.priority is priority else 0
                for option, need in zip(options, wanted, strict=True)
            ]

        return [
            *(("most", filled(priority)) for priority in present),
            ("least", [m * option.fills for m, option in zip(late, options, strict=True)]),
            ("peak", late),
            ("least", [option.cost_cents for option in options]),
            ("least", burdens),
        ]
