"""Builds what candidates are read from: the trees of neighbors and the ready lists from afar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muster.domain.matching.flow.arrays import Ints, Small
from muster.domain.matching.pool.arrays import (
    LEVELS,
    RULE,
    Afar,
    Cover,
    People,
    Pool,
    Reals,
    Widest,
)
from muster.domain.matching.pool.neighbors import tree_of

LARGE = 1_000
"""People under an instrument from which on its remote helpers are kept in order."""


def unit_vectors(latitude: Reals, longitude: Reals) -> tuple[Reals, Reals, Reals]:
    """Places in degrees as points on the unit sphere. Raises ValueError off the globe."""
    if not (np.isfinite(latitude).all() and np.isfinite(longitude).all()):
        raise ValueError("A place needs a finite latitude and longitude.")
    if (np.abs(latitude) > 90).any() or (np.abs(longitude) > 180).any():
        raise ValueError("Latitude runs from -90 to 90 and longitude from -180 to 180.")
    phi, lam = np.radians(latitude), np.radians(longitude)
    return np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)


def pool_of(people: People, cover: Cover) -> Pool:
    """The people and their cover with everything that makes looking things up quick."""
    muted = np.zeros(len(people.start) - 1, np.bool_)
    return Pool(people, tree_of(people), cover, afar(people, cover), widest_of(people), muted)


def widest_of(people: People) -> Widest:
    """One look at everybody."""
    names = ("ready", "hourly_cents", "burden", "reach_km")
    return Widest(*(int(people.rows[name].max(initial=0)) for name in names))


def cover_of(
    people: People,
    *,
    at: Ints,
    instruments: Small,
    lacks: Small,
    basis: Small,
    free_hours: Small,
    standings: Ints,
) -> Cover:
    """The instruments with a circle around the people of each one's members."""
    centers, spans = _circles(people)
    mine = np.repeat(np.arange(len(at) - 1), np.diff(at))
    there = np.diff(people.start)[mine] > 0
    of, mine = instruments[there], mine[there]
    rules = np.zeros(len(basis), RULE)
    rules["basis"], rules["free_hours"], rules["standings"] = basis, free_hours, standings
    sums = [np.bincount(of, axis[mine], len(basis)) for axis in centers]
    for name, axis in zip("xyz", _unit(sums), strict=True):
        rules[name] = axis
    apart = _angles([axis[mine] for axis in centers], [rules[name][of] for name in "xyz"])
    np.maximum.at(rules["radius"], of, apart + spans[mine] + 1e-9)
    return Cover(at, instruments, lacks, rules)


def _circles(people: People) -> tuple[list[Reals], Reals]:
    """Around the people of each organization: centers and radii."""
    rows, of = people.rows, people.rows["organization"]
    count = len(people.start) - 1
    centers = _unit([np.bincount(of, weights=rows[name], minlength=count) for name in "xyz"])
    spans = np.zeros(count)
    apart = _angles([rows[name] for name in "xyz"], [axis[of] for axis in centers])
    np.maximum.at(spans, of, apart)
    return centers, spans


def _unit(axes: Sequence[NDArray[Any]]) -> list[Reals]:
    norm = np.sqrt(sum(axis * axis for axis in axes)).clip(1e-12)
    return [axis / norm for axis in axes]


def _angles(one: list[Reals], other: list[Reals]) -> Reals:
    chord = np.sqrt(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)))
    return np.asarray(2 * np.arcsin(np.minimum(1.0, chord / 2)))


def afar(people: People, cover: Cover) -> Afar:
    """The ready lists of remote helpers under large instruments, and everybody's members."""
    organizations, instruments = len(cover.at) - 1, len(cover.rules)
    member = np.repeat(np.arange(organizations, dtype=np.int32), np.diff(cover.at))
    staff = np.diff(people.start)
    sizes = np.bincount(cover.instruments, weights=staff[member], minlength=instruments)
    large = np.full(instruments, -1, np.int32)
    large[sizes >= LARGE] = np.arange(int((sizes >= LARGE).sum()), dtype=np.int32)
    by_instrument = np.argsort(cover.instruments, kind="stable")
    counts = np.bincount(cover.instruments, minlength=instruments)
    start, soonest, cheapest = _ready_lists(people, cover, large)
    return Afar(
        large=large,
        start=start,
        soonest=soonest,
        cheapest=cheapest,
        member_at=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        members=member[by_instrument].astype(np.int32),
    )


def _ready_lists(people: People, cover: Cover, large: Small) -> tuple[Ints, Small, Small]:
    """Where each list starts, and both orders."""
    kinds, count = people.levels.shape[1] * LEVELS, int((large >= 0).sum())
    able = np.flatnonzero(people.rows["remote"] > 0)
    by_cost = able[np.argsort(people.rows["hourly_cents"][able], kind="stable")]
    by_time = by_cost[np.argsort(people.rows["ready"][by_cost], kind="stable")]
    sizes, parts = np.zeros((count, kinds), np.int64), []
    for ordered in (by_time, by_cost):
        who, row = _under_large(ordered, people, cover, large)
        # Sorted by instrument the two orders stay what they are within each.
        order = np.argsort(row, kind="stable")
        who, row = who[order], row[order]
        bounds = np.searchsorted(row, np.arange(count + 1))
        lists: list[Small] = []
        for index in range(count):
            mine = who[bounds[index] : bounds[index + 1]]
            for kind, part in enumerate(_by_kind(people.levels[mine], mine)):
                sizes[index, kind] = len(part)
                lists.append(part)
        parts.append(np.concatenate([*lists, np.zeros(0, np.int32)]).astype(np.int32))
    start = np.concatenate([[0], np.cumsum(sizes.ravel())]).astype(np.int64)
    return start, parts[0], parts[1]


def _by_kind(levels: NDArray[np.uint8], who: Small) -> list[Small]:
    return [
        who[(levels[:, position] > 0) & (levels[:, position] <= level)]
        for position in range(levels.shape[1])
        for level in range(1, LEVELS + 1)
    ]


def _under_large(who: Ints, people: People, cover: Cover, large: Small) -> tuple[Small, Small]:
    """Each person once per large instrument of their organization, with its row."""
    organization = people.rows["organization"][who]
    counts = (cover.at[organization + 1] - cover.at[organization]).astype(np.int64)
    repeated = np.repeat(who, counts)
    offsets = np.arange(len(repeated)) - np.repeat(np.cumsum(counts) - counts, counts)
    rows = large[cover.instruments[np.repeat(cover.at[organization], counts) + offsets]]
    return repeated[rows >= 0].astype(np.int32), rows[rows >= 0]
