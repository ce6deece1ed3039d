"""Who moves when a helper goes: the person, a team's members, or nobody for kit."""

from __future__ import annotations

from muster.domain.matching.problem import Helper, HelperKind, Problem
from muster.domain.matching.trips import tied_up, trip
from muster.domain.windows import Window


class Roster:
    """The helpers of a problem by id, the people behind each, and when those are already away.

    `staff` lists every organization's people, by id. By person, `held_windows` are those of the
    needs they are held for, `held_trips` how long that ties them up.
    """

    def __init__(self, problem: Problem) -> None:
        self.by_id = {helper.id: helper for helper in problem.helpers}
        needs = {need.id: need for need in problem.needs}
        self.held_windows: dict[str, list[Window]] = {}
        self.held_trips: dict[str, list[Window]] = {}
        for need_id, helper_id, _units in problem.held:
            need, helper = needs[need_id], self.by_id[helper_id]
            drive = trip(problem.now, need, helper).drive_minutes
            for person in self.people(helper):
                self.held_windows.setdefault(person.id, []).append(need.window)
                trips = self.held_trips.setdefault(person.id, [])
                trips.append(tied_up(need, drive, person.rest_minutes))
        self.staff: dict[str, list[Helper]] = {}
        for person in self.everybody():
            self.staff.setdefault(person.organization_id, []).append(person)

    def people(self, helper: Helper) -> tuple[Helper, ...]:
        """The persons who go; a team's members by id, nobody for kit."""
        if helper.kind is HelperKind.KIT:
            return ()
        if helper.kind is HelperKind.TEAM:
            return tuple(self.by_id[member_id] for member_id in sorted(helper.member_ids))
        return (helper,)

    def everybody(self) -> tuple[Helper, ...]:
        """All persons of the problem, each once, by id."""
        return tuple(
            self.by_id[helper_id]
            for helper_id in sorted(self.by_id)
            if self.by_id[helper_id].kind is HelperKind.RESPONDER
        )

    def away(self, person: Helper) -> tuple[Window, ...]:
        """When the person is committed elsewhere or held by an earlier claim."""
        return (*person.committed, *self.held_windows.get(person.id, ()))
