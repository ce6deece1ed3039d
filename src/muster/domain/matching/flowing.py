"""Settles a nested program as one flow: all levels at once, then the latest arrival.

Two whole numbers hold the levels: the major one what is filled and when people arrive, the minor
one money and burden. Which sets of positions can be filled at all is a matroid, so the weights
of the priorities only have to be in order, not larger than everything below them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np

from muster.domain.matching.certificate import DUALITY
from muster.domain.matching.flow import (
    ENDLESS,
    Arcs,
    Demand,
    Flow,
    most_important_first,
    place,
    prove,
    start,
    value_of,
)
from muster.domain.matching.flow.arrays import Flags, Ints
from muster.domain.matching.levels import Outcome
from muster.domain.matching.limits import LimitKind, NamedLimit
from muster.domain.matching.nested import Nested
from muster.domain.matching.objectives import levels_of
from muster.domain.matching.problem import Problem
from muster.domain.matching.program import Objective, Peak
from muster.domain.matching.solution import Candidate, LevelProof
from muster.domain.matching.watch import Stage, Unwatched, Watch

WIDEST = 1 << 58
"""No sum of costs may come near what a word holds."""

MOST_POSITIONS = 100_000
"""Pieces of kit by the million are quicker counted by the solver than placed one by one."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What each option counts for, and each need's priority (0 is the highest).

    `names` are those of the levels: one per priority present, arrival, latest, cost, burden.
    """

    priority: Ints
    minutes: Ints
    cents: Ints
    burden: Ints
    names: tuple[str, ...]
    classes: int
    need_ids: tuple[str, ...] = ()
    bounds: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """need → minutes and cents nobody left out of its shortlist is better than"""
    already: int = 0
    """minutes after which somebody arrives anyhow; to come no later than that costs nothing"""


def figures_of(
    problem: Problem,
    options: Sequence[Candidate],
    limits: Sequence[NamedLimit],
    already: int = 0,
) -> Figures:
    """The figures of the options, in the order of `levels_of`."""
    objectives = levels_of(problem, options)
    priorities = sorted({need.priority for need in problem.needs})
    ranks = {need.id: priorities.index(need.priority) for need in problem.needs}
    needs = [named.subject for named in limits if named.kind is LimitKind.NEED]
    _arrival, peak, cost, burden = objectives[-4:]
    return Figures(
        priority=np.array([ranks[need_id] for need_id in needs], np.int64),
        minutes=np.array(_weights(peak), np.int64),
        cents=np.array(_weights(cost), np.int64),
        burden=np.array(_weights(burden), np.int64),
        names=tuple(objective.name for objective in objectives),
        classes=len(priorities),
        need_ids=tuple(needs),
        bounds={
            at: bound
            for at, need_id in enumerate(needs)
            if need_id in problem.shortlists
            and (bound := problem.shortlists[need_id].bound) is not None
        },
        already=already,
    )


def _weights(objective: Objective) -> tuple[int, ...]:
    return objective.values if isinstance(objective, Peak) else objective.weights


def settle_flow(
    flow: Nested, figures: Figures, *, seconds: float, watch: Watch | None = None
) -> Settled | None:
    """The best plan; None when time is too short or a figure too large for it."""
    watch = watch or Unwatched()
    question = _question(flow, figures)
    if question is None:
        return None
    deadline = perf_counter() + seconds
    plan = _solved(question, figures.minutes >= 0, deadline)
    if plan is None:
        return None
    latest = _latest(question, plan)
    floor = value_of(question.demand, plan.plan)[0]
    hungry = question.hungry(plan, None)
    allowed, best = question.minutes <= latest, plan
    marks = _marks(question, latest)
    for at, mark in enumerate(marks):
        watch.stage(Stage.SOLVING, at, len(marks))
        tried = _solved(question, question.minutes <= mark, deadline)
        if tried is None:
            return None
        hungry |= question.hungry(tried, mark)
        if value_of(question.demand, tried.plan)[0] != floor:
            break
        allowed, best = question.minutes <= mark, tried
        if _latest(question, tried) == figures.already:
            break
    return Settled(question, best, allowed, tuple(sorted(hungry)))


@dataclass(frozen=True, slots=True)
class Settled:
    """The best plan of a flow, not checked yet: a plan that breaks a limit left out is dropped.

    `hungry` are needs whose shortlist has to be longer before it is the best for everybody.
    """

    _question: _Question
    _flow: Flow
    _allowed: Flags
    hungry: tuple[str, ...]

    @property
    def amounts(self) -> tuple[int, ...]:
        """How often each option is taken."""
        return _amounts(len(self._question.minutes), _chosen(self._flow))

    def outcome(self) -> Outcome:
        """With one proof per level, checked against every option there is."""
        return replace(_outcome(self._question, self._flow, self._allowed), hungry=self.hungry)


@dataclass(frozen=True, slots=True)
class _Question:
    nested: Nested
    figures: Figures
    demand: Demand
    minor: Ints
    order: Ints
    """options by need, each need's best first"""

    scale: int
    """what a cent weighs against a shift already given"""

    @property
    def minutes(self) -> Ints:
        return self.figures.minutes

    def hungry(self, flow: Flow, mark: int | None) -> set[str]:
        """Needs for which somebody left out could still improve this plan, by its prices.

        With a mark only those count who arrive no later than it.
        """
        found = set()
        major, minor = flow.plan.worth
        for need, (minutes, cents) in self.figures.bounds.items():
            mine = self.demand.need_of == need
            worth = max(zip(major[mine].tolist(), minor[mine].tolist(), strict=True), default=None)
            in_time = mark is None or minutes <= mark
            if worth is not None and in_time and (minutes, cents * self.scale) < worth:
                found.add(self.figures.need_ids[need])
        return found


