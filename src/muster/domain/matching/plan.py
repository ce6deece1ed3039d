"""One match run from the question to the explained and proven plan."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from time import perf_counter

from muster.domain.matching.candidates import Screener, Screening, screen
from muster.domain.matching.explain import Plan, Reasons
from muster.domain.matching.levels import Outcome, settle
from muster.domain.matching.limits import NamedLimit, limits_of, upper_bounds
from muster.domain.matching.objectives import objectives_of
from muster.domain.matching.problem import HelperKind, Problem
from muster.domain.matching.program import Program
from muster.domain.matching.shortfall import open_needs
from muster.domain.matching.solution import Assignment, Candidate, Certificate, Solution
from muster.domain.matching.validity import refuse_nonsense


def solve(problem: Problem, *, time_limit_seconds: float = 10.0) -> Solution:
    """The best plan for the problem, with its proof and a reason for everybody who stays.

    Exact within the time limit, which bounds the search and not the reading of the problem; out
    of time the plan is feasible and the certificate shows the gap. The order of the input does
    not matter. Held claims stay in the plan; the certificate speaks of what is added to them.
    Raises ValueError with a sentence when the problem contradicts itself.
    """
    if isnan(time_limit_seconds) or time_limit_seconds < 0:
        raise ValueError("Give a time limit of 0 seconds or more.")
    start = perf_counter()
    refuse_nonsense(problem)
    screening = screen(problem)
    options = _open_options(problem, screening)
    limits = limits_of(problem, options)
    program = Program(
        lower=(0,) * len(options),
        upper=upper_bounds(problem, options),
        limits=tuple(named.limit for named in limits),
    )
    outcome = _settled(problem, options, program, limits, time_limit_seconds)
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
    reasons = Reasons(plan)
    return Solution(
        assignments=assignments,
        unfilled=open_needs(plan, reasons),
        certificate=Certificate(outcome.proofs),
        explanations=reasons.explanations(),
        seconds=perf_counter() - start,
    )


def _settled(
    problem: Problem,
    options: Sequence[Candidate],
    program: Program,
    limits: Sequence[NamedLimit],
    seconds: float,
) -> Outcome:
    """As one flow where the limits nest, which is usual; else level by level with the solver."""
    # Compiled kernels take half a second to load; only what matches waits for them.
    from muster.domain.matching.flowing import figures_of, settle_flow
    from muster.domain.matching.nested import nested

    flow = nested(program, limits)
    if flow is not None and options:
        outcome = settle_flow(flow, figures_of(problem, options, limits), seconds=seconds)
        if outcome is not None:
            return outcome
    return settle(program, objectives_of(problem, options), seconds=seconds)


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
