"""The plain text of the OR-Library's generalised assignment problems.

One file holds: how many problems; then for each the numbers of agents and jobs, the costs and the
resources, a row per agent, and the capacities. Files of a single problem leave the first number
out. Line breaks mean nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from muster.domain.failures import Invalid
from muster.domain.matching.generic.figures import (
    MOST_OF_A_RESOURCE,
    figure_of_word,
    row_of,
    scaled,
    whole,
)
from muster.domain.matching.generic.instance import Instance, Sense
from muster.domain.matching.generic.json_file import capacities, fit


def looks_like_numbers(text: str) -> bool:
    """Whether this is such a file rather than JSON."""
    first = text.lstrip()[:1]
    return first.isascii() and first.isdigit()


def instances_of(text: str, sense: Sense) -> tuple[Instance, ...]:
    """Every problem of the file. Raises Invalid with a sentence for what cannot be used."""
    words = text.split()
    starts = _starts(words, counted=True) or _starts(words, counted=False)
    if not starts:
        raise Invalid(
            f"These {len(words):,} numbers are no generalised assignment problems.",
            "Give how many problems there are; then for each the numbers of agents and jobs, "
            "a row of costs per agent, a row of resources per agent, and the capacities.",
        )
    return tuple(_instance(words, start, sense) for start in starts)


def _starts(words: Sequence[str], *, counted: bool) -> list[int]:
    """Where each problem begins; empty when the numbers do not come out even."""
    wanted, at = (_size(words, 0) if counted else 1), int(counted)
    found: list[int] = []
    while at < len(words) and len(found) < wanted:
        agents, jobs = _size(words, at), _size(words, at + 1)
        found.append(at)
        at += 2 + 2 * agents * jobs + agents
    return found if at == len(words) and len(found) == wanted else []


def _size(words: Sequence[str], at: int) -> int:
    word = words[at] if at < len(words) else ""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0


def _instance(words: Sequence[str], start: int, sense: Sense) -> Instance:
    agents, jobs = _size(words, start), _size(words, start + 1)
    fit(agents, jobs)
    pairs = agents * jobs
    costs = [
        row_of([figure_of_word(*word) for word in row], "cost")
        for row in _rows(words, start + 2, agents, jobs)
    ]
    figures = scaled(costs, [None] * jobs)
    resource = np.array(
        [
            [_whole(*word, MOST_OF_A_RESOURCE) for word in row]
            for row in _rows(words, start + 2 + pairs, agents, jobs)
        ],
        np.int64,
    )
    [rooms] = _rows(words, start + 2 + 2 * pairs, 1, agents)
    return Instance(
        agent_ids=tuple(str(at + 1) for at in range(agents)),
        job_ids=tuple(str(at + 1) for at in range(jobs)),
        capacity=capacities([_whole(*word) for word in rooms], resource),
        cost=figures.cost,
        allowed=figures.allowed,
        resource=resource,
        penalty=figures.penalty,
        sense=sense,
        decimals=figures.decimals,
    )


def _rows(
    words: Sequence[str], begin: int, rows: int, width: int
) -> Iterator[list[tuple[str, str]]]:
    """Words with their places, row by row."""
    for row in range(rows):
        first = begin + row * width
        yield [(words[at], f"number {at + 1:,}") for at in range(first, first + width)]


def _whole(word: str, where: str, most: int | None = None) -> int:
    found = figure_of_word(word, where)
    return whole(found, where) if most is None else whole(found, where, most)
