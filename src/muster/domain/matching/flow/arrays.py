"""The plain arrays the compiled kernels work on.

A cost is two whole numbers, `major` and `minor`, compared in this order: strictly lexicographic,
without floating point and without one number having to be larger than all others together.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Small = NDArray[np.int32]
Flags = NDArray[np.bool_]
Rows = NDArray[np.void]

ENDLESS = 1 << 60
"""A major cost no path reaches; as the bound of a need it says that its list is complete."""


class Demand(NamedTuple):
    """Positions to fill and what leaving one open costs. A need of three is three positions."""

    need_of: Ints
    """position → need"""
    penalty_major: Ints
    penalty_minor: Ints
    """need → cost of leaving one of its positions open"""


class Supply(NamedTuple):
    """Agents and the groups whose limits they use. Groups nest: each has at most one parent."""

    group_of: Small
    """agent → the innermost group it counts in, or -1"""
    shared: Flags
    """agent → whether many may use it at once (a stock, a class of equals); else one may"""
    parent: Small
    """group → the group it lies in, or -1"""
    limit: Ints
    """group → how many positions its agents may fill"""
    child_start: Ints
    children: Small
    """group → its sub-groups: children[child_start[g]:child_start[g + 1]]"""


class Arcs(NamedTuple):
    """Each need's candidates, best first, and a bound on everything not listed."""

    start: Ints
    end: Ints
    """need → its part of the lists"""
    agent: Ints
    major: Ints
    minor: Ints
    bound_major: Ints
    bound_minor: Ints
    """need → no candidate outside the list costs less; ENDLESS when there is none"""


POSITION = np.dtype(
    [
        ("cost_major", "i8"),
        ("cost_minor", "i8"),  # of its agent for it
        ("worth_major", "i8"),
        ("worth_minor", "i8"),  # its dual value
        ("agent", "i8"),  # or -1
        ("next", "i4"),
        ("previous", "i4"),  # 1 + a position whose agent counts in the same innermost group, or 0
    ]
)
GROUP = np.dtype(
    [
        ("price_major", "i8"),
        ("price_minor", "i8"),  # of a place in it and in everything around it, while it is full
        ("used", "i8"),  # positions its agents fill
        ("first", "i4"),  # 1 + a position whose agent counts in it innermost, or 0
        ("full", "i4"),  # 1 when `used` has reached the limit
    ]
)


class Plan(NamedTuple):
    """Who does what, and the prices that prove it. Changed in place."""

    positions: Rows
    """POSITION"""
    groups: Rows
    """GROUP"""
    holder: Small
    """agent that is not shared → 1 + the position that has it, or 0"""

    @property
    def agent(self) -> Ints:
        """Position → agent, or -1."""
        return self.positions["agent"]

    @property
    def cost(self) -> tuple[Ints, Ints]:
        """Position → what its agent costs it, major and minor."""
        return self.positions["cost_major"], self.positions["cost_minor"]

    @property
    def worth(self) -> tuple[Ints, Ints]:
        """Position → its dual value, major and minor."""
        return self.positions["worth_major"], self.positions["worth_minor"]

    @property
    def price(self) -> tuple[Ints, Ints]:
        """Group that is full → what a place in it and in everything around it costs."""
        return self.groups["price_major"], self.groups["price_minor"]

    @property
    def used(self) -> Ints:
        """Group → positions its agents fill."""
        return self.groups["used"]


LABEL = np.dtype(
    [
        ("major", "i8"),
        ("minor", "i8"),
        ("agent_major", "i8"),
        ("agent_minor", "i8"),
        ("agent", "i8"),  # by which a position reaches this node; -1 from a group
        ("came_from", "i8"),
        ("search", "i8"),  # the number of the search that labelled the node last
    ]
)


class Labels(NamedTuple):
    """Dijkstra's labels of one search; nodes are positions, then groups."""

    nodes: Rows
    """LABEL"""
    settled: Ints
    """nodes in the order they were settled"""


class Trail(NamedTuple):
    """A path as moves, from its source on: this position takes this agent (-1: none)."""

    position: Ints
    agent: Ints
    major: Ints
    minor: Ints


class Heap(NamedTuple):
    major: Ints
    minor: Ints
    node: Ints


class Found(NamedTuple):
    """What a search knows so far; every field is an array of one."""

    major: Ints
    minor: Ints
    end: Ints
    """the last position of the cheapest path"""
    agent: Ints
    agent_major: Ints
    agent_minor: Ints
    """what it takes, or -1 when it is left open"""
    size: Ints
    """of the heap"""
    settled: Ints
    search: Ints
