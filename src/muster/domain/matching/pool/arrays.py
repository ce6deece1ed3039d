"""A pool of any size as plain arrays: organizations, people, cover, and who holds what.

Times are whole minutes from the moment of matching, money is whole cents, places are unit vectors
on the sphere. People are sorted by organization, so that everything of one organization lies
together.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.domain.matching.flow.arrays import Flags, Ints, Small

Reals = NDArray[np.float64]
FOREVER = (1 << 31) - 1
"""Minutes, four thousand years: an end that is not known, a start that never comes."""


class Organizations(NamedTuple):
    """Places as unit vectors; `start` points to an organization's people."""

    x: Reals
    y: Reals
    z: Reals
    start: Ints


READY, HOURLY_CENTS, BURDEN, REMOTE, REACH_KM, FREE_FROM, FREE_UNTIL, CLEARANCES = range(8)
"""Columns of `People.facts`: minutes to the start of the drive, cents, shifts already given, 0 or
1, whole kilometers by road, minutes, minutes, bits."""


class People(NamedTuple):
    """What decides whether somebody can go, and at what cost. Sorted by organization.

    One row of `facts` is half a line of a processor's cache: a person costs one look.
    """

    organization: Small
    facts: NDArray[np.int32]


class Postings(NamedTuple):
    """Who holds a position at a level or better: one row per kind, each sorted by organization.

    `at[kind, o] : at[kind, o + 1]` is the part of `people` that belongs to organization o.
    """

    people: Small
    at: NDArray[np.int32]


class Blocks(NamedTuple):
    """Organizations in small groups of neighbors, each with a center and how far it reaches."""

    x: Reals
    y: Reals
    z: Reals
    radius: Reals
    """radians"""
    start: Ints
    organizations: Small


class Cover(NamedTuple):
    """Instruments by organization, best first, and the money clause of each.

    `at[o] : at[o + 1]` are the instruments organization o may assist under. `rank` orders
    instruments from the lightest for the requester to the heaviest.
    """

    at: Ints
    instruments: Small
    rank: Ints
    basis: Small
    free_hours: Small


class Afar(NamedTuple):
    """Who can work remotely, per instrument: distance says nothing about them.

    Of a large instrument each kind's people stand ready in a list, the soonest and cheapest
    first; of a small one its members are listed.
    """

    large: Small
    """instrument → its row among the large ones, or -1"""
    start: Ints
    """row × kinds + kind → its part of `people`"""
    people: Small
    member_at: Ints
    members: Small
    """instrument → organizations that may assist under it, when it is small"""


class Pool(NamedTuple):
    organizations: Organizations
    people: People
    postings: Postings
    blocks: Blocks
    cover: Cover
    afar: Afar


class Wanted(NamedTuple):
    """Requests and their needs. `usable` lists the instruments each request can be helped under."""

    organization: Ints
    """request → who asks"""
    usable_at: Ints
    usable: Small
    request: Ints
    """need → request"""
    kind: Ints
    """need → row of the postings: a position at a level or better"""
    remote: Flags
    begins: Ints
    ends: Ints
    clearances: NDArray[np.uint32]
