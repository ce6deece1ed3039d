"""Which status may follow which, as data. The database refuses everything that is not here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from muster.domain.failures import Conflict


class RequestStatus(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class NeedStatus(StrEnum):
    OPEN = "open"
    FILLED = "filled"
    UNABLE_TO_FILL = "unable_to_fill"
    CANCELLED = "cancelled"


class OfferStatus(StrEnum):
    SENT = "sent"
    PROVISIONAL = "provisional"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class CommitmentStatus(StrEnum):
    AWAITING_ACCEPTANCE = "awaiting_acceptance"
    BOUND = "bound"
    RELEASED = "released"
    RECALLED = "recalled"
    CANCELLED = "cancelled"


class MissionStatus(StrEnum):
    ORDERED = "ordered"
    RELEASED = "released"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class Machine:
    """One thing's life: the statuses it may be born with and the steps it may take."""

    name: str
    initial: frozenset[str]
    steps: Mapping[str, frozenset[str]]

    def allows(self, before: str, after: str) -> bool:
        return after in self.steps.get(before, frozenset())

    def require(self, before: str, after: str) -> None:
        """Raises Conflict with a sentence when the step is not allowed."""
        if not self.allows(before, after):
            raise Conflict(
                f"This {self.name} is {before.replace('_', ' ')}; "
                f"it cannot become {after.replace('_', ' ')}.",
                "Reload the page to see where it stands now.",
            )


def _machine(name: str, initial: StrEnum, steps: Mapping[StrEnum, set[StrEnum]]) -> Machine:
    return Machine(
        name=name,
        initial=frozenset({initial.value}),
        steps={before.value: frozenset(s.value for s in after) for before, after in steps.items()},
    )


REQUEST = _machine(
    "request",
    RequestStatus.DRAFT,
    {
        RequestStatus.DRAFT: {RequestStatus.OPEN, RequestStatus.CANCELLED},
        RequestStatus.OPEN: {RequestStatus.CLOSED, RequestStatus.CANCELLED},
    },
)
NEED = _machine(
    "need",
    NeedStatus.OPEN,
    {
        NeedStatus.OPEN: {NeedStatus.FILLED, NeedStatus.UNABLE_TO_FILL, NeedStatus.CANCELLED},
        NeedStatus.FILLED: {NeedStatus.OPEN, NeedStatus.CANCELLED},
        NeedStatus.UNABLE_TO_FILL: {NeedStatus.OPEN, NeedStatus.CANCELLED},
    },
)
OFFER = _machine(
    "offer",
    OfferStatus.SENT,
    {
        OfferStatus.SENT: {
            OfferStatus.PROVISIONAL,
            OfferStatus.ACCEPTED,
            OfferStatus.DECLINED,
            OfferStatus.LAPSED,
            OfferStatus.WITHDRAWN,
        },
        OfferStatus.PROVISIONAL: {
            OfferStatus.ACCEPTED,
            OfferStatus.DECLINED,
            OfferStatus.LAPSED,
            OfferStatus.WITHDRAWN,
        },
    },
)
COMMITMENT = _machine(
    "commitment",
    CommitmentStatus.AWAITING_ACCEPTANCE,
    {
        CommitmentStatus.AWAITING_ACCEPTANCE: {
            CommitmentStatus.BOUND,
            CommitmentStatus.RECALLED,
            CommitmentStatus.CANCELLED,
        },
        CommitmentStatus.BOUND: {CommitmentStatus.RELEASED, CommitmentStatus.RECALLED},
    },
)
MISSION = _machine(
    "mission",
    MissionStatus.ORDERED,
    {MissionStatus.ORDERED: {MissionStatus.RELEASED, MissionStatus.RECALLED}},
)

MACHINES = (REQUEST, NEED, OFFER, COMMITMENT, MISSION)
