"""Puts off the collector of cyclic garbage while a plan is made.

A plan takes a hundred thousand small objects that are all still in use. Every few thousand of
them Python would look through everything the process holds, which takes a quarter of the time
and finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_at_work = 0
_paused = False


@contextmanager
def put_off() -> Iterator[None]:
    """Nothing is collected until the last thread that works within has left."""
    global _at_work, _paused
    with _lock:
        if not _at_work:
            _paused = gc.isenabled()
            gc.disable()
        _at_work += 1
    try:
        yield
    finally:
        with _lock:
            _at_work -= 1
            if not _at_work and _paused:
                gc.enable()
