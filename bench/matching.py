"""The matching engine on a synthetic nation, beside its peers: ./muster bench matching --scale M

Scales: S one request of 5 needs, M 25 of 5 among 100,000 people, L 1,000 of 5 and XL 5,000 of 6
among a million; all needs begin at once. Peers get the same pairs and at most --limit seconds;
where there are more than five million pairs they are not tried and the output says so. Times are
the median of --runs, warm. The plan is checked against every feasible pair wherever those fit.
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
from support.peers import Pairs, cp_sat_on_all_pairs, highs_on_all_pairs, nearest_first

from muster.domain.matching.flow import prove
from muster.domain.matching.flow.proof import Pairs as ProofPairs
from muster.domain.matching.pool.arrays import FOREVER
from muster.domain.matching.pool.engine import PoolFlow, lists_of, match

SCALES = {
    "S": (1_000_000, 1, 5),
    "M": (100_000, 25, 5),
    "L": (1_000_000, 1_000, 5),
    "XL": (1_000_000, 5_000, 6),
}
MOST_PAIRS = 5_000_000


def main() -> None:
    options = argparse.ArgumentParser(prog="muster bench matching")
    options.add_argument("--scale", choices=SCALES, default="M")
    options.add_argument("--people", type=int, help="another pool size")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--limit", type=float, default=300.0, help="seconds for each peer")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    people, requests, lines = SCALES[chosen.scale]
    one = nation(chosen.people or people)
    row = _measured(one, requests, lines, chosen.runs, chosen.limit)
    row = {"scale": chosen.scale, "responders": len(one.pool.people.organization), **row}
    if chosen.json:
        print(json.dumps(row))
        return
    for name, value in row.items():
        print(f"{name:24} {value}")


def _measured(one: Nation, requests: int, lines: int, runs: int, limit: float) -> dict[str, object]:
    asked, count, priority = wanted(one, requests, lines)
    match(one.pool, one.supply, asked, count=count, priority=priority)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = []
    for _ in range(runs):
        clock = perf_counter()
        result = match(one.pool, one.supply, asked, count=count, priority=priority)
        seconds.append(perf_counter() - clock)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    plan, demand = result.flow.plan, result.flow.demand
    going = plan.agent >= 0
    row: dict[str, object] = {
        "needs": len(count),
        "positions": int(count.sum()),
        "seconds": round(median(seconds), 4),
        "peak_mb": round(peak / 1024),
        "grown_mb": round((peak - before) / 1024),
        "filled": int(going.sum()),
        "objective": [int(plan.cost_major.sum()), int(plan.cost_minor.sum()) // result.scale],
        "extensions": result.flow.extensions,
    }
    pairs = _every_pair(result)
    if pairs is None:
        return row | {"bound": None, "gap": None, "peers": "not tried: more pairs than fit"}
    proof = prove(demand, one.supply, plan, _by_need(pairs, len(count)))
    gap = [proof.value[0] - proof.bound[0], proof.value[1] - proof.bound[1]]
    peers = [
        nearest_first(demand, one.supply, pairs),
        highs_on_all_pairs(demand, one.supply, pairs, limit),
        cp_sat_on_all_pairs(demand, one.supply, pairs, limit),
    ]
    exact = [peer.seconds for peer in peers if peer.optimal]
    return row | {
        "pairs": len(pairs.need),
        "bound": list(proof.bound),
        "gap": gap if proof.holds else proof.faults[:3],
        "peers": [asdict(peer) for peer in peers],
        "agree": all(
            (peer.filled, peer.major) == (row["filled"], int(plan.cost_major.sum()))
            for peer in peers
            if peer.optimal
        ),
        "speedup_vs_best_exact_peer": round(min(exact) / median(seconds), 1) if exact else None,
        "greedy_loss": int(going.sum()) - (peers[0].filled or 0),
    }


def _every_pair(result: PoolFlow) -> Pairs | None:
    """All feasible pairs, need by need; None when they are more than fit."""
    parts: list[tuple[np.ndarray, ...]] = []
    total = 0
    for need in range(len(result.wanted.request)):
        one = np.array([need])
        result.far[need] = 10**9 if result.wanted.remote[need] else FOREVER
        lists = lists_of(result, one, bool(result.wanted.remote[need]))
        part = slice(lists.start[0], lists.end[0])
        total += int(lists.end[0] - lists.start[0])
        if total > MOST_PAIRS:
            return None
        agents = lists.agent[part].copy()
        parts.append(
            (np.full(len(agents), need), agents, lists.major[part].copy(), lists.minor[part].copy())
        )
    return Pairs(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _by_need(pairs: Pairs, needs: int) -> Iterator[ProofPairs]:
    edges = np.searchsorted(pairs.need, np.arange(needs + 1))
    for need in range(needs):
        part = slice(edges[need], edges[need + 1])
        yield need, pairs.agent[part], pairs.major[part], pairs.minor[part]


if __name__ == "__main__":
    main()
