"""A plan read from an index is proven against every pair worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from bench.support import national
from bench.support.national import DAY, Nation
from tests.domain.matching.pool.pairs import every_pair

from muster.domain.costs import CostBasis, CostRule, Deployed, estimate
from muster.domain.matching.flow import prove
from muster.domain.matching.pool.arrays import HOURLY_CENTS, Wanted
from muster.domain.matching.pool.engine import match
from muster.domain.matching.pool.index import LEVELS, unit_vectors
from muster.domain.matching.pool.money import BASES, price


def small_nation(seed: int) -> Nation:
    """Sixty organizations of two states in a square of a thousand kilometers."""
    rng = np.random.default_rng(seed)
    state = np.repeat([1, 2], 30)
    places = (
        state,
        rng.uniform(30, 39, 60),
        rng.uniform(-100, -90, 60),
        np.exp(rng.normal(9, 1, 60)),
    )
    return national.nation(900, seed, places)


def levels_of(one: Nation) -> np.ndarray:
    """Back from the postings to each person's level per position."""
    people = len(one.pool.people.organization)
    levels = np.zeros((people, len(one.pool.postings.at) // LEVELS), np.uint8)
    for kind in reversed(range(len(one.pool.postings.at))):
        row = one.pool.postings.at[kind]
        position, level = divmod(kind, LEVELS)
        levels[one.pool.postings.people[row[0] : row[-1]], position] = level + 1
    return levels


@pytest.mark.parametrize("seed", range(6))
def test_the_plan_is_proven_against_every_pair_of_the_pool(seed: int) -> None:
    one = small_nation(seed)
    asked, count, priority = national.wanted(one, 8, 4, seed)
    if seed % 2:
        # Half of the nights somebody has a day to get there.
        begins = np.where(np.arange(len(asked.request)) % 3 == 0, DAY, 0)
        asked = asked._replace(begins=begins)

    result = match(one.pool, one.supply, asked, count=count, priority=priority)

    pairs = every_pair(one, levels_of(one), asked, result.scale)
    proof = prove(result.flow.demand, one.supply, result.flow.plan, pairs)
    assert proof.holds, proof.faults[:3]
    assert (result.flow.plan.agent >= 0).sum() > 10


def test_short_first_lists_are_lengthened_until_the_same_plan_is_proven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = small_nation(11)
    asked, count, priority = national.wanted(one, 8, 4, 11)
    usual = match(one.pool, one.supply, asked, count=count, priority=priority)
    monkeypatch.setattr("muster.domain.matching.pool.engine.FIRST_ORGANIZATIONS", 0)
    monkeypatch.setattr("muster.domain.matching.pool.engine.FIRST_PEOPLE", 1)
    monkeypatch.setattr("muster.domain.matching.pool.engine.SPARE", -1_000)

    hungry = match(one.pool, one.supply, asked, count=count, priority=priority)

    assert hungry.flow.extensions > 20
    same = prove(
        hungry.flow.demand,
        one.supply,
        hungry.flow.plan,
        every_pair(one, levels_of(one), asked, hungry.scale),
    )
    assert same.holds, same.faults[:3]
    assert same.value == prove(usual.flow.demand, one.supply, usual.flow.plan, []).value


@pytest.mark.parametrize("basis", list(CostBasis))
def test_money_is_the_same_as_the_domain_s_to_the_cent(basis: CostBasis) -> None:
    rng = np.random.default_rng(3)
    for _ in range(500):
        minutes, free = int(rng.integers(1, 20_000)), int(rng.integers(0, 50))
        cents, km = int(rng.integers(0, 20_000)), float(rng.uniform(0, 2_000))
        remote = bool(rng.integers(0, 2))
        rule, deployed = CostRule(basis, "s", free), Deployed(minutes / 60, cents, km, remote)

        mine = price(BASES.index(basis), free, minutes, cents, km, remote)

        assert abs(mine - estimate(rule, deployed).amount) <= 1
        if minutes % 60 == 0:
            assert mine == estimate(rule, deployed).amount


def test_costs_too_large_to_be_summed_are_refused() -> None:
    one = small_nation(2)
    asked, count, priority = national.wanted(one, 4, 2, 2)
    one.pool.people.facts[0, HOURLY_CENTS] = 2**31 - 1
    endless = asked._replace(ends=np.full(len(asked.ends), 10**8))

    with pytest.raises(ValueError, match="too large to be summed exactly"):
        match(one.pool, one.supply, endless, count=count, priority=priority)


def test_nobody_is_needed_and_nobody_is_there() -> None:
    one = small_nation(4)
    asked, count, priority = national.wanted(one, 1, 1, 4)
    nothing = Wanted(
        *(np.zeros(0, field.dtype) if name not in {"usable_at"} else np.zeros(1, np.int64)
          for name, field in zip(Wanted._fields, asked, strict=True))
    )  # fmt: skip
    empty = np.zeros(0, np.int64)

    assert match(one.pool, one.supply, nothing, count=empty, priority=empty).flow.positions == 0
    impossible = asked._replace(clearances=np.full(1, 64, np.uint32))
    result = match(one.pool, one.supply, impossible, count=count, priority=priority)
    assert (result.flow.plan.agent == -1).all()


@pytest.mark.parametrize("wrong", [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0)])
def test_a_place_off_the_globe_is_refused(wrong: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="atitude"):
        unit_vectors(np.array([wrong[0]]), np.array([wrong[1]]))
