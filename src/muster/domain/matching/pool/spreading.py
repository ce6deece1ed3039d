"""Runs a kernel over parts of its rows on every processor; kernels let go of the interpreter."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

FEW = 8
"""Rows not worth a second thread."""


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


@cache
def _executor(workers: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(workers, thread_name_prefix="matching")
