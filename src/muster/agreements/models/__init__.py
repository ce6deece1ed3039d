"""The agreements' tables."""

from muster.agreements.models.acts import Declaration, SignedAct
from muster.agreements.models.changes import GroundChange
from muster.agreements.models.instruments import Agreement, Clause, InstrumentKind, Party

__all__ = [
    "Agreement",
    "Clause",
    "Declaration",
    "GroundChange",
    "InstrumentKind",
    "Party",
    "SignedAct",
]
