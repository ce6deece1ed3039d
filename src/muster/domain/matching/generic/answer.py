"""What came of a solve: the best plan found and a bound that no plan beats."""

from __future__ import annotations

from dataclasses import dataclass

from muster.domain.matching.flow.arrays import Ints


@dataclass(frozen=True, slots=True)
class Found:
    """A plan (job → agent or -1), or None when the time was over first; all as least cost."""

    agent_of: Ints | None
    bound: int
    method: str


@dataclass(frozen=True, slots=True)
class Answer:
    """In the instance's sense and whole units; `Instance.plain` reads them as the file counts.

    `agent_of` is empty and `objective` None when no plan was found in time.
    """

    objective: int | None
    bound: int
    agent_of: tuple[int, ...]
    method: str
    seconds: float

    @property
    def optimal(self) -> bool:
        return self.objective == self.bound

    @property
    def gap(self) -> float | None:
        """How far the bound is away, as a share of the larger of the two; 0 when proven."""
        if self.objective is None:
            return None
        away = abs(self.objective - self.bound)
        return away / max(abs(self.objective), abs(self.bound)) if away else 0.0
