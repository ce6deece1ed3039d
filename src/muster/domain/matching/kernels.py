"""Compiles the kernels ahead of time: `python -m muster.domain.matching.kernels`.

The machine code is kept beside the sources, so that nobody who matches waits for a compiler.
Code that was kept for other sources is thrown away first: the compiler notices a change in the
file it compiles, and not in the files that file calls.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path


def compile_kernels() -> None:
    """Both halves at once, each in a process of its own."""
    for kept in Path(__file__).parent.glob("*/__pycache__/*.nb[ic]"):
        kept.unlink()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as two:
        for half in [two.submit(compile_flow), two.submit(compile_pool)]:
            half.result()


def compile_flow() -> None:
    """Place one position; that compiles every kernel of the flow for the types in use."""
    import numpy as np

    from muster.domain.matching.flow import ENDLESS, Arcs, Demand, Supply, place, start

    one, none = np.ones(1, np.int64), np.zeros(1, np.int64)
    demand = Demand(need_of=none, penalty_major=one, penalty_minor=none)
    supply = Supply(
        group_of=np.zeros(1, np.int32),
        shared=np.zeros(1, np.bool_),
        parent=np.full(1, -1, np.int32),
        limit=one,
        child_start=np.zeros(2, np.int64),
        children=np.zeros(0, np.int32),
    )
    arcs = Arcs(none, one, none, none, none, np.full(1, ENDLESS), none)
    place(start(demand, supply, arcs), none)


def compile_pool() -> None:
    """List and count a pool of one for one need."""
    import numpy as np

    from muster.domain.matching.pool.arrays import ASK, PERSON, People, Wanted
    from muster.domain.matching.pool.census import Listed, take_census
    from muster.domain.matching.pool.index import cover_of, pool_of
    from muster.domain.matching.pool.listing import first_lists

    rows, none = np.zeros(1, PERSON), np.zeros(1, np.int32)
    rows["x"] = 1.0
    people = People(rows, np.array([0, 1]), np.ones((1, 1), np.uint8), np.zeros(0, np.int64))
    cover = cover_of(
        people,
        at=np.array([0, 1]),
        instruments=none,
        lacks=none,
        basis=none,
        free_hours=none,
        standings=np.ones(1, np.int64),
    )
    asks = np.zeros(1, ASK)
    asks["organization"], asks["x"], asks["worst_level"], asks["usable_last"] = -1, 1.0, 1, 1
    wanted = Wanted(asks, none, none, np.zeros(0, np.int32))
    pool = pool_of(people, cover)
    first_lists(pool, wanted, np.ones(1, np.int64), 1)
    take_census(pool, wanted, Listed(np.zeros(2, np.int64), np.zeros(0, np.int32)))


if __name__ == "__main__":
    compile_kernels()
