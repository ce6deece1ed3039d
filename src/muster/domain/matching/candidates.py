"""Which helpers could go to which needs, and the first reason why the others cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from muster.domain.costs import CostRule, Deployed, estimate
from muster.domain.coverage import DutyStatus, MissingAct
from muster.domain.geo import drive_minutes, road_km
from muster.domain.matching.cover import NO_PATH, CoverBook, Sender
from muster.domain.matching.people import Roster
from muster.domain.matching.problem import Helper, HelperKind, Mode, Need, Problem
from muster.domain.matching.solution import Candidate, Cause, NotChosen
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


@dataclass(frozen=True, slots=True)
class _Trip:
    """How a helper would reach the work. `too_far` and `wrong_way` are sentences or empty."""

    remote: bool
    road_km: float
    drive_minutes: int
    too_far: str = ""
    wrong_way: str = ""


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
        trip = self._trip(need, helper)
        obstacles = self._obstacles(need, helper, trip)
        first = next(obstacles, None)
        if first is None:
            return self._candidate(need, helper, trip)
        cause, detail, missing = first
        ready = cause is Cause.MISSING_ACT and next(obstacles, None) is None
        figures = self._candidate(need, helper, trip) if ready else None
        return NotChosen(need.id, helper.id, cause, detail, missing=missing, candidate=figures)

    def held(self, need: Need, helper: Helper) -> Candidate:
        """The figures of a claim that already stands, whatever has changed since."""
        return self._candidate(need, helper, self._trip(need, helper))

    def _obstacles(self, need: Need, helper: Helper, trip: _Trip) -> Iterator[Obstacle]:
        group = (helper, *self._roster.people(helper))
        if any((need.id, one.id) in self._problem.declined for one in group):
            yield Cause.DECLINED, "Has declined this need and is not asked again.", ()
        if any(need.organization_id in one.conflicts for one in group):
            yield Cause.CONFLICT, "Has declared a conflict of interest with who asks.", ()
        cover = self._cover.cover(need, self._senders_of(helper))
        if cover.refusal:
            yield Cause.NO_COVER, cover.refusal, ()
        if cover.missing:
            acts = "; ".join(str(act) for act in cover.missing)
            yield Cause.MISSING_ACT, f"Could go once this is done: {acts}.", cover.missing
        if trip.too_far:
            yield Cause.TOO_FAR, trip.too_far, ()
        if trip.wrong_way:
            yield Cause.NOT_ON_SITE_OR_REMOTE, trip.wrong_way, ()
        unavailable = self._unavailable(need, helper, trip)
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
            return ""
        position = BY_CODE.get(need.position)
        title = position.title if position else need.position
        if level is None:
            return f"Does not hold {title}."
        return f"Holds {title} at level {level}; level {need.minimum_level} or better is asked."

    def _senders_of(self, helper: Helper) -> tuple[Sender, ...]:
        senders = self._senders.get(helper.id)
        if senders is None:
            kit = helper.kind is HelperKind.KIT
            own = DutyStatus.EMPLOYEE if kit else helper.duty_status
            people = [(p.organization_id, p.duty_status) for p in self._roster.people(helper)]
            senders = tuple(dict.fromkeys([(helper.organization_id, own), *people]))
            self._senders[helper.id] = senders
        return senders

    def _trip(self, need: Need, helper: Helper) -> _Trip:
        remote = helper.remote_capable and helper.kind is not HelperKind.KIT
        if need.mode is Mode.REMOTE:
            kit = helper.kind is HelperKind.KIT
            why = "Kit has to be on site." if kit else "Cannot work remotely; the need is remote."
            return _Trip(True, 0.0, 0, wrong_way="" if remote else why)
        length = road_km(need.place, helper.place)
        drive = drive_minutes(need.place, helper.place)
        too_far = length > helper.travel_limit_km
        if need.mode is Mode.EITHER and remote:
            ready = self._problem.now + timedelta(minutes=helper.mobilization_minutes)
            sooner = drive > 0 and ready + timedelta(minutes=drive) > need.window.start
            if too_far or sooner:
                return _Trip(True, 0.0, 0)
        sentence = f"{length:.0f} km by road; travels up to {helper.travel_limit_km:.0f} km."
        return _Trip(False, length, drive, too_far=sentence if too_far else "")

    def _unavailable(self, need: Need, helper: Helper, trip: _Trip) -> str:
        for one in (helper, *self._roster.people(helper)):
            if not any(window.covers(need.window) for window in self._free_of(one)):
                whole = "for the whole window"
                return (
                    f"{one.id} is not free {whole}." if one is not helper else f"Not free {whole}."
                )
        if self._arrives_after(helper, trip) >= need.window.end - self._problem.now:
            return "Would arrive after the window has ended."
        return ""

    def _free_of(self, helper: Helper) -> tuple[Window, ...]:
        free = self._free.get(helper.id)
        if free is None:
            free = without(helper.available, helper.committed)
            self._free[helper.id] = free
        return free

    def _arrives_after(self, helper: Helper, trip: _Trip) -> timedelta:
        return timedelta(minutes=helper.mobilization_minutes + trip.drive_minutes)

    def _candidate(self, need: Need, helper: Helper, trip: _Trip) -> Candidate:
        path = self._cover.cover(need, self._senders_of(helper)).path or NO_PATH
        fills = len(helper.member_ids) if helper.kind is HelperKind.TEAM else 1
        return Candidate(
            need_id=need.id,
            helper_id=helper.id,
            path=path,
            remote=trip.remote,
            road_km=trip.road_km,
            drive_minutes=trip.drive_minutes,
            arrives_at=max(
                need.window.start, self._problem.now + self._arrives_after(helper, trip)
            ),
            cost_cents=_cost(path.cost_rule, need, helper, trip) * fills,
            fills=fills,
        )


def _cost(rule: CostRule, need: Need, helper: Helper, trip: _Trip) -> int:
    """Cents per person or piece. Kit is charged by the hour only: it needs no bed and no meals."""
    kit = helper.kind is HelperKind.KIT
    deployed = Deployed(
        elapsed_hours=need.window.hours,
        hourly_cents=helper.hourly_cents,
        road_km=trip.road_km,
        remote=trip.remote or kit,
    )
    return estimate(rule, deployed).amount
