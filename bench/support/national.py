"""A synthetic nation of helpers on the real counties of the US, from a seed.

Places are county centroids (us-atlas) with a little scatter. Everything else is invented:
populations with a heavy tail, organizations and staff in proportion to them, agreements by state,
region and pair, one national compact, availability, pay and clearances.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from muster.domain.matching.flow import Supply
from muster.domain.matching.pool.arrays import (
    ASK,
    FROM_AFAR,
    ON_SITE,
    PERSON,
    Cover,
    People,
    Pool,
    Wanted,
)
from muster.domain.matching.pool.index import cover_of, pool_of, unit_vectors
from muster.domain.matching.pool.money import EVERYTHING, NONE, OVERTIME, TRAVEL
from muster.domain.matching.pool.neighbors import along_the_curve
from muster.maps.atlas import load_counties

POSITIONS = 16
SUPPLY_OF = np.array([17, 14, 10, 10, 6, 6, 5, 8, 4, 4, 1.5, 1, 1, 5, 3.5, 4])
DEMAND_FOR = np.array([9, 13, 10, 10, 5, 2, 3, 2, 9, 13, 5, 4, 1.5, 9, 2, 2.5])
PEOPLE_PER_ORGANIZATION = 11
DAY = 24 * 60
MINUTE = 60_000_000
"""Microseconds."""


@dataclass(frozen=True)
class Nation:
    """The pool, the limits on lending, and what requests are drawn from."""

    pool: Pool
    supply: Supply
    latitude: np.ndarray
    longitude: np.ndarray
    state: np.ndarray
    weight: np.ndarray
    national: int


Places = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""State, latitude, longitude and weight of each organization, neighbors beside each other."""


