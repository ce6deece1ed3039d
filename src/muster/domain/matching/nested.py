"""Finds out whether the limits of a program lie inside each other, so that it is one flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from muster.domain.matching.flow import Supply
from muster.domain.matching.flow.arrays import Ints
from muster.domain.matching.limits import LimitKind, NamedLimit
from muster.domain.matching.program import Program


@dataclass(frozen=True, slots=True)
class Nested:
    """A program as a flow: every option is an agent of its own within the limits around it.

    `room` counts the positions of each need that has options, `need_of` the need of each option.
    """

    room: Ints
    need_of: Ints
    supply: Supply


def nested(program: Program, limits: Sequence[NamedLimit]) -> Nested | None:
    """The flow, or None: teams, people with two disjoint claims on their time, or floors that
    count one person several times, do not nest."""
    options = len(program.upper)
    if any(program.lower) or any(
        coefficient != 1 for named in limits for _option, coefficient in named.limit.members
    ):
        return None
    needs = [named.limit for named in limits if named.kind is LimitKind.NEED]
    need_of = np.full(options, -1, np.int64)
    for index, limit in enumerate(needs):
        need_of[[option for option, _one in limit.members]] = index
    around = [named.limit for named in limits if named.kind is not LimitKind.NEED]
    tree = _tree([[o for o, _one in limit.members] for limit in around], options)
    if tree is None:
        return None
    parent, innermost = tree
    capacity = [limit.capacity for limit in around]
    room = np.array([limit.capacity for limit in needs], np.int64)
    for option in range(options):
        upper = program.upper[option]
        if 1 != upper < room[need_of[option]]:
            parent.append(innermost[option])
            capacity.append(upper)
            innermost[option] = len(parent) - 1
    return Nested(room, need_of, _supply(program, parent, capacity, innermost))


def _tree(sets: Sequence[Sequence[int]], options: int) -> tuple[list[int], list[int]] | None:
    """Each set's parent and each option's innermost set; None when two sets cross."""
    parent, innermost = [-1] * len(sets), [-1] * options
    for index in sorted(range(len(sets)), key=lambda one: (-len(sets[one]), one)):
        outer = {innermost[option] for option in sets[index]}
        if len(outer) > 1:
            return None
        parent[index] = outer.pop() if outer else -1
        for option in sets[index]:
            innermost[option] = index
    return parent, innermost


def _supply(
    program: Program, parent: Sequence[int], capacity: Sequence[int], innermost: Sequence[int]
) -> Supply:
    children: list[list[int]] = [[] for _ in parent]
    for group, outer in enumerate(parent):
        if outer >= 0:
            children[outer].append(group)
    starts = np.cumsum([0, *(len(inner) for inner in children)])
    return Supply(
        group_of=np.array(innermost, np.int32),
        shared=np.array([upper != 1 for upper in program.upper], np.bool_),
        parent=np.array(parent, np.int32),
        limit=np.array(capacity, np.int64),
        child_start=starts.astype(np.int64),
        children=np.array([group for inner in children for group in inner], np.int32),
    )
