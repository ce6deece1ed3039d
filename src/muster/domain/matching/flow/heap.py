"""A binary heap of (major, minor, node), ordered by the first two. Compiled."""

from __future__ import annotations

from numba import njit

from muster.domain.matching.flow.arrays import Heap


@njit(cache=True)
def less(major: int, minor: int, than_major: int, than_minor: int) -> bool:
    return major < than_major or (major == than_major and minor < than_minor)


@njit(cache=True)
def push(heap: Heap, size: int, major: int, minor: int, node: int) -> int:
    """Add one; answers the new size. The caller sees to it that there is room."""
    at = size
    while at > 0:
        up = (at - 1) >> 1
        if not less(major, minor, heap.major[up], heap.minor[up]):
            break
        heap.major[at], heap.minor[at], heap.node[at] = (
            heap.major[up],
            heap.minor[up],
            heap.node[up],
        )
        at = up
    heap.major[at], heap.minor[at], heap.node[at] = major, minor, node
    return size + 1


@njit(cache=True)
def drop_first(heap: Heap, size: int) -> int:
    """Take the least away; answers the new size."""
    size -= 1
    major, minor, node = heap.major[size], heap.minor[size], heap.node[size]
    at = 0
    while True:
        down = 2 * at + 1
        if down >= size:
            break
        right = down + 1
        if right < size and less(
            heap.major[right], heap.minor[right], heap.major[down], heap.minor[down]
        ):
            down = right
        if not less(heap.major[down], heap.minor[down], major, minor):
            break
        heap.major[at], heap.minor[at], heap.node[at] = (
            heap.major[down],
            heap.minor[down],
            heap.node[down],
        )
        at = down
    heap.major[at], heap.minor[at], heap.node[at] = major, minor, node
    return size
