"""`muster bench`: measurements, each beside a peer or a limit of the same run."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Annotated

import typer

from muster.cli import environment
from muster.domain.failures import NotFound

BENCHES = Path(__file__).resolve().parents[3] / "bench"


def bench(
    name: Annotated[str, typer.Argument(help="Which one: the name of a file in bench/.")] = "",
    arguments: Annotated[list[str] | None, typer.Argument(help="Passed on to it.")] = None,
) -> None:
    """Run one measurement, or list them."""
    known = {path.stem: path for path in sorted(BENCHES.glob("*.py"))}
    if not name:
        for stem in known:
            typer.echo(stem)
        return
    if name not in known:
        raise NotFound(
            f"There is no measurement called {name!r}.", f"Choose one of: {', '.join(known)}."
        )
    sys.argv = [str(known[name]), *(arguments or [])]
    with environment.hub():
        runpy.run_path(str(known[name]), run_name="__main__")
