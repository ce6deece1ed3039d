"""Chooses limits of a program that lie inside each other, so that it is one flow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from muster.domain.matching.flow import Supply
from muster.domain.matching.flow.arrays import Ints
from muster.domain.matching.limits import LimitKind, NamedLimit
from muster.domain.matching.program import Limit, Program

_KEPT_FIRST = (LimitKind.PERSON, LimitKind.STOCK, LimitKind.LENDING, LimitKind.FLOOR)


@dataclass(frozen=True, slots=True)
class Nested:
    """A program as a flow: every option is an agent of its own within the limits around it.

    `room` counts the positions of each need that its options could fill, `need_of` the need of
    each option.
    `left_out` are limits that cross others; a plan of the flow may break them.
    """

    room: Ints
    need_of: Ints
    supply: Supply
    left_out: tuple[int, ...]

    def broken(self, limits: Sequence[NamedLimit], amounts: Sequence[int]) -> tuple[int, ...]:
        """Which of the limits left out this plan breaks."""
        return tuple(
            index
            for index in self.left_out
            if limits[index].limit.used(amounts) > limits[index].limit.capacity
        )


def nested(
    program: Program, limits: Sequence[NamedLimit], first: Collection[int] = ()
) -> Nested | None:
    """The flow within as many limits as nest, those of `first` before all others.

    None where a limit counts somebody several times over, as teams do.
    """
    if any(program.lower) or any(
        coefficient != 1 for limit in program.limits for _option, coefficient in limit.members
    ):
        return None
    options = len(program.upper)
    needs = [named.limit for named in limits if named.kind is LimitKind.NEED]
    need_of = np.full(options, -1, np.int64)
    for index, limit in enumerate(needs):
        need_of[[option for option, _one in limit.members]] = index
    around = [at for at, named in enumerate(limits) if named.kind is not LimitKind.NEED]
    members = {at: [option for option, _one in limits[at].limit.members] for at in around}
    kept = _laminar(members, sorted(around, key=lambda at: _rank(limits[at], at, first)))
    parent, innermost = _tree([members[at] for at in kept], options)
    capacity = [limits[at].limit.capacity for at in kept]
    room = np.array([_fillable(limit, program) for limit in needs], np.int64)
    for option in range(options):
        upper = program.upper[option]
        if 1 != upper < room[need_of[option]]:
            parent.append(innermost[option])
            capacity.append(upper)
            innermost[option] = len(parent) - 1
    supply = _supply(program, parent, capacity, innermost)
    return Nested(room, need_of, supply, tuple(sorted(set(around) - set(kept))))


def _fillable(need: Limit, program: Program) -> int:
    """The positions that anybody could fill; a need for a million may have two helpers."""
    return min(need.capacity, sum(program.upper[option] for option, _one in need.members))


def _rank(named: NamedLimit, at: int, first: Collection[int]) -> tuple[int, int, int, int]:
    kind = _KEPT_FIRST.index(named.kind)
    return (0 if at in first else 1, kind, -len(named.limit.members), at)


def _laminar(members: dict[int, list[int]], order: Sequence[int]) -> list[int]:
    """The sets that lie inside, around or beside all that were kept before them."""
    kept: list[int] = []
    containing: dict[int, list[int]] = {}
    for at in order:
        mine = members[at]
        shared = Counter(other for option in mine for other in containing.get(option, ()))
        if all(count in (len(mine), len(members[other])) for other, count in shared.items()):
            kept.append(at)
            for option in mine:
                containing.setdefault(option, []).append(at)
    return kept


def _tree(sets: Sequence[Sequence[int]], options: int) -> tuple[list[int], list[int]]:
    """Each set's parent and each option's innermost set; no two sets cross."""
    parent, innermost = [-1] * len(sets), [-1] * options
    for index in sorted(range(len(sets)), key=lambda one: (-len(sets[one]), one)):
        parent[index] = innermost[sets[index][0]]
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
