"""An instance as JSON; docs/matching/instances.md shows the format."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NoReturn

import numpy as np

from muster.domain.failures import Invalid
from muster.domain.matching.flow.arrays import Ints
from muster.domain.matching.generic.figures import (
    MOST_OF_A_RESOURCE,
    Figure,
    figure,
    row_of,
    scaled,
    whole,
    wrong,
)
from muster.domain.matching.generic.instance import MOST_PAIRS, Instance, Sense

EXAMPLE = (
    '{"agents": [{"capacity": 1}, {"capacity": 2}], "jobs": ["a", "b"], "cost": [[4, 1], [2, 3]]}'
)
_KEYS = ("agents", "jobs", "cost", "resource", "sense")


def instance_of(text: str) -> Instance:
    """The instance in a JSON text. Raises Invalid with a sentence for what cannot be used."""
    found = _object(text)
    _known(found, _KEYS, "")
    for name in ("agents", "jobs", "cost"):
        if name not in found:
            wrong(name, f"It is missing. A small instance: {EXAMPLE}")
    agents = [_agent(one, f"agents.{at}") for at, one in enumerate(_list(found, "agents"))]
    jobs = [_job(one, f"jobs.{at}") for at, one in enumerate(_list(found, "jobs"))]
    shape = len(agents), len(jobs)
    fit(*shape)
    costs = [
        row_of(row, f"cost.{at}") for at, row in enumerate(_matrix(found["cost"], "cost", shape))
    ]
    figures = scaled(costs, [penalty for _, penalty in jobs])
    resource = np.ones(shape, np.int64)
    if "resource" in found:
        rows = _matrix(found["resource"], "resource", shape)
        for at, row in enumerate(rows):
            resource[at] = _resources(row, figures.allowed[at].tolist(), f"resource.{at}")
    return Instance(
        agent_ids=_ids([name for name, _ in agents], "agents"),
        job_ids=_ids([name for name, _ in jobs], "jobs"),
        capacity=capacities([room for _, room in agents], resource),
        cost=figures.cost,
        allowed=figures.allowed,
        resource=resource,
        penalty=figures.penalty,
        sense=_sense(found.get("sense", Sense.MIN.value)),
        decimals=figures.decimals,
    )


def fit(agents: int, jobs: int) -> None:
    """Refuse sizes that are empty or too large to hold."""
    if agents < 1:
        wrong("agents", "Give at least one agent.")
    if jobs < 1:
        wrong("jobs", "Give at least one job.")
    if agents * jobs > MOST_PAIRS:
        wrong("cost", f"{agents:,} agents × {jobs:,} jobs is more than {MOST_PAIRS:,} pairs.")


def capacities(rooms: Sequence[int], resource: Ints) -> Ints:
    """No capacity counts for more than all jobs together use."""
    return np.array(
        [min(room, int(row.sum())) for room, row in zip(rooms, resource, strict=True)], np.int64
    )


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Invalid(
            f"The file is neither JSON nor a list of numbers: {error}.",
            f"A small instance: {EXAMPLE}",
        ) from error
    if not isinstance(found, dict):
        raise Invalid("The file has to hold one JSON object.", f"A small instance: {EXAMPLE}")
    return found


def _no_number(word: str) -> NoReturn:
    wrong("the file", f"{word} is no number; leave a pair that is not allowed as null.")


def _known(found: dict[str, Any], keys: Iterable[str], where: str) -> None:
    for name in sorted(found.keys() - set(keys)):
        wrong(
            f"{where}{ascii(name)[1:-1][:40]}", f"Give one of the known names: {', '.join(keys)}."
        )


def _list(found: dict[str, Any], name: str) -> list[Any]:
    if not isinstance(found[name], list):
        wrong(name, "Give a list.")
    value: list[Any] = found[name]
    return value


def _agent(found: Any, where: str) -> tuple[str | None, int]:
    if not isinstance(found, dict):
        wrong(where, 'Give an object such as {"capacity": 1}.')
    _known(found, ("id", "capacity"), f"{where}.")
    return _id(found, where), whole(found.get("capacity", 1), f"{where}.capacity")


def _job(found: Any, where: str) -> tuple[str | None, Figure | None]:
    if isinstance(found, str):
        return _id({"id": found}, where), None
    if not isinstance(found, dict):
        wrong(where, 'Give a name or an object such as {"id": "a", "penalty": 5}.')
    _known(found, ("id", "penalty"), f"{where}.")
    if found.get("penalty") is None:
        return _id(found, where), None
    penalty = figure(found["penalty"], f"{where}.penalty")
    if penalty < 0:
        wrong(f"{where}.penalty", "Give 0 or more.")
    return _id(found, where), penalty


def _id(found: dict[str, Any], where: str) -> str | None:
    value = found.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is not None and not (isinstance(value, str) and value and value.isprintable()):
        wrong(f"{where}.id", "Give a text of printable characters, or a whole number.")
    return value


def _ids(given: Sequence[str | None], where: str) -> tuple[str, ...]:
    """Who has no id is called by its place in the list, from 1."""
    ids = tuple(str(at + 1) if name is None else name for at, name in enumerate(given))
    seen: set[str] = set()
    for at, name in enumerate(ids):
        if name in seen:
            wrong(f"{where}.{at}.id", f"{name[:40]} is there twice; give each its own.")
        seen.add(name)
    return ids


def _matrix(rows: Any, name: str, shape: tuple[int, int]) -> list[list[Any]]:
    agents, jobs = shape
    if not isinstance(rows, list) or len(rows) != agents:
        wrong(name, f"Give a list of {agents:,} rows, one per agent.")
    for at, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != jobs:
            wrong(f"{name}.{at}", f"Give a list of {jobs:,} entries, one per job.")
    return rows


def _resources(row: list[Any], allowed: list[bool], where: str) -> list[int]:
    if set(map(type, row)) == {int} and min(row) >= 0 and max(row) <= MOST_OF_A_RESOURCE:
        return row
    return [
        0 if one is None and not may else whole(one, f"{where}.{at}", MOST_OF_A_RESOURCE)
        for at, (one, may) in enumerate(zip(row, allowed, strict=True))
    ]


def _sense(word: Any) -> Sense:
    if word not in ("min", "max"):
        wrong("sense", "Give min or max.")
    return Sense(word)
