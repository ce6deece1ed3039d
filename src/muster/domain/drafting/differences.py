"""What changed between two versions of an instrument, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from muster.domain.drafting.drafts import Draft, Written
from muster.domain.drafting.kinds import Kind
from muster.domain.drafting.library import LIBRARY


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One parameter before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause side by side; `values` lists only what differs."""

    kind: Kind
    title: str
    change: Change
    before: str
    after: str
    values: tuple[ValueChange, ...] = ()


def differences(before: Draft, after: Draft) -> tuple[ClauseChange, ...]:
    """Every clause of either draft in the order of the library."""
    return tuple(
        _of(kind, before.clause(kind), after.clause(kind))
        for kind in Kind
        if before.clause(kind) or after.clause(kind)
    )


def _of(kind: Kind, old: Written | None, new: Written | None) -> ClauseChange:
    title = LIBRARY[kind].title
    if old is None or new is None:
        change = Change.REMOVED if new is None else Change.ADDED
        return ClauseChange(kind, title, change, old.text if old else "", new.text if new else "")
    values = tuple(
        ValueChange(one.label, one.said(old.values[one.name]), one.said(new.values[one.name]))
        for one in LIBRARY[kind].parameters
        if old.values[one.name] != new.values[one.name]
    )
    same = not values and (old.wording, old.citation) == (new.wording, new.citation)
    change = Change.SAME if same else Change.CHANGED
    return ClauseChange(kind, title, change, old.text, new.text, values)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text; `marked` where the other text does not have them."""

    text: str
    marked: bool


def marked_words(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces, word by word: what left is marked in one, what came in the other."""
    old, new = before.split(), after.split()
    left: list[Piece] = []
    right: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if a < b:
            left.append(Piece(" ".join(old[a:b]), what != "equal"))
        if c < d:
            right.append(Piece(" ".join(new[c:d]), what != "equal"))
    return tuple(left), tuple(right)
