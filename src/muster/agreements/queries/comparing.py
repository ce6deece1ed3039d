"""Two versions side by side, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from muster.agreements.models import AgreementVersion
from muster.agreements.queries.versions import draft_of
from muster.domain.drafting.differences import (
    Change,
    ClauseChange,
    Piece,
    differences,
    marked_words,
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One clause of both versions with the words that differ."""

    clause: ClauseChange
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        return self.clause.change is not Change.SAME


def compared(before: AgreementVersion, after: AgreementVersion) -> list[Compared]:
    """Every clause of either version, in the order of the library."""
    return [
        Compared(one, *marked_words(one.before, one.after))
        for one in differences(draft_of(before), draft_of(after))
    ]
