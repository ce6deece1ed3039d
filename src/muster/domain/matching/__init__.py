"""Matching needs with helpers: `solve` answers a `Problem` with an explained, proven `Solution`."""

from muster.domain.matching.plan import solve
from muster.domain.matching.problem import (
    Helper,
    HelperKind,
    HomeFloor,
    Mode,
    Need,
    Priority,
    Problem,
)
from muster.domain.matching.solution import (
    CAUSE_NAMES,
    Assignment,
    Candidate,
    Cause,
    Certificate,
    Explanation,
    LevelProof,
    NotChosen,
    Solution,
    Unfilled,
)
from muster.domain.matching.worsening import LevelChange, Worsening, worsening

__all__ = [
    "CAUSE_NAMES",
    "Assignment",
    "Candidate",
    "Cause",
    "Certificate",
    "Explanation",
    "Helper",
    "HelperKind",
    "HomeFloor",
    "LevelChange",
    "LevelProof",
    "Mode",
    "Need",
    "NotChosen",
    "Priority",
    "Problem",
    "Solution",
    "Unfilled",
    "Worsening",
    "solve",
    "worsening",
]
