"""Objectives in strict order: each is settled and proven before the next may choose among ties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter

from muster.domain.matching.certificate import DUALITY, Proof, narrowed, prove
from muster.domain.matching.highs import Look, improve
from muster.domain.matching.program import Objective, Peak, Program, Total, by_merit, greedy, total
from muster.domain.matching.solution import LevelProof
from muster.domain.matching.watch import Stage, Unwatched, Watch


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whole amounts per option and one proof per objective, in the order of the objectives.

    `hungry` are needs whose shortlist has to be longer before the proofs speak of everybody.
    """

    amounts: tuple[int, ...]
    proofs: tuple[LevelProof, ...]
    hungry: tuple[str, ...] = ()


def settle(
    program: Program,
    objectives: Sequence[Objective],
    *,
    seconds: float,
    watch: Watch | None = None,
) -> Outcome:
    """Solve the objectives one after the other within `seconds`. Between two it can be stopped.

    Out of time, the plan is still feasible and the proofs show the gaps that are left. A level
    after an unproven one is bounded among the plans at least as good as this one before it.
    """
    watched, watch = watch, watch or Unwatched()
    deadline = perf_counter() + seconds
    original = program
    order = by_merit(original, objectives)
    amounts = greedy(original, order, program.lower)
    proofs: list[LevelProof] = []
    for at, objective in enumerate(objectives):
        watch.stage(Stage.SOLVING, at, len(objectives))
        look = partial(watch.stage, Stage.SOLVING, at, len(objectives)) if watched else None
        if isinstance(objective, Peak):
            amounts, proof = _least_peak(program, objective, amounts, deadline, look)
            upper = [
                most if value <= proof.value else 0
                for value, most in zip(objective.values, program.upper, strict=True)
            ]
            program = program.tightened(program.lower, upper)
        else:
            gains = objective.gains
            amounts, step = _most(program, gains, amounts, deadline, look)
            if objective.largest:
                # The solver leaves out whatever this level does not count; should time run out
                # now, that must not stay empty. More of anything never hurts a level like this.
                amounts = greedy(original, order, amounts)
                step = replace(step, value=total(gains, amounts))
            program = narrowed(program, gains, step)
            proof = _level(objective, step)
        proofs.append(proof)
    return Outcome(amounts, tuple(proofs))


def _level(objective: Total, step: Proof) -> LevelProof:
    sign = 1 if objective.largest else -1
    return LevelProof(objective.name, sign * step.value, sign * step.bound, step.method)


def _most(
    program: Program,
    gains: Sequence[int],
    amounts: tuple[int, ...],
    deadline: float,
    look: Look | None,
) -> tuple[tuple[int, ...], Proof]:
    """The plan with the largest total from `amounts` on, and its proof."""
    proof = prove(program, gains, amounts)
    seconds = deadline - perf_counter()
    if proof.tight or seconds <= 0:
        return amounts, proof
    attempt = improve(program, gains, amounts, seconds=seconds, look=look)
    better = prove(
        program, gains, attempt.amounts, hints=attempt.hints, tree_bound=attempt.tree_bound
    )
    if proof.bound < better.bound:
        better = replace(proof, value=better.value)
    return attempt.amounts, better


def _least_peak(
    program: Program, objective: Peak, amounts: tuple[int, ...], deadline: float, look: Look | None
) -> tuple[tuple[int, ...], LevelProof]:
    """The smallest possible largest value, found by asking what can be avoided altogether.

    A value v is needed when even the plan with the fewest options of value v or more has one.
    """
    marks = sorted({0, *objective.values})
    needed, reached = 0, marks.index(objective.of(amounts))
    method = DUALITY
    probe = reached
    while needed < reached:
        gains = tuple(-1 if value >= marks[probe] else 0 for value in objective.values)
        tried, proof = _most(program, gains, amounts, deadline, look)
        if objective.of(tried) < marks[reached]:
            amounts, reached = tried, marks.index(objective.of(tried))
        if proof.bound < 0:
            needed, method = probe, proof.method
        elif proof.value < 0:
            break
        probe = (needed + reached + 1) // 2
    return amounts, LevelProof(objective.name, marks[reached], marks[needed], method)
