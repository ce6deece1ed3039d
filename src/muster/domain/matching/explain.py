"""The reasons beside a plan: who comes next, what one act would change, why others stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from muster.domain.acts import ActKind
from muster.domain.matching.candidates import Screening
from muster.domain.matching.limits import LimitKind, NamedLimit
from muster.domain.matching.people import Roster
from muster.domain.matching.problem import HelperKind, Need, Problem
from muster.domain.matching.solution import (
    Assignment,
    Candidate,
    Cause,
    Explanation,
    NotChosen,
)
from muster.domain.matching.trips import tied_up
from muster.domain.windows import Window

_EXHAUSTED = {
    LimitKind.FLOOR: (Cause.HOME_FLOOR, "Its organization would fall below its home floor."),
    LimitKind.LENDING: (
        Cause.LENDING_LIMIT,
        "Its organization already lends as many people as it may at a time.",
    ),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A settled run: `amounts` are units of the `options`; `assignments` include held ones."""

    problem: Problem
    screening: Screening
    options: Sequence[Candidate]
    amounts: Sequence[int]
    limits: Sequence[NamedLimit]
    assignments: Sequence[Assignment]


class Reasons:
    """Looks up why each helper stays, from indexes built once per plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._roster = Roster(plan.problem)
        self._needs = {need.id: need for need in plan.problem.needs}
        self._chosen: dict[str, list[Assignment]] = {}
        self._busy: dict[str, list[Assignment]] = {}
        for assignment in plan.assignments:
            self._chosen.setdefault(assignment.candidate.need_id, []).append(assignment)
            for one in self._movers(assignment.candidate.helper_id):
                self._busy.setdefault(one, []).append(assignment)
        self._feasible: dict[str, list[Candidate]] = {}
        for candidate in plan.screening.candidates:
            self._feasible.setdefault(candidate.need_id, []).append(candidate)
        self._binding = self._binding_limits()

    def explanations(self) -> Mapping[str, Explanation]:
        """One explanation per need, in the problem's order."""
        return {need.id: self.explanation(need) for need in self._plan.problem.needs}

    def chosen(self, need: Need) -> tuple[Assignment, ...]:
        return tuple(self._chosen.get(need.id, ()))

    def passed_over(self, need: Need) -> list[NotChosen]:
        """Feasible helpers that are not chosen, in the order they would be asked."""
        going = {assignment.candidate.helper_id for assignment in self.chosen(need)}
        waiting = [c for c in self._feasible.get(need.id, ()) if c.helper_id not in going]
        waiting.sort(key=lambda c: (c.arrives_at, c.cost_cents, c.helper_id))
        return [self._passed_over(need, candidate) for candidate in waiting]

    def refused(self, need: Need) -> list[NotChosen]:
        """Infeasible helpers; one that is held here all the same is not refused."""
        going = {assignment.candidate.helper_id for assignment in self.chosen(need)}
        return [one for one in self._plan.screening.refused[need.id] if one.helper_id not in going]

    def explanation(self, need: Need) -> Explanation:
        next_best = self.passed_over(need)
        refused = self.refused(need)
        blocked = [one for one in refused if one.candidate is not None and len(one.missing) == 1]
        rest = [one for one in refused if one.candidate is None or len(one.missing) != 1]
        return Explanation(
            need_id=need.id,
            chosen=self.chosen(need),
            next_best=tuple(next_best),
            blocked_by_one=tuple(blocked),
            not_chosen=tuple(rest),
            counts=self._everybody(need, counted((*next_best, *refused))),
            blocked=self._blocked(need, blocked),
        )

    def _everybody(self, need: Need, judged: Mapping[Cause, int]) -> dict[Cause, int]:
        """What was judged one by one, and the census of those who were not."""
        shortlist = self._plan.problem.shortlists.get(need.id)
        if shortlist is None:
            return dict(judged)
        counts = Counter(judged)
        counts.update({Cause(cause): number for cause, number in shortlist.stay.items()})
        counts[Cause.NO_COVER] += shortlist.own
        return {cause: counts[cause] for cause in Cause if counts[cause]}

    def _blocked(self, need: Need, judged: Sequence[NotChosen]) -> dict[ActKind, int]:
        counts = Counter(one.missing[0].kind for one in judged)
        shortlist = self._plan.problem.shortlists.get(need.id)
        counts.update(shortlist.blocked if shortlist else {})
        return dict(counts)

    def _passed_over(self, need: Need, candidate: Candidate) -> NotChosen:
        def because(cause: Cause, detail: str, elsewhere: str = "") -> NotChosen:
            return NotChosen(need.id, candidate.helper_id, cause, detail, (), elsewhere, candidate)

        movers = self._movers(candidate.helper_id)
        clashes = self._clashes(need, candidate, movers)
        # A claim that is held stays: no floor and no limit would have to give way for it.
        held = [busy for busy in clashes if busy.held]
        if not held:
            for named, room in self._binding.get((need.id, candidate.helper_id), ()):
                if room + self._own_use(named, movers) < 0:
                    return because(*_EXHAUSTED[named.kind])
        if clashes:
            busy = min(
                held or clashes, key=lambda one: (one.candidate.need_id, one.candidate.helper_id)
            )
            return because(Cause.BETTER_USED, self._elsewhere(need, busy), busy.candidate.need_id)
        room = need.count - sum(assignment.units for assignment in self.chosen(need))
        if room > 0 and candidate.fills > room:
            whole = f"The team of {candidate.fills} goes whole and {room} are still open."
            return because(Cause.NOT_NEEDED, whole)
        return because(Cause.NOT_NEEDED, "The plan is better with those who are chosen.")

    def _clashes(self, need: Need, candidate: Candidate, movers: Sequence[str]) -> list[Assignment]:
        """The assignments that keep these people, or all pieces of the kit, in the same hours."""
        return [
            busy
            for mover in movers
            for busy in self._busy.get(mover, ())
            if self._hours(busy.candidate, mover).overlaps(self._hours(candidate, mover))
            and self._tied(busy, need.window)
        ]

    def _hours(self, candidate: Candidate, mover: str) -> Window:
        """How long it ties up this person; kit is scarce in the hours of the need."""
        need, one = self._needs[candidate.need_id], self._roster.by_id[mover]
        if one.kind is HelperKind.KIT:
            return need.window
        return tied_up(need, candidate.drive_minutes, one.rest_minutes)

    def _window(self, assignment: Assignment) -> Window:
        return self._needs[assignment.candidate.need_id].window

    def _tied(self, busy: Assignment, hours: Window) -> bool:
        """Whether the assignment's helper is used up at some moment it shares with these hours.

        Kit may be in several places at once. It is scarcest when it goes out somewhere.
        """
        helper = self._roster.by_id[busy.candidate.helper_id]
        if helper.kind is not HelperKind.KIT:
            return True
        mine, others = self._window(busy), self._busy[helper.id]
        starts = [hours.start, *(self._window(other).start for other in others)]
        return any(
            sum(other.units for other in others if self._window(other).contains(moment))
            >= helper.units
            for moment in starts
            if hours.contains(moment) and mine.contains(moment)
        )

    def _elsewhere(self, need: Need, busy: Assignment) -> str:
        if busy.candidate.need_id == need.id:
            return f"Goes to this need with {busy.candidate.helper_id}."
        if self._window(busy).overlaps(need.window):
            return f"Goes to {busy.candidate.need_id} in the same hours."
        return f"Goes to {busy.candidate.need_id} and would not be home and rested between."

    def _movers(self, helper_id: str) -> tuple[str, ...]:
        """The ids whose time or stock goes: the persons, or the kit itself."""
        helper = self._roster.by_id[helper_id]
        return tuple(person.id for person in self._roster.people(helper)) or (helper_id,)

    def _binding_limits(self) -> dict[tuple[str, str], list[tuple[NamedLimit, int]]]:
        """The floors and lending limits each unused option does not fit in, with the shortfall."""
        binding: dict[tuple[str, str], list[tuple[NamedLimit, int]]] = {}
        for named in self._plan.limits:
            if named.kind not in _EXHAUSTED:
                continue
            left = named.limit.capacity - named.limit.used(self._plan.amounts)
            for index, coefficient in named.limit.members:
                if not self._plan.amounts[index] and coefficient > left:
                    option = self._plan.options[index]
                    key = (option.need_id, option.helper_id)
                    binding.setdefault(key, []).append((named, left - coefficient))
        for short in binding.values():
            short.sort(key=lambda one: one[0].kind)
        return binding

    def _own_use(self, named: NamedLimit, movers: Sequence[str]) -> int:
        """What the same people already take of the limit: they would not take it twice."""
        own = 0
        for index, coefficient in named.limit.members:
            amount = self._plan.amounts[index]
            if amount and set(movers) & set(self._movers(self._plan.options[index].helper_id)):
                own += coefficient * amount
        return own


def counted(everybody: Sequence[NotChosen]) -> dict[Cause, int]:
    """How many fell at each cause, in the order of checking."""
    found = Counter(one.cause for one in everybody)
    return {cause: found[cause] for cause in Cause if found[cause]}
