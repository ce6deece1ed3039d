"""`muster mission …`: the mission order as a file, and whether a paper holds."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from muster.cli.acting import As, AsJson, acting_as
from muster.cli.environment import hub
from muster.cli.printing import print_problem, print_rows
from muster.domain.failures import Invalid

app = typer.Typer(no_args_is_help=True)
DOES_NOT_HOLD = 1
"""Exit code for a paper that is ours and does not hold any more."""


@app.command()
def order(
    number: Annotated[str, typer.Argument(help="For example M-2026-0003.")],
    out: Annotated[Path, typer.Option("--out", help="Write the PDF here.")],
    email: As,
    as_json: AsJson = False,
) -> None:
    """Write a mission order as a PDF. Who took it is noted."""
    if not out.parent.is_dir() or out.is_dir():
        raise Invalid(f"{out} cannot be written.", "Name a file in a folder that exists.")
    with hub():
        from muster.aid.queries.visibility import mission_by_number
        from muster.aid.services.missions import read_mission_order

        actor = acting_as(email)
        found = read_mission_order(actor=actor, mission=mission_by_number(actor, number))
        content = bytes(found.pdf)
        row = {
            "mission": number,
            "file": str(out),
            "bytes": len(content),
            "sha256": found.pdf_digest,
            "code": found.code,
        }
    try:
        out.write_bytes(content)
    except OSError as error:
        raise Invalid(f"{out} cannot be written: {error.strerror}.", "Name another file.") from (
            error
        )
    print_rows("Mission order", [row], as_json=as_json)


@app.command()
def verify(
    code: Annotated[str, typer.Argument(help="The code on the paper.")],
    as_json: AsJson = False,
) -> None:
    """Is this paper ours, and does it still hold? Exit code 1 when it does not."""
    with hub():
        from django.utils import timezone

        from muster.aid.queries.paper_checks import Standing, paper_check

        check = paper_check(code, at=timezone.now())
        holds = check.standing is Standing.STANDS
        row = asdict(check)
    print_rows("Mission order", [row], as_json=as_json)
    if check.exercise:
        print_problem("This is an exercise order. It sends nobody and opens no door.")
    if not holds:
        print_problem("This paper does not hold any more. Let nobody in on the strength of it.")
        raise typer.Exit(DOES_NOT_HOLD)
