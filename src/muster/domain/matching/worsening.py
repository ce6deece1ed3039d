"""By how much the plan would worsen if one helper went to one need after all."""

from __future__ import annotations

from dataclasses import dataclass, replace

from muster.domain.matching.candidates import Screener, Verdicts
from muster.domain.matching.levels import Outcome
from muster.domain.matching.limits import LimitKind, limits_of
from muster.domain.matching.objectives import (
    ARRIVAL,
    COST,
    FAIRNESS,
    LATEST,
    LOT,
    PRIORITY_NAMES,
    objectives_of,
)
from muster.domain.matching.plan import Longer, best_run
from muster.domain.matching.problem import Helper, Need, Problem
from muster.domain.matching.program import Peak
from muster.domain.matching.solution import Candidate, NotChosen, Solution
from muster.domain.matching.validity import refuse_nonsense, refuse_time
from muster.domain.money import Cents

_HELD = {
    LimitKind.NEED: "What stands already leaves no room in this need.",
    LimitKind.PERSON: "What stands already has them elsewhere in the same hours.",
    LimitKind.STOCK: "What stands already uses up its stock in these hours.",
    LimitKind.FLOOR: "Its organization would fall below its home floor, whoever else stays.",
    LimitKind.LENDING: "Its organization would lend more than it may, whoever else stays.",
}
_FILLED = frozenset(PRIORITY_NAMES.values())


@dataclass(frozen=True, slots=True)
class LevelChange:
    """One level of the plan as it is, and of the best plan with the pair in it."""

    name: str
    before: int
    after: int

    @property
    def loss(self) -> int:
        """How much worse it gets, in the level's unit; below 0 it gets better."""
        return self.before - self.after if self.name in _FILLED else self.after - self.before


@dataclass(frozen=True, slots=True)
class Worsening:
    """What sending a helper to a need would do to the plan, in one plain `sentence`.

    `levels` come in their strict order without the lot; a later one may get better where an
    earlier one gets worse. They are empty when the pair is impossible. Where `proven` is False
    the loss may be smaller than it says.
    """

    need_id: str
    helper_id: str
    possible: bool
    levels: tuple[LevelChange, ...]
    proven: bool
    sentence: str

    @property
    def first(self) -> LevelChange | None:
        """The first level that differs, which decides; None for a tie."""
        return next((level for level in self.levels if level.loss), None)


def worsening(
    problem: Problem,
    solution: Solution,
    need_id: str,
    helper_id: str,
    *,
    time_limit_seconds: float,
    longer: Longer | None = None,
    verdicts: Verdicts | None = None,
) -> Worsening:
    """Solve `problem` again with the pair in the plan and compare with its `solution`.

    One piece of kit is sent. The levels count what is added to held claims, the pair included.
    With shortlists `longer` answers `problem` with longer ones; `verdicts` that are known stand.
    Raises ValueError with a sentence when the problem knows no such need or helper.
    """
    refuse_time(time_limit_seconds)
    refuse_nonsense(problem)
    need, helper = _named(problem, need_id, helper_id)
    pair = need_id, helper_id
    if any(
        (one.candidate.need_id, one.candidate.helper_id) == pair for one in solution.assignments
    ):
        return _unchanged(solution, need_id, helper_id)
    verdict = Screener(problem).judge(need, helper)
    if isinstance(verdict, NotChosen):
        return Worsening(need_id, helper_id, False, (), True, verdict.detail)
    for named in limits_of(problem, (verdict,)):
        if named.limit.used((1,)) > named.limit.capacity:
            return Worsening(need_id, helper_id, False, (), True, _HELD[named.kind])
    own = _figures(problem, verdict)
    # Alone the pair fits, so a held claim of it takes up exactly what choosing it would.
    held = (*problem.held, (need_id, helper_id, verdict.fills))
    run = best_run(
        replace(problem, held=held),
        {} if verdicts is None else verdicts,
        time_limit_seconds=time_limit_seconds,
        longer=longer and (lambda hungry: replace(longer(hungry), held=held)),
        already=own[LATEST],
    )
    levels = _changes(solution, run.outcome, own)
    timely = all(proof.gap == 0 for proof in run.outcome.proofs if proof.name != LOT)
    proven = timely and not run.hungry and not solution.hungry
    sentence = _sentence(solution, levels)
    if any(level.loss for level in levels) and not proven:
        reason = "Time ran out before this was proven" if not timely else "Not all were looked at"
        sentence = f"{sentence} {reason}; the loss may be smaller."
    return Worsening(need_id, helper_id, True, levels, proven, sentence)


def _named(problem: Problem, need_id: str, helper_id: str) -> tuple[Need, Helper]:
    need = next((one for one in problem.needs if one.id == need_id), None)
    helper = next((one for one in problem.helpers if one.id == helper_id), None)
    if need is None or helper is None:
        what = f"The need {need_id}" if need is None else f"The helper {helper_id}"
        raise ValueError(f"{what} is not in the problem; ask about one that is.")
    return need, helper


def _unchanged(solution: Solution, need_id: str, helper_id: str) -> Worsening:
    levels = tuple(
        LevelChange(level.name, level.value, level.value)
        for level in solution.certificate.levels
        if level.name != LOT
    )
    return Worsening(need_id, helper_id, True, levels, True, "Goes there already in this plan.")


def _figures(problem: Problem, candidate: Candidate) -> dict[str, int]:
    """What the pair itself counts for at each level."""
    return {
        objective.name: (
            objective.values[0] if isinstance(objective, Peak) else objective.weights[0]
        )
        for objective in objectives_of(problem, (candidate,))
    }


def _changes(solution: Solution, rest: Outcome, own: dict[str, int]) -> tuple[LevelChange, ...]:
    before = {level.name: level.value for level in solution.certificate.levels}
    return tuple(
        LevelChange(
            level.name,
            before[level.name],
            max(level.value, own[LATEST])
            if level.name == LATEST
            else level.value + own[level.name],
        )
        for level in rest.proofs
        if level.name != LOT
    )


def _sentence(solution: Solution, levels: tuple[LevelChange, ...]) -> str:
    first = next((level for level in levels if level.loss), None)
    if first is None:
        lot = any(level.name == LOT for level in solution.certificate.levels)
        return f"Nothing would get worse: it is a tie{' drawn by lot' if lot else ''}."
    loss = first.loss
    if loss < 0:
        return "Sending them here would be better: this plan was not proven to be the best."
    match first.name:
        case name if name == ARRIVAL:
            what = f"people would arrive {_counted(loss, 'minute')} later in all"
        case name if name == LATEST:
            what = f"the last one would arrive {_counted(loss, 'minute')} later"
        case name if name == COST:
            what = f"the plan would cost {Cents(loss)} more"
        case name if name == FAIRNESS:
            what = f"the burden would be less fair by {loss:,} (shifts given, tenths of a home out)"
        case name:
            kind = name.removesuffix(" needs filled")
            what = f"{_counted(loss, f'more {kind} need')} would stay open"
    return f"If they went here, {what}."


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
