"""A plan read from an index is proven against every pair worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from bench.support import national
from bench.support.national import MINUTE, Nation
from tests.domain.matching.pool.pairs import every_pair

from muster.domain.costs import CostBasis, CostRule, Deployed, estimate
from muster.domain.matching.flow import prove
from muster.domain.matching.pool.arrays import ASK, EITHER, Wanted
from muster.domain.matching.pool.engine import match
from muster.domain.matching.pool.index import afar, unit_vectors
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


def harder(one: Nation, asked: Wanted, seed: int) -> Wanted:
    """Some needs begin later, some can be served either way, some people are not asked."""
    rng = np.random.default_rng(seed)
    asks = asked.asks.copy()
    late = rng.random(len(asks)) < 0.4
    asks["begins"][late] = rng.choice([30, 200, 1_000], late.sum())
    asks["since"] = asks["begins"] * MINUTE
    asks["minutes"] = asks["ends"] - asks["begins"]
    asks["mode"][rng.random(len(asks)) < 0.3] = EITHER
    one.pool.people.rows["standing"] = rng.integers(0, 2, len(one.pool.people.rows))
    one.pool.cover.rules["standings"] = rng.integers(1, 4, len(one.pool.cover.rules))
    barred = rng.integers(0, len(one.pool.people.rows), (len(asks), 40)).astype(np.int32)
    barred.sort(axis=1)
    asks["barred_first"] = 40 * np.arange(len(asks))
    asks["barred_last"] = asks["barred_first"] + 40
    return Wanted(asks, asked.usable, asked.lacks, barred.ravel())


@pytest.mark.parametrize("seed", range(10))
def test_the_plan_is_proven_against_every_pair_of_the_pool(seed: int) -> None:
    one = small_nation(seed)
    asked, count, priority = national.wanted(one, 8, 4, seed)
    if seed % 2:
        asked = harder(one, asked, seed)

    result = match(one.pool, one.supply, asked, count=count, priority=priority)

    pairs = every_pair(one, asked, result.scale)
    proof = prove(result.flow.demand, one.supply, result.flow.plan, pairs)
    assert proof.holds, proof.faults[:3]
    assert (result.flow.plan.agent >= 0).sum() > 10


def test_small_instruments_and_ready_lists_give_the_same_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = small_nation(5)
    asked, count, priority = national.wanted(one, 8, 4, 5)
    asked = harder(one, asked, 5)
    usual = match(one.pool, one.supply, asked, count=count, priority=priority)
    monkeypatch.setattr("muster.domain.matching.pool.index.LARGE", 1)
    every_one_large = one.pool._replace(afar=afar(one.pool.people, one.pool.cover))

    other = match(every_one_large, one.supply, asked, count=count, priority=priority)

    assert (one.pool.afar.large < 0).any()
    assert (every_one_large.afar.large >= 0).sum() > (one.pool.afar.large >= 0).sum()
    assert other.flow.plan.agent.tolist() == usual.flow.plan.agent.tolist()


def test_short_first_lists_are_lengthened_until_the_same_plan_is_proven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = small_nation(11)
    asked, count, priority = national.wanted(one, 8, 4, 11)
    usual = match(one.pool, one.supply, asked, count=count, priority=priority)
    monkeypatch.setattr("muster.domain.matching.pool.engine.SPARE", -2)

    hungry = match(one.pool, one.supply, asked, count=count, priority=priority)

    assert hungry.extensions > 5
    same = prove(
        hungry.flow.demand, one.supply, hungry.flow.plan, every_pair(one, asked, hungry.scale)
    )
    assert same.holds, same.faults[:3]
    assert same.value == prove(usual.flow.demand, one.supply, usual.flow.plan, []).value


@pytest.mark.parametrize("spare", [-2, 3])
def test_after_declines_the_plan_is_proven_against_every_pair_that_is_left(
    spare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("muster.domain.matching.pool.engine.SPARE", spare)
    one = small_nation(7)
    asked, count, priority = national.wanted(one, 10, 4, 7)
    result = match(one.pool, one.supply, asked, count=count, priority=priority)

    for _ in range(12):
        filled = np.flatnonzero(result.flow.plan.agent >= 0)
        position = int(filled[len(filled) // 2])
        need, agent = result.flow.demand.need_of[position], result.flow.plan.agent[position]
        result.decline(position)

        assert agent not in result.flow.plan.agent[result.flow.demand.need_of == need]
    again = prove(
        result.flow.demand,
        one.supply,
        result.flow.plan,
        every_pair(one, result.wanted, result.scale),
    )
    assert again.holds, again.faults[:3]


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
    asked.asks["minutes"] = asked.asks["ends"] = 10**15

    with pytest.raises(ValueError, match="too large to be summed exactly"):
        match(one.pool, one.supply, asked, count=count, priority=priority)


def test_nobody_is_needed_and_nobody_is_there() -> None:
    one = small_nation(4)
    asked, count, priority = national.wanted(one, 1, 1, 4)
    nothing = Wanted(np.zeros(0, ASK), asked.usable, asked.lacks, asked.barred)
    empty = np.zeros(0, np.int64)

    assert match(one.pool, one.supply, nothing, count=empty, priority=empty).flow.positions == 0
    asked.asks["clearances"] = 64
    result = match(one.pool, one.supply, asked, count=count, priority=priority)
    assert (result.flow.plan.agent == -1).all()


@pytest.mark.parametrize("wrong", [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0)])
def test_a_place_off_the_globe_is_refused(wrong: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="atitude"):
        unit_vectors(np.array([wrong[0]]), np.array([wrong[1]]))
