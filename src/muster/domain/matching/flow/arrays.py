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


class Plan(NamedTuple):
    """Who does what, and the prices that prove it. Changed in place."""

    agent: Ints
    """position → agent, or -1"""
    cost_major: Ints
    cost_minor: Ints
    """position → cost of its agent for it"""
    worth_major: Ints
    worth_minor: Ints
    """position → its dual value"""
    holder: Small
    """agent that is not shared → 1 + the position that has it, or 0"""
    used: Ints
    """group → positions its agents fill"""
    full: Flags
    """group → whether `used` has reached the limit"""
    price_major: Ints
    price_minor: Ints
    """group that is full → price of a place in it and in everything around it"""
    first: Small
    next: Small
    previous: Small
    """group → 1 + a position whose agent counts in it innermost; position → 1 + the next of them"""


class Labels(NamedTuple):
    """Dijkstra's labels of one search; nodes are positions, then groups."""

    major: Ints
    minor: Ints
    came_from: Ints
    agent: Ints
    agent_major: Ints
    agent_minor: Ints
    """the agent by which a position reaches this node, and its cost; -1 from a group"""
    search: Ints
    """the number of the search that labelled the node last"""
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
