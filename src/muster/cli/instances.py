"""Published assignment instances on the command line: read from a file, solved, and told."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from threading import Timer
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from muster.cli.printing import output, print_problem, print_rows
from muster.domain.failures import Invalid
from muster.domain.matching.generic import (
    Answer,
    Infeasible,
    Instance,
    Sense,
    instance_of,
    instances_of,
    solve,
)
from muster.domain.matching.generic.text_file import looks_like_numbers

STANDARD_INPUT = "-"
MOST_BYTES = 200_000_000
MOST_SECONDS = 86_400
NO_PLAN_YET = 1
NO_PLAN = 2
QUIET_SECONDS = 2.0
"""Nobody needs to see time pass before that."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one problem: an answer, or the sentence that proves there is none.

    `number` is its place in a file of several, from 1; 0 for a file of one.
    """

    number: int
    instance: Instance
    answer: Answer | None
    sentence: str = ""

    @property
    def code(self) -> int:
        """The exit code this outcome asks for."""
        if self.answer is None:
            return NO_PLAN
        return NO_PLAN_YET if self.answer.objective is None else 0


def read_instances(
    file: Path, sense: Sense | None, seconds: float
) -> tuple[Sequence[Instance], bool]:
    """The problems of the file, and whether it is of the kind that holds several.

    Raises Invalid with a sentence for a file, a sense or a time limit that cannot be used.
    """
    if not 0 < seconds <= MOST_SECONDS:
        raise Invalid(f"Give a time limit above 0 and up to {MOST_SECONDS:,} seconds.")
    text = _text(file)
    if looks_like_numbers(text):
        return instances_of(text, sense or Sense.MIN), True
    if sense is not None:
        raise Invalid("A JSON instance names its own sense.", 'Write "sense": "max" in the file.')
    return [instance_of(text)], False


def outcomes(problems: Sequence[Instance], seconds: float, *, numbered: bool) -> Iterator[Outcome]:
    """Solve one after the other. A single problem that has no plan raises Infeasible."""
    for number, instance in enumerate(problems, 1):
        try:
            yield Outcome(number if numbered else 0, instance, solve(instance, seconds=seconds))
        except Infeasible as proven:
            if len(problems) == 1:
                raise
            yield Outcome(number, instance, None, proven.sentence)


@contextmanager
def elapsed() -> Iterator[None]:
    """On a terminal, show the seconds once there are a few. Ctrl-C ends with a sentence."""
    try:
        if sys.stderr.isatty():
            with _clock():
                yield
        else:
            yield
    except KeyboardInterrupt:
        print_problem("Stopped. There is no answer.")
        raise


@contextmanager
def _clock() -> Iterator[None]:
    columns = (TextColumn("Solving"), TimeElapsedColumn())
    clock = Progress(*columns, console=Console(stderr=True), transient=True)
    clock.add_task("")
    late = Timer(QUIET_SECONDS, clock.start)
    late.daemon = True
    late.start()
    try:
        yield
    finally:
        late.cancel()
        late.join()
        clock.stop()


def plain_outcome(outcome: Outcome) -> dict[str, Any]:
    """The outcome as JSON: figures as the file counts them."""
    instance, answer = outcome.instance, outcome.answer
    numbered: dict[str, Any] = {"problem": outcome.number} if outcome.number else {}
    if answer is None:
        return {**numbered, "infeasible": True, "sentence": outcome.sentence}
    return {
        **numbered,
        "objective": _figure(instance, answer.objective),
        "bound": _figure(instance, answer.bound),
        "gap": answer.gap,
        "optimal": answer.optimal,
        "seconds": round(answer.seconds, 3),
        "method": answer.method,
        "assignment": _assignment(instance, answer),
        "unassigned": _unassigned(instance, answer),
    }


def say(outcome: Outcome) -> None:
    """The outcome as a table and a sentence; no plan as a problem."""
    instance, answer = outcome.instance, outcome.answer
    name = f"Problem {outcome.number}: " if outcome.number else ""
    if answer is None:
        print_problem(f"{name}{outcome.sentence}")
        return
    bound = _figure(instance, answer.bound)
    spent = f"{answer.seconds:.2f} s, {answer.method}"
    if answer.objective is None:
        print_problem(
            f"{name}No plan was found in time; that does not say there is none.",
            f"Whatever plan there is, its objective is no better than {bound} ({spent}).",
            "Give it more time with --time-limit.",
        )
        return
    rows = [
        {**row, "job": escape(row["job"]), "agent": escape(row["agent"])}
        for row in _assignment(instance, answer)
    ]
    print_rows(f"{name}Assignment", rows, as_json=False)
    if left := _unassigned(instance, answer):
        output().print(f"Left open: {', '.join(left)}.", markup=False)
    gap = "proven best" if answer.optimal else f"gap {answer.gap:.4%}, not proven best"
    output().print(
        f"{name}Objective {_figure(instance, answer.objective)}, bound {bound}: {gap} ({spent}).",
        markup=False,
    )


def _assignment(instance: Instance, answer: Answer) -> list[dict[str, Any]]:
    return [
        {
            "job": instance.job_ids[job],
            "agent": instance.agent_ids[agent],
            "cost": _figure(instance, int(instance.cost[agent, job])),
        }
        for job, agent in enumerate(answer.agent_of)
        if agent >= 0
    ]


def _unassigned(instance: Instance, answer: Answer) -> list[str]:
    """Jobs left open; all of them while there is no plan."""
    if answer.objective is None:
        return list(instance.job_ids)
    return [instance.job_ids[job] for job, agent in enumerate(answer.agent_of) if agent < 0]


def _figure(instance: Instance, units: int | None) -> int | float | None:
    """Exact: a figure has fewer digits than a float holds."""
    found = None if units is None else instance.plain(units)
    return float(found) if isinstance(found, Decimal) else found


def _text(file: Path) -> str:
    try:
        if str(file) == STANDARD_INPUT:
            found = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with file.open("rb") as opened:
                found = opened.read(MOST_BYTES + 1)
        if len(found) > MOST_BYTES:
            raise Invalid(f"{file} is larger than {MOST_BYTES // 1_000_000} MB.")
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(f"{file} is not UTF-8 text: {error}.", "Save it as UTF-8.") from error
    except OSError as error:
        raise Invalid(f"{file} cannot be read as text: {error}.", "Check the name.") from error
