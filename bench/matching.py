"""The matching engine on a synthetic nation, beside its peers: ./muster bench matching --scale M

Scales: S one request of 5 needs, M 25 of 5 among 100,000 people, L 1,000 of 5 and XL 5,000 of 6
among a million; all needs begin at once. Peers get the same pairs and at most --limit seconds;
where there are more than five million pairs the exact ones are not tried and the output says so.
Times are the median of --runs, warm. S and M are checked against every feasible pair; --prove
does that for L and XL too, which takes minutes. Declines are 60 in a row, each proven anew.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).parent))

from support.national import Nation, nation, wanted
from support.peers import (
    Pairs,
    Told,
    cp_sat_on_all_pairs,
    every_pair,
    highs_on_all_pairs,
    listed,
    nearest_first,
)

from muster.domain.matching.flow import prove
from muster.domain.matching.flow.proof import Pairs as ProofPairs
from muster.domain.matching.pool.engine import PoolFlow, match
from muster.domain.matching.pool.listing import everybody_for

SCALES = {
    "S": (1_000_000, 1, 5),
    "M": (100_000, 25, 5),
    "L": (1_000_000, 1_000, 5),
    "XL": (1_000_000, 5_000, 6),
}
MOST_PAIRS = 5_000_000
DECLINES = 60


def main() -> None:
    options = argparse.ArgumentParser(prog="muster bench matching")
    options.add_argument("--scale", choices=SCALES, default="M")
    options.add_argument("--people", type=int, help="another pool size")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--limit", type=float, default=300.0, help="seconds for each peer")
    options.add_argument("--prove", action="store_true", help="check against every pair")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    people, requests, lines = SCALES[chosen.scale]
    one = nation(chosen.people or people)
    row = _measured(one, requests, lines, chosen)
    row = {"scale": chosen.scale, "responders": len(one.pool.people.rows), **row}
    if chosen.json:
        print(json.dumps(row))
        return
    for name, value in row.items():
        print(f"{name:24} {value}")


def _measured(
    one: Nation, requests: int, lines: int, chosen: argparse.Namespace
) -> dict[str, object]:
    asked, count, priority = wanted(one, requests, lines)
    match(one.pool, one.supply, asked, count=count, priority=priority)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = []
    for _ in range(chosen.runs):
        clock = perf_counter()
        result = match(one.pool, one.supply, asked, count=count, priority=priority)
        seconds.append(perf_counter() - clock)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    plan = result.flow.plan
    filled = int((plan.agent >= 0).sum())
    objective = [filled, int(plan.cost[0].sum()), int(plan.cost[1].sum()) // result.scale]
    row: dict[str, object] = {
        "needs": len(count),
        "positions": int(count.sum()),
        "seconds": round(median(seconds), 4),
        "peak_mb": round(peak / 1024),
        "grown_mb": round((peak - before) / 1024),
        "filled": filled,
        "objective": objective,
        "extensions": result.extensions,
    }
    row |= _proven(one, result, chosen.prove or requests <= 25)
    greedy = nearest_first(result)
    row["greedy_loss"] = filled - (greedy.filled or 0)
    pairs = every_pair(result, MOST_PAIRS)
    if pairs is None:
        row["peers"] = [asdict(greedy)]
        row["not_tried"] = f"exact peers: there are more than {MOST_PAIRS:,} pairs"
        row["speedup_vs_best_exact_peer"] = None
    else:
        row |= _beside_peers(one, result, pairs, greedy, median(seconds), chosen.limit)
    return row | _declines(result, median(seconds))


def _proven(one: Nation, result: PoolFlow, against_all: bool) -> dict[str, object]:
    """The bound from the prices, checked against every pair there is where that is asked for."""
    pairs = 0

    def each() -> Iterator[ProofPairs]:
        nonlocal pairs
        for need in range(len(result.wanted.asks)):
            agents, major, minor, _whole = everybody_for(
                result.pool, result.wanted, need, result.scale
            )
            pairs += len(agents)
            yield need, agents, major, minor

    flow = result.flow
    proof = prove(flow.demand, one.supply, flow.plan, each() if against_all else listed(flow))
    gap = [proof.value[0] - proof.bound[0], proof.value[1] - proof.bound[1]]
    how = f"every one of {pairs:,} pairs" if against_all else "the lists and what bounds them"
    return {
        "bound": list(proof.bound),
        "gap": gap if proof.holds else proof.faults[:3],
        "checked_against": how,
    }


def _beside_peers(
    one: Nation, result: PoolFlow, pairs: Pairs, greedy: Told, seconds: float, limit: float
) -> dict[str, object]:
    demand, plan = result.flow.demand, result.flow.plan
    peers = [
        greedy,
        highs_on_all_pairs(demand, one.supply, pairs, limit),
        cp_sat_on_all_pairs(demand, one.supply, pairs, limit),
    ]
    exact = [peer.seconds for peer in peers if peer.optimal]
    mine = (int((plan.agent >= 0).sum()), int(plan.cost[0].sum()))
    return {
        "pairs": len(pairs.need),
        "peers": [asdict(peer) for peer in peers],
        "agree": all((peer.filled, peer.major) == mine for peer in peers if peer.optimal),
        "speedup_vs_best_exact_peer": round(min(exact) / seconds, 1) if exact else None,
    }


def _declines(result: PoolFlow, first: float) -> dict[str, object]:
    """How long a new proven plan takes when somebody says no, and how often their place had a
    price."""
    rng, seconds, priced = np.random.default_rng(3), [], []
    for _ in range(DECLINES):
        filled = np.flatnonzero(result.flow.plan.agent >= 0)
        if len(filled) < DECLINES:
            return {"decline_seconds": None}
        position = int(rng.choice(filled))
        priced.append(result.flow.plan.worth[0][position] > result.flow.plan.cost[0][position])
        clock = perf_counter()
        result.decline(position)
        seconds.append(perf_counter() - clock)
    return {
        "decline_seconds": round(median(seconds[1:]), 6),
        "decline_of_first_solve": f"1/{first / median(seconds[1:]):.0f}",
        "declines_with_a_price": f"{sum(priced)} of {len(priced)}",
    }


if __name__ == "__main__":
    main()
