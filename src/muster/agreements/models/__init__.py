"""The agreements' tables."""

from muster.agreements.models.acts import Declaration, SignedAct
from muster.agreements.models.instruments import Agreement, Clause, InstrumentKind, Party

__all__ = ["Agreement", "Clause", "Declaration", "InstrumentKind", "Party", "SignedAct"]
