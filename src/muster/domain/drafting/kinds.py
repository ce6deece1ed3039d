"""The kinds of clause a mutual-aid instrument is made of."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """In the order in which they stand in an instrument."""

    MEMBERSHIP = "membership"
    SCOPE = "scope"
    ACTIVATION = "activation"
    REFUSAL = "refusal"
    CONFIRMATION = "confirmation"
    FREE_PERIOD = "free_period"
    CHARGES = "charges"
    DURATION = "duration"
    CONTROL = "control"
    LIABILITY = "liability"
    LICENSES = "licenses"
    AGENT_OF_STATE = "agent_of_state"
    CONFIDENTIALITY = "confidentiality"
    INSURANCE = "insurance"
    PROPERTY = "property"
    DISPUTE = "dispute"
    RENEWAL = "renewal"
    WITHDRAWAL = "withdrawal"


REQUIRED = frozenset(
    {
        Kind.MEMBERSHIP,
        Kind.SCOPE,
        Kind.ACTIVATION,
        Kind.REFUSAL,
        Kind.CHARGES,
        Kind.CONTROL,
        Kind.LIABILITY,
        Kind.RENEWAL,
        Kind.WITHDRAWAL,
    }
)
"""Without one of these nobody could say who may go, who pays, who leads or how it ends."""
