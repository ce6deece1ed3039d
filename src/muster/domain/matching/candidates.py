"""Which helpers could go to which needs, and the first reason why the others cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from muster.domain.costs import CostRule, Deployed, estimate
from muster.domain.instruments import MissingAct
from muster.domain.matching.cover import NO_PATH, CoverBook, Sender, senders_of
from muster.domain.matching.people import Roster
from muster.domain.matching.problem import Helper, HelperKind, Need, Problem
from muster.domain.matching.solution import Candidate, Cause, NotChosen
from muster.domain.matching.trips import Trip, rested, trip, under_way
from muster.domain.matching.watch import Stage, Unwatched, Watch
from muster.domain.positions import BY_CODE
from muster.domain.windows import Window, without

Obstacle = tuple[Cause, str, tuple[MissingAct, ...]]

PAIRS_BETWEEN_LOOKS = 2_000
"""A few hundredths of a second: whoever stops a run does not wait for the rest of it."""


@dataclass(frozen=True, slots=True)
class Screening:
    """Every pair of need and helper, judged. Candidates in the order of need id and helper id."""

    candidates: tuple[Candidate, ...]
    refused: Mapping[str, tuple[NotChosen, ...]]


Verdicts = dict[tuple[str, str], Candidate | NotChosen]
"""By need and helper; a verdict on one pair does not depend on who else is in the problem."""


def screen(
    problem: Problem, verdicts: Verdicts | None = None, watch: Watch | None = None
) -> Screening:
    """Judge all pairs of a valid problem. Known `verdicts` are kept and new ones added."""
    watch = watch or Unwatched()
    screener, known = Screener(problem), {} if verdicts is None else verdicts
    worth_judging = _worth_judging(problem)
    candidates: list[Candidate] = []
    refused: dict[str, tuple[NotChosen, ...]] = {}
    needs = sorted(problem.needs, key=lambda need: need.id)
    judged, pairs = 0, sum(len(worth_judging(need)) for need in needs)
    for need in needs:
        refusals: list[NotChosen] = []
        for helper in worth_judging(need):
            if judged % PAIRS_BETWEEN_LOOKS == 0:
                watch.stage(Stage.JUDGING, judged, pairs)
            judged += 1
            verdict = known.get((need.id, helper.id)) or screener.judge(need, helper)
            known[need.id, helper.id] = verdict
            if isinstance(verdict, Candidate):
                candidates.append(verdict)
            else:
                refusals.append(verdict)
        refused[need.id] = tuple(refusals)
    return Screening(tuple(candidates), refused)


def _worth_judging(problem: Problem) -> Callable[[Need], Sequence[Helper]]:
    """Everybody in the order of their ids, or the need's shortlist with all teams and kit."""
    helpers = sorted(problem.helpers, key=lambda helper: helper.id)
    by_id = {helper.id: helper for helper in helpers}
    groups = [helper for helper in helpers if helper.kind is not HelperKind.RESPONDER]

    @cache
    def of(need: Need) -> Sequence[Helper]:
        shortlist = problem.shortlists.get(need.id)
        if shortlist is None:
            return helpers
        people = [by_id[one] for one in shortlist.helper_ids if one in by_id]
        return sorted([*groups, *people], key=lambda helper: helper.id)

    return of


