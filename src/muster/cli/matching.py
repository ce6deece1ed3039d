"""`muster match …`: the matching engine by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from muster.cli.acting import As, AsJson, acting_as
from muster.cli.environment import hub
from muster.cli.printing import print_json, print_problem, print_rows
from muster.cli.progress import match_progress

if TYPE_CHECKING:
    from muster.aid.services.replaying import Replay

app = typer.Typer(no_args_is_help=True)
NOT_THE_SAME = 1


@app.callback()
def match() -> None:
    """The matching engine."""


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