def _question(flow: Nested, figures: Figures) -> _Question | None:
    positions = int(flow.room.sum())
    ladder = int(figures.minutes.max(initial=0)) * positions + 1
    steps = figures.classes
    scale = int(figures.burden.max(initial=0)) * positions + 1
    widest = max(ladder * (steps + 1), (int(figures.cents.max(initial=0)) + 1) * scale * positions)
    if positions > MOST_POSITIONS or widest > WIDEST:
        return None
    minor = figures.cents * scale + figures.burden
    demand = Demand(
        need_of=np.repeat(np.arange(len(flow.room)), flow.room),
        penalty_major=(steps - figures.priority) * ladder,
        penalty_minor=np.zeros(len(flow.room), np.int64),
    )
    order = np.lexsort((np.arange(len(minor)), minor, figures.minutes, flow.need_of))
    return _Question(flow, figures, demand, minor, order.astype(np.int64), scale)


def _solved(question: _Question, allowed: Flags, deadline: float) -> Flow | None:
    """The flow over the allowed options; None when the time is over."""
    order = question.order[allowed[question.order]]
    needs = len(question.nested.room)
    counts = np.bincount(question.nested.need_of[order], minlength=needs)
    end = np.cumsum(counts).astype(np.int64)
    arcs = Arcs(
        start=end - counts,
        end=end,
        agent=order,
        major=question.minutes[order],
        minor=question.minor[order],
        bound_major=np.full(needs, ENDLESS),
        bound_minor=np.zeros(needs, np.int64),
    )
    flow = start(question.demand, question.nested.supply, arcs)
    wanted = most_important_first(question.demand)
    return flow if place(flow, wanted, until=deadline) == len(wanted) else None


def _marks(question: _Question, latest: int) -> list[int]:
    """The times before `latest` by which all may be asked to arrive, from the last on."""
    already, minutes = question.figures.already, question.minutes
    marks = set(minutes[(already <= minutes) & (minutes < latest)].tolist())
    if 0 < already < latest:
        marks.add(already)
    return sorted(marks, reverse=True)


def _latest(question: _Question, flow: Flow) -> int:
    """When the last one arrives; not before the one who comes anyhow."""
    return int(question.minutes[_chosen(flow)].max(initial=question.figures.already))


def _outcome(question: _Question, flow: Flow, allowed: Flags) -> Outcome:
    """Amounts per option and one proof per level."""
    chosen = _chosen(flow)
    options = np.flatnonzero(allowed)
    needs = question.nested.need_of[options]
    proof = prove(
        question.demand,
        question.nested.supply,
        flow.plan,
        (
            (need, mine, question.minutes[mine], question.minor[mine])
            for need in range(len(question.nested.room))
            for mine in (options[needs == need],)
        ),
    )
    if not proof.holds:
        raise AssertionError(f"The flow is not proven: {proof.faults[:3]}")
    figures = question.figures
    filled_at = figures.priority[question.nested.need_of[chosen]]
    values = [
        *(int((filled_at == priority).sum()) for priority in range(figures.classes)),
        int(figures.minutes[chosen].sum()),
        _latest(question, flow),
        int(figures.cents[chosen].sum()),
        int(figures.burden[chosen].sum()),
    ]
    return Outcome(
        amounts=_amounts(len(figures.minutes), chosen),
        proofs=tuple(
            LevelProof(name, value, value, DUALITY)
            for name, value in zip(figures.names, values, strict=True)
        ),
    )


def _chosen(flow: Flow) -> Ints:
    return flow.plan.agent[flow.plan.agent >= 0]


def _amounts(options: int, chosen: Sequence[int] | Ints) -> tuple[int, ...]:
    return tuple(np.bincount(chosen, minlength=options).tolist())
