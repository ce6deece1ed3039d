"""What a certificate may say when some shortlists stayed too short to speak of everybody."""

from __future__ import annotations

from dataclasses import replace

from muster.domain.matching.objectives import PRIORITY_NAMES
from muster.domain.matching.problem import Problem
from muster.domain.matching.solution import Certificate, Solution

NO_PLAN = "no plan at all can do better"


def loosened(problem: Problem, solution: Solution) -> Solution:
    """The solution with bounds that hold for everybody, also for those nobody looked at.

    No more can be filled than is asked, and nothing is better than coming at once, free and with
    nothing given before. With shortlists that were long enough nothing changes.
    """
    if not solution.hungry:
        return solution
    held = {need.id: 0 for need in problem.needs}
    for need_id, _helper, units in problem.held:
        held[need_id] = held.get(need_id, 0) + units
    most = {
        name: sum(max(0, n.count - held[n.id]) for n in problem.needs if n.priority is priority)
        for priority, name in PRIORITY_NAMES.items()
    }
    levels = tuple(
        replace(level, bound=most.get(level.name, 0), method=NO_PLAN)
        for level in solution.certificate.levels
    )
    return replace(solution, certificate=Certificate(levels))