def nation(people: int, seed: int = 1, places: Places | None = None) -> Nation:
    """So many people at the real counties, or at other places."""
    rng = np.random.default_rng(seed)
    count = max(60, people // PEOPLE_PER_ORGANIZATION)
    state, latitude, longitude, weight = places or _places(count, rng)
    count = len(state)
    staff = _staff(people, weight, rng)
    starts = np.concatenate([[0], np.cumsum(staff)]).astype(np.int64)
    of = np.repeat(np.arange(count, dtype=np.int32), staff)
    levels = _levels(len(of), rng)
    place = unit_vectors(latitude[of], longitude[of])
    roster = _people(of, starts, levels, place, rng)
    cover, national = _cover(roster, state, latitude, longitude, rng)
    pool = pool_of(roster, cover)
    limits = _limits(of, levels, staff, rng)
    return Nation(pool, limits, latitude, longitude, state, weight, national)


def wanted(
    one: Nation, requests: int, lines: int, seed: int = 7, state: int | None = None
) -> tuple[Wanted, np.ndarray, np.ndarray]:
    """Needs that begin at once, with how many each asks for and its priority."""
    rng = np.random.default_rng(seed)
    able = np.flatnonzero(one.state == state) if state is not None else np.arange(len(one.state))
    chance = one.weight[able] ** 0.3
    asking = rng.choice(able, requests, replace=requests > len(able) // 2, p=chance / chance.sum())
    usable = []
    for organization in asking:
        at = one.pool.cover.at
        mine = one.pool.cover.instruments[at[organization] : at[organization + 1]]
        mine = mine[mine != one.national]
        if rng.random() < 0.4:
            mine = np.append(mine, one.national)
        usable.append(np.sort(mine))
    needs = requests * lines
    position = rng.choice(POSITIONS, needs, p=DEMAND_FOR / DEMAND_FOR.sum())
    level = rng.choice([4, 3, 2], needs, p=[0.35, 0.4, 0.25])
    clearance = np.where(rng.random(needs) < 0.25, 1, 0) | np.where(rng.random(needs) < 0.02, 2, 0)
    request = np.repeat(np.arange(requests), lines)
    asks = np.zeros(needs, ASK)
    place = unit_vectors(one.latitude[asking[request]], one.longitude[asking[request]])
    asks["x"], asks["y"], asks["z"] = place
    asks["organization"] = asking[request]
    asks["position"], asks["worst_level"] = position, level
    asks["mode"] = np.where(rng.random(needs) < 0.4, FROM_AFAR, ON_SITE)
    asks["clearances"] = clearance
    asks["ends"] = asks["minutes"] = rng.integers(5, 15, needs) * DAY
    asks["until"] = asks["ends"] * MINUTE
    edges = np.cumsum([0, *(len(mine) for mine in usable)])
    asks["usable_first"], asks["usable_last"] = edges[request], edges[request + 1]
    mine = np.concatenate(usable).astype(np.int32)
    asked = Wanted(asks, mine, np.zeros(len(mine), np.int32), np.zeros(0, np.int32))
    return asked, rng.choice([1, 2, 3], needs, p=[0.6, 0.3, 0.1]), rng.choice([1, 2, 3], needs)


def _places(count: int, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    atlas = (
        Path(__file__).resolve().parents[2] / "var" / "browser" / "us-atlas" / "counties-10m.json"
    )
    counties = [c for _fips, c in sorted(load_counties(atlas).items()) if int(c.state_fips) < 60]
    population = np.exp(rng.normal(10.2, 1.5, len(counties)))
    chance = population**0.6
    extra = rng.choice(len(counties), max(0, count - len(counties)), p=chance / chance.sum())
    first = np.arange(len(counties))[: min(count, len(counties))]
    if count < len(counties):
        first = np.sort(rng.choice(len(counties), count, replace=False))
    home = np.concatenate([first, extra])
    state = np.array([int(c.state_fips) for c in counties])[home]
    scatter = rng.normal(0, 0.12, (2, len(home)))
    latitude = np.array([c.centroid.latitude for c in counties])[home] + scatter[0]
    longitude = np.array([c.centroid.longitude for c in counties])[home] + scatter[1]
    order = np.argsort(along_the_curve(*unit_vectors(latitude, longitude)), kind="stable")
    home, state, latitude, longitude = home[order], state[order], latitude[order], longitude[order]
    weight = population[home] * np.exp(rng.normal(-1.5, 1.0, len(home)))
    return state, latitude.clip(-89, 89), longitude.clip(-179.9, 179.9), weight


def _staff(people: int, weight: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    share = weight**0.9 * np.exp(rng.normal(0, 0.6, len(weight)))
    base = np.ones(len(weight), np.int64)
    rest = max(0, people - len(weight))
    return base + rng.multinomial(rest, share / share.sum())


def _levels(people: int, rng: np.random.Generator) -> np.ndarray:
    """Positions held: one main one, others less often and less well; 0 where not held."""
    chance = SUPPLY_OF / SUPPLY_OF.sum()
    levels = np.zeros((people, POSITIONS), np.uint8)
    own = rng.choice([4, 3, 2, 1], people, p=[0.3, 0.35, 0.25, 0.1])
    levels[np.arange(people), rng.choice(POSITIONS, people, p=chance)] = own
    for share in (0.6, 0.35, 0.2, 0.1):
        who = np.flatnonzero(rng.random(people) < share)
        position = rng.choice(POSITIONS, len(who), p=chance)
        worse = np.minimum(4, own[who] + rng.integers(0, 3, len(who))).astype(np.uint8)
        held = levels[who, position]
        levels[who, position] = np.where(held == 0, worse, np.minimum(held, worse))
    return levels


def _people(
    of: np.ndarray,
    start: np.ndarray,
    levels: np.ndarray,
    place: tuple[np.ndarray, ...],
    rng: np.random.Generator,
) -> People:
    count = len(of)
    best = np.where(levels == 0, 9, levels).min(axis=1).astype(np.int64)
    away = rng.random(count)
    leaves = rng.integers(2, 28, count) * DAY * MINUTE
    busy_from = np.where(away < 0.25, np.int64(-(2**60)), leaves)[away < 0.5]
    cents = (np.round((3_000 + 1_100 * (5 - best) + rng.normal(0, 900, count)) / 500) * 500).clip(
        2_500, 14_000
    )
    rows = np.zeros(count, PERSON)
    rows["x"], rows["y"], rows["z"] = place
    rows["organization"] = of
    rows["ready"] = rng.choice([0, 60, 120, 240, 480], count, p=[0.2, 0.3, 0.25, 0.15, 0.1])
    rows["hourly_cents"] = cents
    rows["burden"] = rng.integers(0, 8, count)
    rows["remote"] = rng.random(count) < 0.7
    rows["reach_km"] = rng.choice([150, 300, 500, 1000], count, p=[0.2, 0.3, 0.3, 0.2])
    rows["busy_first"][away < 0.5] = 2 * np.arange(len(busy_from))
    rows["busy_last"][away < 0.5] = 2 * np.arange(len(busy_from)) + 2
    rows["clearances"] = (rng.random(count) < 0.3) * 1 | (rng.random(count) < 0.03) * 2
    busy = np.stack([busy_from, np.full(len(busy_from), 2**60)], axis=1)
    return People(rows, start, levels, busy.ravel().astype(np.int64))


def _cover(
    roster: People,
    state: np.ndarray,
    latitude: np.ndarray,
    longitude: np.ndarray,
    rng: np.random.Generator,
) -> tuple[Cover, int]:
    """Statewide, regional, pairwise and national instruments; each organization's by rank."""
    count = len(state)
    states = np.unique(state)
    pairs: list[tuple[np.ndarray, np.ndarray]] = []
    basis, free = [], []
    for code in states:
        members = np.flatnonzero((state == code) & (rng.random(count) < 0.85))
        pairs.append((members, np.full(len(members), len(basis))))
        basis.append(OVERTIME)
        free.append(12)
    region = _regions(state, latitude, longitude, max(8, count // 530))
    joined = rng.random(count) < 0.8
    first = len(basis)
    pairs.append((np.flatnonzero(joined), first + region[joined]))
    basis += [NONE] * (int(region.max()) + 1)
    free += [0] * (int(region.max()) + 1)
    one = rng.integers(0, count, count)
    other = (one + rng.integers(1, 6, count)) % count
    first = len(basis)
    pairs += [(one, first + np.arange(count)), (other, first + np.arange(count))]
    basis += [TRAVEL] * count
    free += [0] * count
    members = np.flatnonzero(rng.random(count) < 0.6)
    national = len(basis)
    pairs.append((members, np.full(len(members), national)))
    basis.append(EVERYTHING)
    free.append(0)
    organization = np.concatenate([a for a, _b in pairs])
    instrument = np.concatenate([b for _a, b in pairs])
    rank = np.array([{NONE: 0, TRAVEL: 1, OVERTIME: 2, EVERYTHING: 3}[b] for b in basis])
    order = np.lexsort((instrument, rank[instrument], organization))
    counts = np.bincount(organization, minlength=count)
    cover = cover_of(
        roster,
        at=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        instruments=instrument[order].astype(np.int32),
        lacks=np.zeros(len(order), np.int32),
        basis=np.array(basis, np.int32),
        free_hours=np.array(free, np.int32),
        standings=np.ones(len(basis), np.int64),
    )
    return cover, national


def _regions(
    state: np.ndarray, latitude: np.ndarray, longitude: np.ndarray, size: int
) -> np.ndarray:
    region, found = np.zeros(len(state), np.int64), 0
    waiting = [np.flatnonzero(state == code) for code in np.unique(state)]
    while waiting:
        part = waiting.pop()
        if len(part) <= 1.5 * size:
            region[part] = found
            found += 1
            continue
        along = latitude if np.ptp(latitude[part]) > np.ptp(longitude[part]) * 0.78 else longitude
        order = part[np.argsort(along[part], kind="stable")]
        waiting += [order[: len(order) // 2], order[len(order) // 2 :]]
    return region


def _limits(
    of: np.ndarray, levels: np.ndarray, staff: np.ndarray, rng: np.random.Generator
) -> Supply:
    """A fifth of the staff at most; of protected home posts two fifths stay. Posts lie inside."""
    count = len(staff)
    most = (staff * 0.2).astype(np.int64)
    most[staff < 5] = rng.random(int((staff < 5).sum())) < 0.55
    post = np.where(levels == 0, 9, levels).argmin(axis=1)
    cell = of.astype(np.int64) * POSITIONS + post
    cells, inverse, sizes = np.unique(cell, return_inverse=True, return_counts=True)
    protected = rng.random(len(cells)) < 0.6
    keep = np.where(protected, np.ceil(0.4 * sizes), 0).astype(np.int64)
    keep[(sizes == 1) & (rng.random(len(cells)) < 0.5)] = 0
    real = keep > 0
    number = np.full(len(cells), -1, np.int64)
    number[real] = count + np.arange(int(real.sum()))
    parent = np.concatenate([np.full(count, -1), cells[real] // POSITIONS]).astype(np.int32)
    inner = np.bincount(parent[count:], minlength=count)
    group = np.where(number[inverse] >= 0, number[inverse], of)
    return Supply(
        group_of=group.astype(np.int32),
        shared=np.zeros(len(of), np.bool_),
        parent=parent,
        limit=np.concatenate([most, (sizes - keep)[real]]).astype(np.int64),
        child_start=np.concatenate(
            [[0], np.cumsum(inner), np.full(int(real.sum()), inner.sum())]
        ).astype(np.int64),
        children=np.arange(count, count + int(real.sum()), dtype=np.int32),
    )
