"""A pool of any size as plain arrays: people, where they are, what they can do, what covers them.

Drives and mobilization are whole minutes, moments are microseconds of one clock, money is whole
cents, places are unit vectors on the sphere. What is read together lies together: a person is
one line of a processor's cache.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.domain.matching.flow.arrays import Flags, Ints, Small

Reals = NDArray[np.float64]
Rows = NDArray[np.void]

LEVELS = 4
"""Credential levels; a position at each level or better is a kind."""

PLACE = [("x", "f8"), ("y", "f8"), ("z", "f8")]

PERSON = np.dtype(
    [
        *PLACE,
        ("organization", "i4"),
        ("ready", "i4"),  # minutes to the start of the drive
        ("hourly_cents", "i4"),
        ("burden", "i4"),  # shifts already given
        ("reach_km", "i4"),  # by road
        ("remote", "i4"),  # 1 when able to
        ("standing", "i4"),  # the number of a duty status
        ("clearances", "u4"),  # bits
        ("busy_first", "i4"),
        ("busy_last", "i4"),  # where in `People.busy`; equal when never
    ]
)
NODE = np.dtype(
    [
        *PLACE,
        ("radius", "f8"),  # radians
        ("first", "i4"),
        ("last", "i4"),
        ("leaf", "i4"),
        ("ready", "i4"),  # the least minutes anybody in it needs
    ]
)
RULE = np.dtype(
    [
        *PLACE,
        ("radius", "f8"),  # of a circle around everybody who may come under it, in radians
        ("standings", "i8"),  # bits of the standings it speaks of
        ("basis", "i4"),
        ("free_hours", "i4"),
    ]
)
ASK = np.dtype(
    [
        *PLACE,
        ("organization", "i8"),  # who asks, or -1 for somebody outside the pool
        ("position", "i4"),
        ("worst_level", "i4"),  # 1 is the best
        ("mode", "i4"),
        ("clearances", "u4"),
        ("begins", "i8"),  # minutes from now, rounded down; below zero when it is past
        ("ends", "i8"),  # minutes from now, rounded up
        ("minutes", "i8"),  # length of the window
        ("since", "i8"),
        ("until", "i8"),  # the window in moments, which are microseconds
        ("earliest", "i8"),  # now, or `since` if that is past: nobody sets out before
        ("usable_first", "i8"),
        ("usable_last", "i8"),  # where in `Wanted.usable`
        ("barred_first", "i8"),
        ("barred_last", "i8"),  # where in `Wanted.barred`
    ]
)


class People(NamedTuple):
    """Sorted by organization; best with neighbors beside each other."""

    rows: Rows
    """PERSON"""
    start: Ints
    """organization → its people: start[o]:start[o + 1]"""
    levels: NDArray[np.uint8]
    """person, position → credential level (1 is the best), or 0"""
    busy: Ints
    """from, until, from, until …"""


class Tree(NamedTuple):
    """For each kind, a position at a level or better, its people in nested groups of neighbors."""

    at: Ints
    people: Small
    """kind → its people: people[at[k]:at[k + 1]]"""
    organization: Small
    level: NDArray[np.uint8]
    """beside `people`, to look at many without fetching each"""
    prompt: Small
    """the minutes each of `people` needs to get ready; a leaf's people are sorted by them"""
    root: Ints
    """kind → its topmost node, or -1 when nobody is of that kind"""
    nodes: Rows
    """NODE; its children are nodes, or, in a leaf, people"""


class Cover(NamedTuple):
    """Instruments by organization, the lightest for the requester first, and what each says."""

    at: Ints
    instruments: Small
    """organization → what it may assist under: instruments[at[o]:at[o + 1]]"""
    lacks: Small
    """beside `instruments`: acts the organization has still to supply"""
    rules: Rows
    """RULE"""


class Afar(NamedTuple):
    """Who can work remotely, per instrument: distance says nothing about them.

    Of a large instrument each kind's people stand ready in two orders, the soonest and then the
    cheapest first, and the cheapest first; of a small one its members are looked up.
    """

    large: Small
    """instrument → its row among the large ones, or -1"""
    start: Ints
    """row × kinds + kind → its part of `soonest` and of `cheapest`"""
    soonest: Small
    cheapest: Small
    member_at: Ints
    members: Small
    """instrument → organizations that may assist under it"""


class Widest(NamedTuple):
    """The largest of each figure in the pool."""

    ready: int
    hourly_cents: int
    burden: int
    reach_km: int


class Pool(NamedTuple):
    people: People
    tree: Tree
    cover: Cover
    afar: Afar
    widest: Widest
    muted: Flags
    """organization → whether its people are passed over: another pool has them as they are now"""


ON_SITE, FROM_AFAR, EITHER = range(3)
"""How a need may be served. Whoever can serve EITHER way comes if there in time, else helps from
where they are."""


class Wanted(NamedTuple):
    """Needs, each with what can cover it and who is not asked."""

    asks: Rows
    """ASK"""
    usable: Small
    """instruments"""
    lacks: Small
    """beside `usable`: acts the asking side has still to supply"""
    barred: Small
    """people who are not asked, ascending for each need"""
