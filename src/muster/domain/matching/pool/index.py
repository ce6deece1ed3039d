"""Builds what the lists are read from: postings by position and level, blocks of neighbors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muster.domain.matching.flow.arrays import Ints, Small
from muster.domain.matching.pool.arrays import (
    HOURLY_CENTS,
    READY,
    REMOTE,
    Afar,
    Blocks,
    Cover,
    Organizations,
    People,
    Postings,
    Reals,
)

BLOCK = 48
"""Organizations in a block: few enough to be near each other, enough to be worth a look."""

LEVELS = 4
LARGE = 1_000
"""People under an instrument from which on its remote helpers are kept in order."""


def kind_of(position: int | Ints, minimum_level: int | Ints) -> int | Ints:
    """The row of the postings for a position at this credential level (1 is the best) or better."""
    return position * LEVELS + (minimum_level - 1)


def unit_vectors(latitude: Reals, longitude: Reals) -> tuple[Reals, Reals, Reals]:
    """Places in degrees as points on the unit sphere. Raises ValueError off the globe."""
    if not (np.isfinite(latitude).all() and np.isfinite(longitude).all()):
        raise ValueError("A place needs a finite latitude and longitude.")
    if (np.abs(latitude) > 90).any() or (np.abs(longitude) > 180).any():
        raise ValueError("Latitude runs from -90 to 90 and longitude from -180 to 180.")
    phi, lam = np.radians(latitude), np.radians(longitude)
    return np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)


def postings(levels: NDArray[np.uint8], organization: Small, organizations: int) -> Postings:
    """From each person's level per position (0: does not hold it) the rows of all kinds."""
    people, rows, offset = [], [], 0
    marks = np.arange(organizations + 1)
    for position in range(levels.shape[1]):
        held = np.flatnonzero(levels[:, position])
        for level in range(1, LEVELS + 1):
            row = held[levels[held, position] <= level].astype(np.int32)
            rows.append(np.searchsorted(organization[row], marks) + offset)
            people.append(row)
            offset += len(row)
    if offset >= 2**31:
        raise ValueError("The pool holds more qualifications than an index of this width can.")
    return Postings(np.concatenate(people), np.stack(rows).astype(np.int32))


def blocks(organizations: Organizations) -> Blocks:
    """Halve the organizations along their widest axis until every part is a block."""
    points = np.stack([organizations.x, organizations.y, organizations.z], axis=1)
    parts: list[Ints] = []
    waiting = [np.arange(len(points))] if len(points) else []
    while waiting:
        part = waiting.pop()
        if len(part) <= BLOCK:
            parts.append(np.sort(part))
            continue
        axis = int(np.argmax(np.ptp(points[part], axis=0)))
        order = part[np.argsort(points[part, axis], kind="stable")]
        waiting += [order[: len(order) // 2], order[len(order) // 2 :]]
    centers = np.array([points[part].mean(axis=0) for part in parts]).reshape(-1, 3)
    centers /= np.linalg.norm(centers, axis=1, keepdims=True).clip(1e-12)
    radius = [
        float(np.arccos(np.clip(points[part] @ center, -1, 1)).max())
        for part, center in zip(parts, centers, strict=True)
    ]
    return Blocks(
        x=np.ascontiguousarray(centers[:, 0]),
        y=np.ascontiguousarray(centers[:, 1]),
        z=np.ascontiguousarray(centers[:, 2]),
        radius=np.array(radius),
        start=np.cumsum([0, *(len(part) for part in parts)]).astype(np.int64),
        organizations=np.concatenate([*parts, np.zeros(0, np.int64)]).astype(np.int32),
    )


def afar(people: People, rows: Postings, cover: Cover, instruments: int) -> Afar:
    """The ready lists of remote helpers under large instruments, and the members of small ones."""
    organizations = len(cover.at) - 1
    member = np.repeat(np.arange(organizations, dtype=np.int32), np.diff(cover.at))
    staff = np.bincount(people.organization, minlength=organizations)
    sizes = np.bincount(cover.instruments, weights=staff[member], minlength=instruments)
    large = np.full(instruments, -1, np.int32)
    large[sizes >= LARGE] = np.arange(int((sizes >= LARGE).sum()), dtype=np.int32)
    small = large[cover.instruments] < 0
    by_instrument = np.argsort(cover.instruments[small], kind="stable")
    counts = np.bincount(cover.instruments[small], minlength=instruments)
    kinds, count = len(rows.at), int((large >= 0).sum())
    lists, sizes_of = [], np.zeros((count, kinds), np.int64)
    for kind in range(kinds):
        first, last = rows.at[kind, 0], rows.at[kind, -1]
        able = rows.people[first:last][people.facts[rows.people[first:last], REMOTE] > 0]
        who, row = _under_large(able, people, cover, large)
        order = np.lexsort((people.facts[who, HOURLY_CENTS], people.facts[who, READY], row))
        lists.append((kind, who[order], row[order]))
        sizes_of[:, kind] = np.bincount(row, minlength=count)
    start = np.concatenate([[0], np.cumsum(sizes_of.ravel())]).astype(np.int64)
    ordered = np.empty(int(start[-1]), np.int32)
    for kind, who, row in lists:
        bounds = np.searchsorted(row, np.arange(count + 1))
        for index in range(count):
            begin = start[index * kinds + kind]
            part = who[bounds[index] : bounds[index + 1]]
            ordered[begin : begin + len(part)] = part
    return Afar(
        large=large,
        start=start,
        people=ordered,
        member_at=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        members=member[small][by_instrument].astype(np.int32),
    )


def _under_large(who: Small, people: People, cover: Cover, large: Small) -> tuple[Small, Small]:
    """Each person once per large instrument of their organization, with its row."""
    organization = people.organization[who]
    counts = (cover.at[organization + 1] - cover.at[organization]).astype(np.int64)
    repeated = np.repeat(who, counts)
    offsets = np.arange(len(repeated)) - np.repeat(np.cumsum(counts) - counts, counts)
    rows = large[cover.instruments[np.repeat(cover.at[organization], counts) + offsets]]
    return repeated[rows >= 0], rows[rows >= 0]
