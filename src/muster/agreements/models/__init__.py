"""The agreements' tables."""

from muster.agreements.models.acts import Declaration, SignedAct
from muster.agreements.models.changes import GroundChange
from muster.agreements.models.instruments import Agreement, InstrumentKind, Party
from muster.agreements.models.papers import DeclarationDocument, SignedPaper
from muster.agreements.models.versions import (
    Acceptance,
    AgreementVersion,
    DraftComment,
    Invitation,
    TermReminder,
    VersionStatus,
)

__all__ = [
    "Acceptance",
    "Agreement",
    "AgreementVersion",
    "Declaration",
    "DeclarationDocument",
    "DraftComment",
    "GroundChange",
    "InstrumentKind",
    "Invitation",
    "Party",
    "SignedAct",
    "SignedPaper",
    "TermReminder",
    "VersionStatus",
]
