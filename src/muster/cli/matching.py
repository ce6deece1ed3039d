"""`muster match …`: the matching engine by itself."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from muster.cli.acting import As, AsJson, acting_as
from muster.cli.environment import hub
from muster.cli.printing import print_json, print_problem, print_rows
from muster.cli.progress import match_progress

if TYPE_CHECKING:
    from muster.aid.services.replaying import Replay
    from muster.cli.instances import Outcome

app = typer.Typer(no_args_is_help=True)
NOT_THE_SAME = 1


class Wanted(StrEnum):
    """Whether an instance asks for the smallest or the largest total."""

    MIN = "min"
    MAX = "max"


@app.callback()
def match() -> None:
    """The matching engine."""


@app.command("solve")
def solve_file(
    file: Annotated[Path, typer.Argument(help="JSON or OR-Library text; - reads standard input.")],
    as_json: AsJson = False,
    time_limit: Annotated[float, typer.Option(help="Seconds for each problem.")] = 60.0,
    sense: Annotated[
        Wanted | None, typer.Option(help="For text files, which do not say; min when left out.")
    ] = None,
) -> None:
    """Solve an assignment instance; docs/matching/instances.md shows the format.

    Exit code 1 when no plan was found in time, 2 when it is proven that there is none.
    """
    # Compiled kernels take half a second to load; only what solves waits for them.
    from muster.cli.instances import elapsed, outcomes, plain_outcome, read_instances, say
    from muster.domain.matching.generic import Sense

    asked = Sense(sense) if sense else None
    found: list[Outcome] = []
    with elapsed():
        problems, many = read_instances(file, asked, time_limit)
        for outcome in outcomes(problems, time_limit, numbered=many):
            found.append(outcome)
            if not as_json:
                say(outcome)
    if as_json:
        plain = [plain_outcome(one) for one in found]
        print_json(plain if many else plain[0])
    if worst := max(one.code for one in found):
        raise typer.Exit(worst)


@app.command("replay")
def replay_run(
    run_id: Annotated[UUID, typer.Argument(help="Id of a match run, from its page or the API.")],
    email: As,
    as_json: AsJson = False,
) -> None:
    """Solve a stored match run again; exit code 1 when it is not what is stored."""
    with hub():
        from muster.aid.queries.runs import run_by_id
        from muster.aid.services.replaying import Verdict, replay

        actor = acting_as(email)
        with match_progress() as watch:
            found = replay(actor=actor, run=run_by_id(actor, run_id), watch=watch)
        same = found.verdict is Verdict.SAME
    if as_json:
        print_json(_plain(found))
    elif same:
        print(f"{found.sentence} Solved again in {found.seconds:.2f} s.")
    else:
        _say_what_differs(found)
    if not same:
        raise typer.Exit(NOT_THE_SAME)


def _say_what_differs(found: Replay) -> None:
    short = "The run was stopped by its time limit; two searches need not end at the same plan."
    print_problem(found.sentence, found.detail, short if found.cut_short else "")
    rows = [
        {"what": row.what, "stored": row.stored, "replayed": row.replayed}
        for row in found.differences
    ]
    if rows:
        print_rows("Differences", rows, as_json=False)


def _plain(found: Replay) -> dict[str, object]:
    return {
        "run": found.run.pk,
        "verdict": found.verdict.value,
        "sentence": found.sentence,
        "detail": found.detail,
        "fingerprint": found.run.fingerprint,
        "release": found.release,
        "seconds": found.seconds,
        "differences": [
            {"what": row.what, "stored": row.stored, "replayed": row.replayed}
            for row in found.differences
        ],
    }