class Screener:
    """Judges single pairs, remembering what many pairs share."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._roster = Roster(problem)
        self._cover = CoverBook(problem)
        self._levels = {helper.id: dict(helper.levels) for helper in problem.helpers}
        self._free: dict[str, tuple[Window, ...]] = {}
        self._senders: dict[str, tuple[Sender, ...]] = {}

    def judge(self, need: Need, helper: Helper) -> Candidate | NotChosen:
        """The candidate, or the first cause in the order of `Cause` why there is none.

        Where acts are missing and nothing else is wrong, the refusal carries the figures.
        """
        unqualified = self._unqualified(need, helper)
        if unqualified:
            return NotChosen(need.id, helper.id, Cause.NOT_QUALIFIED, unqualified)
        way = trip(self._problem.now, need, helper)
        obstacles = self._obstacles(need, helper, way)
        first = next(obstacles, None)
        if first is None:
            return self._candidate(need, helper, way)
        cause, detail, missing = first
        ready = cause is Cause.MISSING_ACT and next(obstacles, None) is None
        figures = self._candidate(need, helper, way) if ready else None
        return NotChosen(need.id, helper.id, cause, detail, missing=missing, candidate=figures)

    def held(self, need: Need, helper: Helper) -> Candidate:
        """The figures of a claim that already stands, whatever has changed since."""
        return self._candidate(need, helper, trip(self._problem.now, need, helper))

    def _obstacles(self, need: Need, helper: Helper, way: Trip) -> Iterator[Obstacle]:
        declined, group = self._problem.declined, self._group(helper)
        if declined and any((need.id, one.id) in declined for one in group):
            yield Cause.DECLINED, "Has declined this need and is not asked again.", ()
        if any(need.organization_id in one.conflicts for one in group):
            yield Cause.CONFLICT, "Has declared a conflict of interest with who asks.", ()
        cover = self._cover.cover(need, self._senders_of(helper))
        if cover.refusal:
            yield Cause.NO_COVER, cover.refusal, ()
        if cover.missing:
            acts = "; ".join(str(act) for act in cover.missing)
            yield Cause.MISSING_ACT, f"Could go once this is done: {acts}.", cover.missing
        if way.too_far:
            yield Cause.TOO_FAR, way.too_far, ()
        if way.wrong_way:
            yield Cause.NOT_ON_SITE_OR_REMOTE, way.wrong_way, ()
        unavailable = self._unavailable(need, helper, way)
        if unavailable:
            yield Cause.NOT_AVAILABLE, unavailable, ()
        if helper.kind is HelperKind.KIT and helper.units < 1:
            yield Cause.NOT_AVAILABLE, "All of its stock is committed.", ()
        if helper.kind is HelperKind.TEAM and len(helper.member_ids) > need.count:
            sentence = f"The team of {len(helper.member_ids)} goes whole; {need.count} are asked."
            yield Cause.WRONG_SIZE, sentence, ()

    def _unqualified(self, need: Need, helper: Helper) -> str:
        level = self._levels[helper.id].get(need.position)
        if level is not None and level <= need.minimum_level:
            return self._ignorant(need, helper) or self._uncleared(need, helper)
        position = BY_CODE.get(need.position)
        title = position.title if position else need.position
        if level is None:
            return f"Does not hold {title}."
        return f"Holds {title} at level {level}; level {need.minimum_level} or better is asked."

    def _ignorant(self, need: Need, helper: Helper) -> str:
        if not need.products:
            return ""
        people = self._roster.people(helper)
        known = helper.products.union(*(one.products for one in people))
        lacking = need.products - known
        return f"Does not know {_listed(lacking)}." if lacking else ""

    def _uncleared(self, need: Need, helper: Helper) -> str:
        for one in self._roster.people(helper) if need.clearances else ():
            lacking = need.clearances - one.clearances
            if lacking:
                who = "Lacks" if one is helper else f"{one.id} lacks"
                return f"{who} the clearance {_listed(lacking)}."
        return ""

    def _senders_of(self, helper: Helper) -> tuple[Sender, ...]:
        senders = self._senders.get(helper.id)
        if senders is None:
            senders = senders_of(helper, self._roster.people(helper))
            self._senders[helper.id] = senders
        return senders

    def _unavailable(self, need: Need, helper: Helper, way: Trip) -> str:
        gone = under_way(self._problem.now, need, way.drive_minutes)
        for one in self._group(helper):
            who = "" if one is helper else f"{one.id} "
            if not any(window.covers(gone) for window in self._free_of(one)):
                road = " and the way there and back" if way.drive_minutes else ""
                rest = f", with {one.rest_minutes / 60:g} h of rest" if one.rest_minutes else ""
                said = f"{who}is not" if who else "Not"
                return f"{said} free for the whole window{road}{rest}."
            if one.longest_tour_hours is not None and gone.hours > one.longest_tour_hours:
                return (
                    f"{who}{'goes' if who else 'Goes'} for {one.longest_tour_hours:g} h at most; "
                    f"this takes {gone.hours:g} h with the way."
                )
        if self._arrives_after(helper, way) >= need.window.end - self._problem.now:
            return "Would arrive after the window has ended."
        return ""

    def _group(self, helper: Helper) -> tuple[Helper, ...]:
        """The helper and whoever goes in it."""
        if helper.kind is HelperKind.TEAM:
            return (helper, *self._roster.people(helper))
        return (helper,)

    def _free_of(self, helper: Helper) -> tuple[Window, ...]:
        free = self._free.get(helper.id)
        if free is None:
            free = without(helper.available, rested(helper.committed, helper.rest_minutes))
            self._free[helper.id] = free
        return free

    def _arrives_after(self, helper: Helper, way: Trip) -> timedelta:
        return timedelta(minutes=helper.mobilization_minutes + way.drive_minutes)

    def _candidate(self, need: Need, helper: Helper, way: Trip) -> Candidate:
        path = self._cover.cover(need, self._senders_of(helper)).path or NO_PATH
        fills = len(helper.member_ids) if helper.kind is HelperKind.TEAM else 1
        return Candidate(
            need_id=need.id,
            helper_id=helper.id,
            path=path,
            remote=way.remote,
            road_km=way.road_km,
            drive_minutes=way.drive_minutes,
            arrives_at=max(need.window.start, self._problem.now + self._arrives_after(helper, way)),
            cost_cents=_cost(path.cost_rule, need, helper, way) * fills,
            fills=fills,
        )


def _listed(names: frozenset[str]) -> str:
    return " and ".join(sorted(names))


def _cost(rule: CostRule, need: Need, helper: Helper, way: Trip) -> int:
    """Cents per person or piece. Kit is charged by the hour only: it needs no bed and no meals."""
    kit = helper.kind is HelperKind.KIT
    deployed = Deployed(
        elapsed_hours=need.window.hours,
        hourly_cents=helper.hourly_cents,
        road_km=way.road_km,
        remote=way.remote or kit,
    )
    return estimate(rule, deployed).amount
