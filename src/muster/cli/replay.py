"""`muster replay texas-2019`: the night of 16 August 2019, on a scratch database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from muster.cli import environment
from muster.cli.printing import output, print_json
from muster.domain.failures import Conflict, NotFound
from muster.embedded.cluster import Cluster

SCRATCH_DATABASE = "muster_replay"
SCENARIOS = ("texas-2019",)


def replay(
    scenario: Annotated[str, typer.Argument(help="Which one: texas-2019.")] = SCENARIOS[0],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON only.")] = False,
) -> None:
    """Replay a real night as an exercise: who could have come, and what stood in the way."""
    if scenario not in SCENARIOS:
        raise NotFound(f"There is no scenario {scenario!r}.", f"Try: {', '.join(SCENARIOS)}.")
    with _scratch_cluster() as cluster:
        environment.start_django(cluster.url(SCRATCH_DATABASE))
        from muster.cli.migrations import fresh_database
        from muster.demo.replay import Replay
        from muster.demo.replay_outcome import as_json as outcome_as_json
        from muster.demo.replay_report import print_report

        line = _ProgressLine()
        try:
            line.show("Preparing a fresh database", 0, 0)
            fresh_database(cluster, SCRATCH_DATABASE)
            outcome = Replay(progress=line.show).run()
        finally:
            line.end()
            environment.close_connections()
    if as_json:
        print_json(outcome_as_json(outcome))
    else:
        print_report(output(), outcome)


@contextmanager
def _scratch_cluster() -> Iterator[Cluster]:
    """A server of the replay's own: nothing another command does ends or disturbs it.

    It need not survive a power cut, which makes it twice as fast.
    """
    cluster = Cluster(environment.var() / "replay-postgres", durable=False)
    with cluster.running():
        if not cluster.supervising:
            raise Conflict("A replay runs already.", "Wait until it has finished.")
        yield cluster


class _ProgressLine:
    """One line that is rewritten on a terminal; elsewhere one plain line per step."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._step = ""

    def show(self, step: str, done: int, total: int) -> None:
        count = f"  {done} of {total}" if total else ""
        if self._live:
            print(f"\r\033[K… {step}{count}", end="", file=sys.stderr, flush=True)
        elif step != self._step:
            print(f"… {step}", file=sys.stderr, flush=True)
        self._step = step

    def end(self) -> None:
        if self._live:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
