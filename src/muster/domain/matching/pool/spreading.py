"""Runs a kernel over parts of its rows on every processor; kernels let go of the interpreter."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

FEW = 8
"""Rows not worth a second thread."""

A_PART = 64
"""Rows worked on between two looks at what is wanted first."""


def spread(work: Callable[[int, int], None], rows: int) -> None:
    """Call `work(begin, end)` for parts that together are all rows, several at a time."""
    workers = len(os.sched_getaffinity(0))
    if rows <= FEW or workers == 1:
        work(0, rows)
        return
    parts = min(rows, 8 * workers)
    edges = [rows * part // parts for part in range(parts + 1)]
    for _done in _executor(workers).map(work, edges[:-1], edges[1:]):
        pass


class Ahead:
    """Rows worked on in order by other processors while the caller already uses the first ones.

    Who asks for rows that are not ready lends a hand until they are.
    """

    def __init__(self, work: Callable[[int, int], None], rows: int) -> None:
        workers = len(os.sched_getaffinity(0)) - 1
        parts = max(1, -(-rows // A_PART))
        self._work = work
        self._edges = [min(rows, A_PART * part) for part in range(parts + 1)]
        self._ready = 0
        self._untouched = 0
        self._mine: set[int] = set()
        self._others: list[Future[None]] = []
        if rows > FEW and workers:
            submit = _executor(workers).submit
            self._others = [
                submit(work, *edges)
                for edges in zip(self._edges[:-1], self._edges[1:], strict=True)
            ]

    def until(self, row: int) -> None:
        """Return when all rows before this one are ready."""
        while self._edges[self._ready] < row:
            if self._is_ready(self._ready) or not self._lend_a_hand():
                self._wait(self._ready)
                self._ready += 1

    def _is_ready(self, part: int) -> bool:
        return part in self._mine or bool(self._others and self._others[part].done())

    def _lend_a_hand(self) -> bool:
        """Do the first part nobody has begun; False when there is none left."""
        while self._untouched < len(self._edges) - 1:
            part, self._untouched = self._untouched, self._untouched + 1
            if not self._others or self._others[part].cancel():
                self._work(self._edges[part], self._edges[part + 1])
                self._mine.add(part)
                return True
        return False

    def _wait(self, part: int) -> None:
        if part not in self._mine:
            self._others[part].result()


@cache
def _executor(workers: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(workers, thread_name_prefix="matching")
