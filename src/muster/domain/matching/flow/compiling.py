"""Compiles the kernels ahead of time: `python -m muster.domain.matching.flow.compiling`.

The machine code is kept beside the sources, so that nobody who matches waits for a compiler.
"""

from __future__ import annotations

import numpy as np

from muster.domain.matching.flow import ENDLESS, Arcs, Demand, Supply, place, start


def compile_kernels() -> None:
    """Place one position; that compiles every kernel for the types in use."""
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


if __name__ == "__main__":
    compile_kernels()
