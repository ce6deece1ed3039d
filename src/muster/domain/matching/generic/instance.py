"""One assignment instance: agents with capacities, jobs, and what each pair costs and uses."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import numpy as np

from muster.domain.failures import Invalid
from muster.domain.matching.flow.arrays import Flags, Ints

MOST_PAIRS = 10_000_000


class Sense(StrEnum):
    """Whether the costs are to be as small or as large as can be."""

    MIN = "min"
    MAX = "max"


class Infeasible(Invalid):
    """It is proven that no plan gives every job without a penalty to an agent."""


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """Agents by jobs. Costs and penalties are whole numbers of 10 ** -decimals."""

    agent_ids: tuple[str, ...]
    job_ids: tuple[str, ...]
    capacity: Ints
    cost: Ints
    allowed: Flags
    resource: Ints
    penalty: tuple[int | None, ...]
    """job → what leaving it open costs; None when it has to be done"""
    sense: Sense = Sense.MIN
    decimals: int = 0

    def plain(self, units: int) -> int | Decimal:
        """A sum of costs as the file counts it."""
        found = Decimal(units).scaleb(-self.decimals)
        return int(found) if found == found.to_integral_value() else found


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """An instance read as a search for the least cost; pairs that never fit are left out."""

    cost: Ints
    allowed: Flags
    resource: Ints
    capacity: Ints
    penalty: Ints
    forced: Flags
    """job → whether it has no penalty and must be done"""

    @property
    def agents(self) -> int:
        return len(self.cost)

    @property
    def jobs(self) -> int:
        return len(self.forced)

    def value(self, agent_of: Ints) -> int:
        """What this plan costs; -1 stands for an open job."""
        done = np.flatnonzero(agent_of >= 0)
        return int(self.cost[agent_of[done], done].sum()) + int(self.penalty[agent_of < 0].sum())

    def keeps_to_the_rules(self, agent_of: Ints) -> bool:
        """Every forced job is done, by somebody who may, within all capacities."""
        done = np.flatnonzero(agent_of >= 0)
        used = np.zeros(self.agents, np.int64)
        np.add.at(used, agent_of[done], self.resource[agent_of[done], done])
        return bool(
            not (self.forced & (agent_of < 0)).any()
            and self.allowed[agent_of[done], done].all()
            and (used <= self.capacity).all()
        )

    def cheapest(self) -> Ints:
        """Job → the least it can cost, all capacities forgotten."""
        least = np.where(self.allowed, self.cost, np.iinfo(np.int64).max).min(axis=0)
        found: Ints = np.where(self.forced, least, np.minimum(least, self.penalty))
        return found


def question_of(instance: Instance) -> Question:
    """Raises Infeasible where arithmetic on single jobs or on totals rules out every plan."""
    fits = instance.allowed & (instance.resource <= instance.capacity[:, None])
    question = Question(
        cost=-instance.cost if instance.sense is Sense.MAX else instance.cost,
        allowed=fits,
        resource=instance.resource,
        capacity=np.minimum(instance.capacity, np.where(fits, instance.resource, 0).sum(axis=1)),
        penalty=np.array([one or 0 for one in instance.penalty], np.int64),
        forced=np.array([one is None for one in instance.penalty], np.bool_),
    )
    nobody = np.flatnonzero(question.forced & ~fits.any(axis=0))
    if len(nobody):
        more = f", nor {len(nobody) - 1:,} more" if len(nobody) > 1 else ""
        raise Infeasible(
            f"No plan exists: no agent can do job {instance.job_ids[nobody[0]]}{more}.",
            "Allow an agent with enough capacity, or give the job a penalty.",
        )
    need = np.where(fits, question.resource, np.iinfo(np.int64).max).min(axis=0)
    least, room = int(need[question.forced].sum()), int(instance.capacity.sum())
    if least > room:
        raise Infeasible(
            f"No plan exists: the jobs use at least {least:,} and all agents hold {room:,}.",
            "Raise capacities, or give jobs a penalty.",
        )
    return question
