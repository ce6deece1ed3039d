"""The k cheapest of a stream of candidates, kept as a heap with the dearest on top. Compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from muster.domain.matching.flow.arrays import Ints


class Best(NamedTuple):
    """Up to `len(person)` candidates. `size[0]` counts them; `more[0]` says others were let go."""

    person: Ints
    major: Ints
    minor: Ints
    size: Ints
    more: Ints


@njit(cache=True)
def nobody_yet(most: int) -> Best:
    return Best(
        np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64),
        np.zeros(1, np.int64), np.zeros(1, np.int64),
    )  # fmt: skip


@njit(cache=True)
def too_late(best: Best, major: int) -> bool:
    """Whether nobody who costs this or more can still be among the best."""
    return best.size[0] == len(best.person) and major > best.major[0]


@njit(cache=True)
def _dearer(best: Best, at: int, major: int, minor: int, person: int) -> bool:
    if best.major[at] != major:
        return bool(best.major[at] > major)
    if best.minor[at] != minor:
        return bool(best.minor[at] > minor)
    return bool(best.person[at] > person)


@njit(cache=True)
def _put(best: Best, at: int, major: int, minor: int, person: int) -> None:
    best.major[at], best.minor[at], best.person[at] = major, minor, person


@njit(cache=True)
def keep(best: Best, major: int, minor: int, person: int) -> None:
    """Let one more in, and the dearest out when there is no room."""
    size = best.size[0]
    if size < len(best.person):
        at = size
        while at > 0:
            up = (at - 1) >> 1
            if _dearer(best, up, major, minor, person):
                break
            _put(best, at, best.major[up], best.minor[up], best.person[up])
            at = up
        _put(best, at, major, minor, person)
        best.size[0] = size + 1
        return
    best.more[0] = 1
    if size == 0 or not _dearer(best, 0, major, minor, person):
        return
    at = 0
    while True:
        down = 2 * at + 1
        if down >= size:
            break
        right = down + 1
        if right < size and _dearer(
            best, right, best.major[down], best.minor[down], best.person[down]
        ):
            down = right
        if not _dearer(best, down, major, minor, person):
            break
        _put(best, at, best.major[down], best.minor[down], best.person[down])
        at = down
    _put(best, at, major, minor, person)


@njit(cache=True)
def write_sorted(best: Best, agent: Ints, major: Ints, minor: Ints, to: int) -> None:
    """The best first, from `to` on. Takes the heap apart."""
    for last in range(best.size[0] - 1, -1, -1):
        agent[to + last] = best.person[0]
        major[to + last], minor[to + last] = best.major[0], best.minor[0]
        moved_major, moved_minor, moved = best.major[last], best.minor[last], best.person[last]
        at = 0
        while True:
            down = 2 * at + 1
            if down >= last:
                break
            right = down + 1
            if right < last and _dearer(
                best, right, best.major[down], best.minor[down], best.person[down]
            ):
                down = right
            if not _dearer(best, down, moved_major, moved_minor, moved):
                break
            _put(best, at, best.major[down], best.minor[down], best.person[down])
            at = down
        _put(best, at, moved_major, moved_minor, moved)
