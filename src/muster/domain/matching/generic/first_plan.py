"""A quick plan for a generalised assignment, so that a short time limit still has an answer.

Most regret first (Martello and Toth, 1981), then single jobs move and pairs of jobs change places
while that saves anything. Nothing is proven here, and there may be no plan it finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from muster.domain.matching.flow.arrays import Ints
from muster.domain.matching.generic.instance import Question

Floats = NDArray[np.float64]
_NEVER = 1 << 60
_MOST_WORK = 3_000_000_000
_LITTLE_WORK = 50_000_000
"""Pairs looked at in one order of merit; by count, so that every machine tries the same."""

_WHOLE = 1 - 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """What is known from the program without whole numbers: nothing, all nil."""

    prices: Floats
    """agent → what a unit of its capacity is worth"""
    shares: Floats
    """agents by jobs → how much of the job the agent does"""


def first_plan(question: Question, relaxed: Relaxed, until: float) -> Ints | None:
    """A plan that keeps to the rules, or None; from several orders of merit, the best."""
    cost, resource = question.cost.astype(float), question.resource.astype(float)
    share = resource / np.maximum(question.capacity, 1)[:, None]
    paid = cost + relaxed.prices[:, None] * resource
    nothing = np.full(question.jobs, -1, np.int64)
    best: Ints | None = None
    for begun, merit in (
        (_whole_part(question, relaxed.shares), paid),
        (nothing, paid),
        (nothing, cost),
        (nothing, share),
    ):
        work = question.agents * int((begun < 0).sum()) ** 2
        if work > (_MOST_WORK if best is None else _LITTLE_WORK):
            continue
        plan = _by_regret(question, np.where(question.allowed, merit, np.inf), begun, until)
        if plan is not None:
            plan = mended(question, plan, until)
            if best is None or question.value(plan) < question.value(best):
                best = plan
    return best


def _whole_part(question: Question, shares: Floats) -> Ints:
    """The jobs that the relaxation does not split, as far as they fit in whole numbers."""
    plan = np.where(shares.max(axis=0) > _WHOLE, shares.argmax(axis=0), -1)
    for agent in np.flatnonzero(_room(question, plan) < 0):
        plan[plan == agent] = -1
    return plan


def mended(question: Question, plan: Ints, until: float) -> Ints:
    """The plan after every move and exchange that saves something."""
    plan, saved = plan.copy(), True
    while saved and perf_counter() <= until:
        saved = _move(question, plan) or _exchange(question, plan, until)
    return plan


def _by_regret(question: Question, merit: Floats, begun: Ints, until: float) -> Ints | None:
    """Place the job that would lose most by waiting; forced jobs before all others."""
    plan, room = begun.copy(), _room(question, begun)
    for kind in (question.forced, ~question.forced):
        waiting = np.flatnonzero(kind & (begun < 0))
        while len(waiting):
            if perf_counter() > until:
                return None
            fits = question.resource[:, waiting] <= room[:, None]
            at, agent = _most_regret(np.where(fits, merit[:, waiting], np.inf))
            job, stuck = waiting[at], agent < 0
            waiting = np.delete(waiting, at)
            if stuck and question.forced[job]:
                return None
            worth = question.forced[job] or question.cost[agent, job] < question.penalty[job]
            if not stuck and worth:
                plan[job] = agent
                room[agent] -= question.resource[agent, job]
    return plan


def _most_regret(merit: Floats) -> tuple[int, int]:
    """The job whose second agent is furthest behind its first, and that agent.

    A job that nobody can take comes before all others, with -1.
    """
    jobs = np.arange(merit.shape[1])
    best = merit.argmin(axis=0)
    least = merit[best, jobs]
    stuck = np.isinf(least)
    if stuck.any():
        return int(stuck.argmax()), -1
    second = np.partition(merit, 1, axis=0)[1] if len(merit) > 1 else least
    at = int((second - least).argmax())
    return at, int(best[at])


def _room(question: Question, plan: Ints) -> Ints:
    done = np.flatnonzero(plan >= 0)
    used = np.zeros(question.agents, np.int64)
    np.add.at(used, plan[done], question.resource[plan[done], done])
    return question.capacity - used


def _pays(question: Question, plan: Ints) -> Ints:
    """Job → what it costs now."""
    found = question.penalty.copy()
    done = np.flatnonzero(plan >= 0)
    found[done] = question.cost[plan[done], done]
    return found


def _move(question: Question, plan: Ints) -> bool:
    """Each job goes where it is cheapest and fits, or is left open; whether any did."""
    room, pays, moved = _room(question, plan), _pays(question, plan), False
    for job in range(question.jobs):
        fits = question.allowed[:, job] & (question.resource[:, job] <= room)
        cost = np.where(fits, question.cost[:, job], _NEVER)
        agent, before = int(cost.argmin()), int(plan[job])
        if not question.forced[job] and question.penalty[job] < min(pays[job], cost[agent]):
            agent = -1
        elif cost[agent] >= pays[job]:
            continue
        if before >= 0:
            room[before] += question.resource[before, job]
        if agent >= 0:
            room[agent] -= question.resource[agent, job]
        plan[job], moved = agent, True
    return moved


def _exchange(question: Question, plan: Ints, until: float) -> bool:
    """Each job changes places with the one that saves most; whether any did."""
    done, moved = np.flatnonzero(plan >= 0), False
    room, pays = _room(question, plan), _pays(question, plan)
    for job in done:
        if perf_counter() > until:
            break
        here, there = plan[job], plan[done]
        mine, other = question.resource[here, job], question.resource[there, done]
        saved = pays[job] + pays[done] - question.cost[there, job] - question.cost[here, done]
        can = (
            (there != here)
            & question.allowed[there, job]
            & question.allowed[here, done]
            & (room[here] + mine >= question.resource[here, done])
            & (room[there] + other >= question.resource[there, job])
        )
        at = int(np.where(can, saved, 0).argmax())
        if not can[at] or saved[at] <= 0:
            continue
        partner, to = done[at], there[at]
        room[here] += mine - question.resource[here, partner]
        room[to] += other[at] - question.resource[to, job]
        plan[job], plan[partner] = to, here
        pays[job], pays[partner] = question.cost[to, job], question.cost[here, partner]
        moved = True
    return moved
