"""Packs the people of each kind into nested groups of neighbors, along a curve over the map."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from muster.domain.matching.flow.arrays import Ints, Small
from muster.domain.matching.pool.arrays import LEVELS, NODE, People, Reals, Rows, Tree

IN_A_LEAF = 24
"""People in a leaf: few enough to be near each other, enough to be worth a look."""

CHILDREN = 8
_BITS = 16
_SLACK = 1e-9
"""Radians, six millimeters: more than rounding can make of a radius."""


def tree_of(people: People) -> Tree:
    """One tree per kind. Who is where decides the order; equals keep the order of the pool."""
    curve = np.argsort(along_the_curve(*(people.rows[name] for name in "xyz")), kind="stable")
    positions = people.levels.shape[1]
    rows, counts = [], []
    for position in range(positions):
        held = people.levels[curve, position]
        for level in range(1, LEVELS + 1):
            row = curve[(held > 0) & (held <= level)].astype(np.int32)
            rows.append(row)
            counts.append(len(row))
    everybody = np.concatenate([*rows, np.zeros(0, np.int32)])
    if len(everybody) >= 2**31:
        raise ValueError("The pool holds more qualifications than an index of this width can.")
    sizes = np.array(counts, np.int64)
    leaf = _leaf_of(sizes)
    everybody = everybody[np.lexsort((people.rows["ready"][everybody], leaf))]
    return _packed(people, everybody, sizes)


def _leaf_of(counts: Ints) -> Ints:
    """A number for the leaf each part of the rows falls into, ascending."""
    kind = np.repeat(np.arange(len(counts)), counts)
    at = np.arange(len(kind)) - np.repeat(np.cumsum(counts) - counts, counts)
    leaves = -(-counts // IN_A_LEAF)
    return (np.cumsum(leaves) - leaves)[kind] + at // IN_A_LEAF


def along_the_curve(x: Reals, y: Reals, z: Reals) -> Ints:
    """Places as distances along Hilbert's curve over longitude and latitude."""
    side = (1 << _BITS) - 1
    across = ((np.arctan2(y, x) / np.pi + 1) / 2 * side).astype(np.int64)
    upward = ((np.arcsin(np.clip(z, -1, 1)) / np.pi + 0.5) * side).astype(np.int64)
    distance = np.zeros(len(x), np.int64)
    for bit in range(_BITS - 1, -1, -1):
        right, top = (across >> bit) & 1, (upward >> bit) & 1
        distance += (3 * right ^ top) << (2 * bit)
        # Each quarter is the whole curve turned, so turn the quarter back.
        turn = top == 0
        mirror = turn & (right == 1)
        across[mirror] = side - across[mirror]
        upward[mirror] = side - upward[mirror]
        across[turn], upward[turn] = upward[turn], across[turn]
    return distance


class _Layer(NamedTuple):
    """Nodes of one height, kind by kind. `below` are the parts each holds."""

    kind: Ints
    nodes: Rows


def _packed(people: People, everybody: Small, counts: Ints) -> Tree:
    rows, at = people.rows[everybody], np.concatenate([[0], np.cumsum(counts)])
    root = np.full(len(counts), -1, np.int64)
    below = _Layer(np.repeat(np.arange(len(counts)), counts), _as_nodes(rows))
    level = people.levels[everybody, below.kind // LEVELS]
    layers: list[Rows] = []
    offset, size = 0, IN_A_LEAF
    while len(below.kind):
        layer = _grouped(below, counts, size, offset)
        layer.nodes["leaf"] = not layers
        offset += len(layers[-1]) if layers else 0
        layers.append(layer.nodes)
        counts = np.bincount(layer.kind, minlength=len(root))
        alone = np.flatnonzero((counts == 1) & (root < 0))
        root[alone] = offset + (np.cumsum(counts) - counts)[alone]
        if (counts <= 1).all():
            break
        below, size = layer, CHILDREN
    nodes = np.concatenate([*layers, np.zeros(0, NODE)])
    return Tree(
        at=at.astype(np.int64),
        people=everybody,
        organization=rows["organization"].astype(np.int32),
        level=level,
        prompt=rows["ready"].astype(np.int32),
        root=root,
        nodes=nodes,
    )


def _as_nodes(rows: Rows) -> Rows:
    nodes = np.zeros(len(rows), NODE)
    for name in ("x", "y", "z", "ready"):
        nodes[name] = rows[name]
    return nodes


def _grouped(below: _Layer, counts: Ints, size: int, offset: int) -> _Layer:
    """Neighbors along the row in groups of `size`; no group holds two kinds."""
    groups, starts = -(-counts // size), np.cumsum(counts) - counts
    kind = np.repeat(np.arange(len(counts)), groups)
    number = np.arange(len(kind)) - np.repeat(np.cumsum(groups) - groups, groups)
    first = starts[kind] + number * size
    last = np.minimum(first + size, starts[kind] + counts[kind])
    owner = np.repeat(np.arange(len(kind)), last - first)
    nodes = np.zeros(len(kind), NODE)
    sums = [np.add.reduceat(below.nodes[name], first) for name in "xyz"]
    norm = np.sqrt(sum(axis * axis for axis in sums)).clip(1e-12)
    chord = np.zeros(len(owner))
    for name, axis in zip("xyz", sums, strict=True):
        nodes[name] = axis / norm
        chord += (below.nodes[name] - nodes[name][owner]) ** 2
    apart = 2 * np.arcsin(np.minimum(1.0, np.sqrt(chord) / 2))
    nodes["radius"] = np.maximum.reduceat(apart + below.nodes["radius"] + _SLACK, first)
    nodes["ready"] = np.minimum.reduceat(below.nodes["ready"], first)
    nodes["first"], nodes["last"] = first + offset, last + offset
    return _Layer(kind, nodes)
