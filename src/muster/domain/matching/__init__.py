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
    "LevelProof",
    "Mode",
    "Need",
    "NotChosen",
    "Priority",
    "Problem",
    "Solution",
    "Unfilled",
    "solve",
]
