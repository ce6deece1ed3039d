"""Instances where an agent uses the same for every job: capacities count jobs, and a flow settles.

A job is shifted so that its cheapest way costs 0; every plan pays each job once, so this changes
nothing but a constant. Leaving a forced job open costs 1 in the major figure: no sum of minor
figures weighs against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

import numpy as np

from muster.domain.matching.certificate import DUALITY
from muster.domain.matching.flow import (
    ENDLESS,
    Arcs,
    Demand,
    Flow,
    Supply,
    most_important_first,
    place,
    prove,
    start,
)
from muster.domain.matching.flow.arrays import Ints
from muster.domain.matching.flow.engine import workspace
from muster.domain.matching.generic.answer import Found
from muster.domain.matching.generic.instance import Infeasible, Question

METHOD = "flow, " + DUALITY
CUT_SHORT = "flow, cut short"
_STEP = 16
"""Jobs placed between two looks at the clock."""

_NEVER = np.iinfo(np.int64).max


def counts_of(question: Question) -> Ints | None:
    """Agent → how many jobs it can do; None where its jobs use different amounts."""
    low = np.where(question.allowed, question.resource, _NEVER).min(axis=1)
    high = np.where(question.allowed, question.resource, -1).max(axis=1)
    if ((low != high) & (high >= 0)).any():
        return None
    free = np.where(high > 0, high, 1)
    return np.where(high > 0, question.capacity // free, question.jobs)


def settle_flow(question: Question, counts: Ints, until: float) -> Found:
    """The best plan, proven; when `perf_counter()` passes `until`, the best so far with a bound.

    Raises Infeasible when prices prove that a forced job stays open in every plan.
    """
    shift = question.cheapest()
    flow = _flow(question, np.minimum(counts, question.jobs), shift)
    order, work, done = most_important_first(flow.demand), workspace(flow), 0
    while done < len(order) and (done == 0 or perf_counter() <= until):
        done += place(flow, order[done : done + _STEP], work=work)
    agent_of = flow.plan.agent.copy()
    if done == len(order):
        left = int((question.forced & (agent_of < 0)).sum())
        proof = prove(flow.demand, flow.supply, flow.plan, _pairs(question, shift))
        if not proof.holds:
            raise AssertionError(f"The flow is not proven: {proof.faults[:3]}")
        if left:
            raise Infeasible(
                f"No plan exists: of the jobs without a penalty at least {left:,} stay open.",
                "Raise capacities, allow more pairs, or give jobs a penalty.",
            )
        return Found(agent_of, proof.bound[1] + int(shift.sum()), METHOD)
    _fill(question, counts, order[done:], agent_of)
    plan = agent_of if question.keeps_to_the_rules(agent_of) else None
    return Found(plan, _bound(question, flow), CUT_SHORT)


def _flow(question: Question, counts: Ints, shift: Ints) -> Flow:
    agents, jobs = question.agents, question.jobs
    shifted = np.where(question.allowed, question.cost - shift, _NEVER).T
    order = np.argsort(shifted, axis=1, kind="stable")
    listed = question.allowed.sum(axis=0)
    end = np.cumsum(listed).astype(np.int64)
    shown = np.arange(agents) < listed[:, None]
    minor = np.take_along_axis(shifted, order, axis=1)[shown]
    return start(
        Demand(
            need_of=np.arange(jobs),
            penalty_major=question.forced.astype(np.int64),
            penalty_minor=np.where(question.forced, 0, question.penalty - shift),
        ),
        Supply(
            group_of=np.arange(agents, dtype=np.int32),
            shared=np.ones(agents, np.bool_),
            parent=np.full(agents, -1, np.int32),
            limit=counts,
            child_start=np.zeros(agents + 1, np.int64),
            children=np.zeros(0, np.int32),
        ),
        Arcs(
            start=end - listed,
            end=end,
            agent=order[shown],
            major=np.zeros(len(minor), np.int64),
            minor=minor,
            bound_major=np.full(jobs, ENDLESS),
            bound_minor=np.zeros(jobs, np.int64),
        ),
    )


def _pairs(question: Question, shift: Ints) -> Iterator[tuple[int, Ints, Ints, Ints]]:
    for job in range(question.jobs):
        agents = np.flatnonzero(question.allowed[:, job])
        minor = question.cost[agents, job] - shift[job]
        yield job, agents, np.zeros(len(agents), np.int64), minor


def _fill(question: Question, counts: Ints, jobs: Ints, agent_of: Ints) -> None:
    """Give jobs the search did not come to what is cheapest of what is left."""
    room = counts - np.bincount(agent_of[agent_of >= 0], minlength=question.agents)
    for job in jobs:
        able = np.flatnonzero(question.allowed[:, job] & (room > 0))
        if not len(able):
            continue
        agent = able[question.cost[able, job].argmin()]
        if question.forced[job] or question.cost[agent, job] < question.penalty[job]:
            agent_of[job] = agent
            room[agent] -= 1


def _bound(question: Question, flow: Flow) -> int:
    """Whatever the prices of agents are, no plan costs less than this (weak duality)."""
    limit = flow.supply.limit
    price = np.where(flow.plan.used >= limit, np.maximum(flow.plan.price[1], 0), 0)
    dear = np.where(question.allowed, question.cost + price[:, None], _NEVER).min(axis=0)
    worth = np.where(question.forced, dear, np.minimum(dear, question.penalty))
    scarce = zip(price.tolist(), limit.tolist(), strict=True)
    paid = sum(one * places for one, places in scarce)
    return int(sum(worth.tolist()) - paid)
