"""A policy's answer and what happens when it is no."""

from __future__ import annotations

from dataclasses import dataclass

from muster.domain.failures import Refused


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something may be done; a no carries the sentence shown to the person."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(allowed=True)


def no(reason: str) -> Decision:
    return Decision(allowed=False, reason=reason)


def require(decision: Decision, what_to_do: str = "") -> None:
    """Raises Refused with the policy's reason unless the decision is yes."""
    if not decision:
        raise Refused(decision.reason, what_to_do)
