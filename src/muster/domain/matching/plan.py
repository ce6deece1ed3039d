"""One match run from the question to the explained and proven plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from muster.domain.matching.candidates import Screener, Screening, Verdicts, screen
from muster.domain.matching.explain import Plan, Reasons
from muster.domain.matching.levels import Outcome, settle
from muster.domain.matching.limits import NamedLimit, limits_of, upper_bounds
from muster.domain.matching.objectives import objectives_of
from muster.domain.matching.problem import HelperKind, Problem
from muster.domain.matching.program import Program
from muster.domain.matching.shortfall import open_needs
from muster.domain.matching.solution import Assignment, Candidate, Certificate, Solution
from muster.domain.matching.validity import refuse_nonsense, refuse_time
from muster.domain.matching.watch import Stage, Unwatched, Watch

ATTEMPTS = 4
"""Choices of limits that nest before a solver takes all of them as they are."""


MOST_LISTED = 20_000
"""Pairs of needs and people up to which lists are made complete before the solver is asked."""


Longer = Callable[[tuple[str, ...]], Problem]
"""Answers the same problem with longer shortlists for these needs."""


def solve(
    problem: Problem,
    *,
    time_limit_seconds: float = 10.0,
    longer: Longer | None = None,
    watch: Watch | None = None,
) -> Solution:
    """The best plan for the problem, with its proof and a reason for everybody who stays.

    Exact within the time limit, which bounds the search and not the reading of the problem; out
    of time the plan is feasible and the certificate shows the gap. The order of the input does
    not matter. Held claims stay in the plan; the certificate speaks of what is added to them.
    With shortlists `longer` is asked until nobody left out could improve the plan; without it, or
    out of time, `hungry` names the needs for which somebody might.
    `watch` hears of every stage and may end the run by raising `Stopped`.
    Raises ValueError with a sentence when the problem contradicts itself.
    """
    watch = watch or Unwatched()
    start = perf_counter()
    run = best_run(problem, {}, time_limit_seconds=time_limit_seconds, longer=longer, watch=watch)
    watch.stage(Stage.EXPLAINING, 0, 1)
    reasons = Reasons(run.plan)
    return Solution(
        assignments=tuple(run.plan.assignments),
        unfilled=open_needs(run.plan, reasons),
        certificate=Certificate(run.outcome.proofs),
        explanations=reasons.explanations(),
        seconds=perf_counter() - start,
        hungry=run.hungry,
    )


@dataclass(frozen=True, slots=True)
class Run:
    """One pass over a problem as it stands."""

    plan: Plan
    outcome: Outcome
    hungry: tuple[str, ...]

    @property
    def settled(self) -> bool:
        """Whether there is a plan; not where lists are made longer first."""
        return bool(self.outcome.proofs)

    def without_reasons(self) -> Solution:
        """The plan and its proof for whoever asks no further."""
        return Solution(
            assignments=tuple(self.plan.assignments),
            unfilled=(),
            certificate=Certificate(self.outcome.proofs),
            explanations={},
            seconds=0.0,
            hungry=self.hungry,
        )


def best_run(
    problem: Problem,
    verdicts: Verdicts,
    *,
    time_limit_seconds: float = 10.0,
    longer: Longer | None = None,
    watch: Watch | None = None,
    already: int = 0,
) -> Run:
    """The plan of `solve` without the reasons. `verdicts` that are known are not judged again.

    It costs nothing to arrive no later than `already`, in minutes: somebody comes then anyhow.
    Raises ValueError with a sentence when the problem contradicts itself.
    """
    watch = watch or Unwatched()
    refuse_time(time_limit_seconds)
    refuse_nonsense(problem)
    end = perf_counter() + time_limit_seconds
    ready = longer is None
    while True:
        left = max(0.0, end - perf_counter())
        run = _best_of(problem, verdicts, left, watch, already, ready=ready)
        left = end - perf_counter()
        if run.settled and not (run.hungry and longer and left > 0):
            return run
        ready = longer is None or left <= time_limit_seconds / 2
        if longer and left > 0:
            problem = longer(run.hungry)


def _best_of(
    problem: Problem,
    verdicts: Verdicts,
    seconds: float,
    watch: Watch,
    already: int,
    *,
    ready: bool,
) -> Run:
    """The best plan of a valid problem as it stands, within `seconds`.

    Unless the lists are `ready` there is none where they had better be longer first.
    """
    screening = screen(problem, verdicts, watch)
    options = _open_options(problem, screening)
    open_ended = tuple(n for n, one in problem.shortlists.items() if one.bound is not None)
    if not ready and open_ended and _for_the_solver(problem, options):
        nothing = Outcome((0,) * len(options), (), open_ended)
        return Run(Plan(problem, screening, options, nothing.amounts, (), ()), nothing, open_ended)
    limits = limits_of(problem, options)
    program = Program(
        lower=(0,) * len(options),
        upper=upper_bounds(problem, options),
        limits=tuple(named.limit for named in limits),
    )
    watch.stage(Stage.SOLVING, 0, 1)
    deadline = perf_counter() + seconds
    outcome = _as_one_flow(problem, options, program, limits, deadline, watch, already)
    if outcome is None:
        outcome = _level_by_level(problem, options, program, deadline, watch, already)
        # The solver has no prices that would tell which lists are long enough.
        outcome = replace(outcome, hungry=open_ended)
    chosen = [
        Assignment(option, option.fills * amount)
        for option, amount in zip(options, outcome.amounts, strict=True)
        if amount
    ]
    assignments = tuple(
        sorted(
            (*_held(problem), *chosen),
            key=lambda one: (one.candidate.need_id, one.candidate.helper_id, not one.held),
        )
    )
    plan = Plan(problem, screening, options, outcome.amounts, limits, assignments)
    return Run(plan, outcome, _hungry(problem, options, outcome))


def _as_one_flow(
    problem: Problem,
    options: Sequence[Candidate],
    program: Program,
    limits: Sequence[NamedLimit],
    deadline: float,
    watch: Watch,
    already: int,
) -> Outcome | None:
    """Where the limits nest, which is usual, and the time is enough."""
    # Compiled kernels take half a second to load; only what matches waits for them.
    from muster.domain.matching.flowing import figures_of, settle_flow
    from muster.domain.matching.nested import nested

    first, figures = frozenset[int](), None
    for _ in range(ATTEMPTS if options else 0):
        flow = nested(program, limits, first)
        if flow is None:
            return None
        figures = figures or figures_of(problem, options, limits, already)
        settled = settle_flow(flow, figures, seconds=deadline - perf_counter(), watch=watch)
        if settled is None:
            return None
        broken = flow.broken(limits, settled.amounts)
        if not broken:
            # Best without the limits left out, and within them: best of all.
            return settled.outcome()
        if first.issuperset(broken):
            return None
        first |= frozenset(broken)
    return None


def _level_by_level(
    problem: Problem,
    options: Sequence[Candidate],
    program: Program,
    deadline: float,
    watch: Watch,
    already: int,
) -> Outcome:
    """With the solver."""
    seconds = max(0.0, deadline - perf_counter())
    objectives = objectives_of(problem, options, already)
    return settle(program, objectives, seconds=seconds, watch=watch)


def _for_the_solver(problem: Problem, options: Sequence[Candidate]) -> bool:
    """Whether teams keep the limits from nesting, and lists may well be made complete."""
    listed = sum(len(one.helper_ids) for one in problem.shortlists.values())
    return listed <= MOST_LISTED and any(option.fills > 1 for option in options)


def _hungry(problem: Problem, options: Sequence[Candidate], outcome: Outcome) -> tuple[str, ...]:
    """Needs whose shortlist is too short, and those whose shortlist came to nothing."""
    served = {option.need_id for option in options}
    empty = {
        need.id
        for need in problem.needs
        if need.id not in served
        and need.id in problem.shortlists
        and problem.shortlists[need.id].bound is not None
    }
    return tuple(sorted({*outcome.hungry, *empty}))


def _open_options(problem: Problem, screening: Screening) -> tuple[Candidate, ...]:
    """The candidates that can still be chosen: people already held for a need are in its plan."""
    kit = {helper.id for helper in problem.helpers if helper.kind is HelperKind.KIT}
    held = {(need_id, helper_id) for need_id, helper_id, _units in problem.held}
    return tuple(
        option
        for option in screening.candidates
        if option.helper_id in kit or (option.need_id, option.helper_id) not in held
    )


def _held(problem: Problem) -> tuple[Assignment, ...]:
    needs = {need.id: need for need in problem.needs}
    helpers = {helper.id: helper for helper in problem.helpers}
    units: dict[tuple[str, str], int] = {}
    for need_id, helper_id, count in problem.held:
        units[need_id, helper_id] = units.get((need_id, helper_id), 0) + count
    screener = Screener(problem)
    return tuple(
        Assignment(screener.held(needs[need_id], helpers[helper_id]), count, held=True)
        for (need_id, helper_id), count in units.items()
    )
