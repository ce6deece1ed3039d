"""`muster audit verify`: is the chain of proof intact?"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from muster.cli.environment import hub
from muster.cli.printing import print_json, print_problem

app = typer.Typer(no_args_is_help=True)
BROKEN = 1


@app.callback()
def audit() -> None:
    """The chain of proof."""


@app.command()
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON only.")] = False,
) -> None:
    """Recompute every digest of the audit chain; exit code 1 when a link does not fit."""
    with hub():
        from muster.audit.verification import verify as verify_chain

        found = verify_chain(_progress if sys.stderr.isatty() else None)
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)
    if as_json:
        print_json(
            {
                "events": found.events,
                "head": found.head,
                "intact": found.intact,
                "broken_at": found.broken_at,
                "reason": found.reason,
            }
        )
    elif found.intact:
        print(f"{found.events} events, every link intact.\nHead: {found.head}")
        print("A cut at the end shows only against a head you wrote down earlier: keep this one.")
    else:
        print_problem(
            f"The audit chain is broken at event {found.broken_at}: {found.reason}",
            f"{found.events} events before it are intact. Stop the hub, keep a copy of its "
            "database, and compare with your last backup.",
        )
    if not found.intact:
        raise typer.Exit(BROKEN)


def _progress(events: int) -> None:
    print(f"\r{events:,} events …", end="", file=sys.stderr, flush=True)
