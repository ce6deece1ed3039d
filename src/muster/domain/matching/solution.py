"""The matcher's answer: who goes, why, what is proven, and why everybody else does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from muster.domain.acts import ActKind
from muster.domain.coverage import LegalPath
from muster.domain.instruments import MissingAct


class Cause(StrEnum):
    """Why a helper is not proposed for a need; the order is the order of checking."""

    NOT_QUALIFIED = "not_qualified"
    DECLINED = "declined"
    CONFLICT = "conflict"
    NO_COVER = "no_cover"
    MISSING_ACT = "missing_act"
    TOO_FAR = "too_far"
    NOT_ON_SITE_OR_REMOTE = "mode"
    NOT_AVAILABLE = "not_available"
    WRONG_SIZE = "wrong_size"
    HOME_FLOOR = "home_floor"
    LENDING_LIMIT = "lending_limit"
    BETTER_USED = "better_used"
    NOT_NEEDED = "not_needed"


CAUSE_NAMES = {
    Cause.NOT_QUALIFIED: "not qualified",
    Cause.DECLINED: "declined",
    Cause.CONFLICT: "declared a conflict of interest",
    Cause.NO_COVER: "no agreement covers the trip",
    Cause.MISSING_ACT: "one act is missing",
    Cause.TOO_FAR: "too far",
    Cause.NOT_ON_SITE_OR_REMOTE: "cannot work this way",
    Cause.NOT_AVAILABLE: "not available",
    Cause.WRONG_SIZE: "the team is larger than the need",
    Cause.HOME_FLOOR: "would breach its home floor",
    Cause.LENDING_LIMIT: "its organization already lends as many as it may",
    Cause.BETTER_USED: "better used for another need",
    Cause.NOT_NEEDED: "somebody closer is chosen",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A helper who could go to a need, with the figures the choice is made on.

    `fills` is what one go fills: a team's size, 1 for a responder and for each piece of kit.
    `cost_cents` is for that go. A remote helper has no road and no drive.
    """

    need_id: str
    helper_id: str
    path: LegalPath
    remote: bool
    road_km: float
    drive_minutes: int
    arrives_at: datetime
    cost_cents: int
    fills: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """A candidate that was chosen, with how many units of the need it fills."""

    candidate: Candidate
    units: int
    held: bool = False


@dataclass(frozen=True, slots=True)
class NotChosen:
    """Why one helper is not in the plan for one need.

    `missing` names the acts that would make a complete legal path, `elsewhere` the need the
    helper is better used for, `candidate` the figures when the helper was feasible.
    """

    need_id: str
    helper_id: str
    cause: Cause
    detail: str
    missing: tuple[MissingAct, ...] = ()
    elsewhere: str = ""
    candidate: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Unfilled:
    """How much of a need stays open and the commonest reason among the qualified."""

    need_id: str
    units: int
    cause: Cause | None
    detail: str


@dataclass(frozen=True, slots=True)
class LevelProof:
    """One objective of the lexicographic order: value reached, bound proven, gap between them.

    `method` is `duality` when exact integer arithmetic on the prices proves the bound, and
    `branch and bound` when the solver's search tree does.
    """

    name: str
    value: int
    bound: int
    method: str

    @property
    def gap(self) -> int:
        return abs(self.bound - self.value)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Why no better plan exists, level by level."""

    levels: tuple[LevelProof, ...]

    @property
    def optimal(self) -> bool:
        return all(level.gap == 0 for level in self.levels)

    @property
    def gap(self) -> int:
        return max((level.gap for level in self.levels), default=0)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one need, ready to show.

    `next_best` are feasible helpers in the order they would be asked, `blocked_by_one` those
    for whom a single missing act is the only obstacle; with a shortlist they are the nearest of
    many. `counts` says how many fell at each cause, `blocked` how many one act of a kind keeps,
    of everybody.
    """

    need_id: str
    chosen: tuple[Assignment, ...]
    next_best: tuple[NotChosen, ...]
    blocked_by_one: tuple[NotChosen, ...]
    not_chosen: tuple[NotChosen, ...]
    counts: Mapping[Cause, int]
    blocked: Mapping[ActKind, int]


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan with its proof. `explanations` has one entry per need, in the problem's order."""

    assignments: tuple[Assignment, ...]
    unfilled: tuple[Unfilled, ...]
    certificate: Certificate
    explanations: Mapping[str, Explanation]
    seconds: float
    hungry: tuple[str, ...] = ()
    """needs whose shortlist has to be longer before the certificate speaks of everybody"""
