"""How far a match is, as a bar on standard error. Into a file or a pipe nothing is written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from muster.cli.printing import print_problem
from muster.domain.matching.watch import Stage, Unwatched, Watch, share_of, words_of


@contextmanager
def match_progress() -> Iterator[Watch]:
    """A bar while the block runs, gone afterwards. Ctrl-C ends the block, with a sentence."""
    try:
        if sys.stderr.isatty():
            with _bar() as bar:
                yield StageBar(bar, bar.add_task(words_of(Stage.READING, 1), total=1.0))
        else:
            yield Unwatched()
    except KeyboardInterrupt:
        print_problem("Stopped. Nothing was kept.")
        raise


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


class StageBar:
    """Moves one line of the bar forward; a second round over longer lists does not move it back."""

    def __init__(self, bar: Progress, line: TaskID) -> None:
        self._bar, self._line, self._share = bar, line, 0.0

    def stage(self, name: Stage, done: int, total: int) -> None:
        self._share = max(self._share, share_of(name, done, total))
        self._bar.update(self._line, description=words_of(name, total), completed=self._share)
