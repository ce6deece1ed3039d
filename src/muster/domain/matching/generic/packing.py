"""Instances where jobs use different amounts: an integer program, its bound proven where it can be.

A job without an agent is one more option of that job. Prices from the relaxation give a bound in
exact whole numbers (`certificate`); where that leaves a gap, the bound of the search tree counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import gcd

import numpy as np

from muster.domain.matching.certificate import BRANCH_AND_BOUND, prove
from muster.domain.matching.flow.arrays import Ints
from muster.domain.matching.generic.answer import Found
from muster.domain.matching.generic.branching import Model, Result, branch, relax
from muster.domain.matching.generic.first_plan import Relaxed, first_plan, mended
from muster.domain.matching.generic.instance import Infeasible, Question
from muster.domain.matching.program import Limit, Program

CHEAPEST = "cheapest agent for each job"


def settle_program(question: Question, until: float) -> Found:
    """The best plan until `perf_counter()` passes `until`, with a bound no plan beats.

    Raises Infeasible when the search tree is exhausted without a plan.
    """
    options = _options(question)
    model = _model(question, options)
    relaxed = relax(model, until)
    if relaxed.infeasible:
        raise _no_plan()
    plan = first_plan(question, _known(question, options, relaxed), until)
    floor = sum(question.cheapest().tolist())
    bound = max(floor, _up(relaxed.bound, options))
    hints, tree_bound = relaxed.prices, bound
    if plan is None or question.value(plan) > bound:
        start = None if plan is None else options.chosen(plan)
        tree = branch(model, start, until)
        if tree.infeasible and plan is None:
            raise _no_plan()
        plan = _better(question, plan, options.plan(tree.values), until)
        tree_bound = max(bound, _up(tree.bound, options))
    if plan is None:
        method = CHEAPEST if tree_bound == floor else BRANCH_AND_BOUND
        return Found(None, tree_bound, method)
    return _proven(question, options, plan, hints, tree_bound)


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """Every pair that may be, and every job that may stay open (agent -1); by job."""

    agent: Ints
    job: Ints
    cost: Ints
    """in units of `unit`, their greatest common divisor"""
    unit: int
    jobs: int

    def chosen(self, plan: Ints) -> Ints:
        """Option → 1 when the plan takes it."""
        taken: Ints = (plan[self.job] == self.agent).astype(np.int64)
        return taken

    def plan(self, values: Ints | None) -> Ints | None:
        """The plan that takes these options."""
        if values is None:
            return None
        plan = np.full(self.jobs, -1, np.int64)
        taken = np.flatnonzero(values)
        plan[self.job[taken]] = self.agent[taken]
        return plan


def _options(question: Question) -> Options:
    job, agent = np.nonzero(question.allowed.T)
    left = np.flatnonzero(~question.forced)
    jobs = np.concatenate([job, left])
    agents = np.concatenate([agent, np.full(len(left), -1)])
    cost = np.concatenate([question.cost[agent, job], question.penalty[left]])
    order = np.lexsort((agents, jobs))
    unit = gcd(*np.abs(cost).tolist()) or 1
    return Options(agents[order], jobs[order], cost[order] // unit, unit, question.jobs)


def _known(question: Question, options: Options, result: Result) -> Relaxed:
    known = Relaxed(np.zeros(question.agents), np.zeros(question.cost.shape))
    if len(result.prices):
        worth = np.maximum(result.prices[question.jobs :], 0.0)
        known.prices[_scarce(question)] = worth * options.unit
        pairs = options.agent >= 0
        at = options.agent[pairs], options.job[pairs]
        known.shares[at] = np.asarray(result.shares)[pairs]
    return known


def _scarce(question: Question) -> Ints:
    """Agents whose capacity can bind at all."""
    wanted = np.where(question.allowed, question.resource, 0).sum(axis=1)
    return np.flatnonzero(wanted > question.capacity)


def _model(question: Question, options: Options) -> Model:
    scarce = _scarce(question)
    row = np.full(question.agents + 1, -1, np.int64)
    row[scarce] = question.jobs + np.arange(len(scarce))
    uses = np.flatnonzero((row[options.agent] >= 0) & (options.agent >= 0))
    amount = question.resource[options.agent[uses], options.job[uses]]
    column = np.concatenate([np.arange(len(options.job)), uses])
    rows = np.concatenate([options.job, row[options.agent[uses]]])
    order = np.lexsort((rows, column))
    return Model(
        cost=options.cost,
        column=column[order],
        row=rows[order],
        amount=np.concatenate([np.ones(len(options.job), np.int64), amount])[order],
        exact=question.jobs,
        room=np.concatenate([np.ones(question.jobs, np.int64), question.capacity[scarce]]),
    )


def _proven(
    question: Question, options: Options, plan: Ints, prices: Sequence[float], tree_bound: int
) -> Found:
    """The plan with the best bound there is, from prices before the search tree."""
    scarce = _scarce(question)
    chosen = options.chosen(plan).tolist()
    size = len(chosen)
    program = Program((0,) * size, (1,) * size, _limits(question, options, scarce))
    proof = prove(
        program,
        [-cost for cost in options.cost.tolist()],
        chosen,
        hints=prices,
        tree_bound=-(tree_bound // options.unit),
    )
    return Found(plan, -proof.bound * options.unit, proof.method)


def _limits(question: Question, options: Options, scarce: Ints) -> tuple[Limit, ...]:
    starts = np.searchsorted(options.job, np.arange(question.jobs + 1)).tolist()
    one_each = [
        Limit(1, tuple((option, 1) for option in range(begin, end)), exact=True)
        for begin, end in pairwise(starts)
    ]
    rooms = []
    for agent in scarce.tolist():
        mine = np.flatnonzero(options.agent == agent)
        amounts = question.resource[agent, options.job[mine]]
        members = tuple(zip(mine.tolist(), amounts.tolist(), strict=True))
        rooms.append(Limit(int(question.capacity[agent]), members))
    return (*one_each, *rooms)


def _better(question: Question, plan: Ints | None, other: Ints | None, until: float) -> Ints | None:
    """The cheaper of two plans; what the solver says is checked in whole numbers."""
    if other is None or not question.keeps_to_the_rules(other):
        return plan
    other = mended(question, other, until)
    return other if plan is None or question.value(other) <= question.value(plan) else plan


def _up(bound: int | None, options: Options) -> int:
    return -(1 << 62) if bound is None else bound * options.unit


def _no_plan() -> Infeasible:
    return Infeasible(
        "No plan exists: the capacities are too small for the jobs without a penalty.",
        "Raise capacities, allow more pairs, or give jobs a penalty.",
    )
