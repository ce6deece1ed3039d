"""A draft: an instrument's clauses with their values, read from what counsel typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from muster.domain.drafting.kinds import Kind
from muster.domain.drafting.library import LIBRARY
from muster.domain.drafting.parameters import Value, read_all

LONGEST_CITATION = 300
LONGEST_WORDING = 5000


@dataclass(frozen=True, slots=True)
class Written:
    """One clause with complete values. `wording` replaces the plain language where counsel has
    its own; the values still are what computes. `citation` is where it stands.
    """

    kind: Kind
    values: Mapping[str, Value]
    citation: str = ""
    wording: str = ""

    @property
    def text(self) -> str:
        return self.wording or LIBRARY[self.kind].text(self.values)

    @property
    def title(self) -> str:
        return LIBRARY[self.kind].title


@dataclass(frozen=True, slots=True)
class Draft:
    """Clauses in the order of the library, at most one of each kind."""

    clauses: tuple[Written, ...]
    _by_kind: dict[Kind, Written] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_kind", {one.kind: one for one in self.clauses})

    def clause(self, kind: Kind) -> Written | None:
        return self._by_kind.get(kind)

    def value(self, kind: Kind, name: str) -> Value | None:
        """A value, or None where the draft has no such clause."""
        clause = self._by_kind.get(kind)
        return None if clause is None else clause.values[name]

    def chosen(self, kind: Kind, name: str) -> tuple[str, ...]:
        """The words chosen in a parameter that takes several; none without the clause."""
        value = self.value(kind, name)
        return value if isinstance(value, tuple) else ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What in a clause cannot be used: the parameter (empty for the clause as a whole), and why."""

    kind: str
    parameter: str
    sentence: str


def read_draft(rows: Iterable[Mapping[str, Any]]) -> tuple[Draft, list[Unreadable]]:
    """A draft out of `{"kind", "values", "citation", "wording"}` rows and what could not be read.

    A clause with an unreadable value keeps the parameter's start, so that the rest is shown; the
    draft may be used only when nothing was unreadable.
    """
    found: dict[Kind, Written] = {}
    wrong: list[Unreadable] = []
    for row in rows:
        name = row.get("kind")
        try:
            kind = Kind(str(name))
        except ValueError:
            wrong.append(Unreadable(str(name), "", f'The library has no clause "{name}".'))
            continue
        if kind in found:
            wrong.append(Unreadable(kind, "", f"{LIBRARY[kind].title}: this clause stands twice."))
            continue
        found[kind] = _written(kind, row, wrong)
    return Draft(tuple(found[kind] for kind in Kind if kind in found)), wrong


def _written(kind: Kind, row: Mapping[str, Any], wrong: list[Unreadable]) -> Written:
    raw = row.get("values", {})
    if not isinstance(raw, Mapping):
        wrong.append(Unreadable(kind, "", "The values of a clause are named, one by one."))
        raw = {}
    read = read_all(LIBRARY[kind].parameters, raw)
    wrong += [Unreadable(kind, name, sentence) for name, sentence in read.errors.items()]
    starts = {one.name: one.start for one in LIBRARY[kind].parameters}
    citation, wording = str(row.get("citation", "")), str(row.get("wording", ""))
    if len(citation) > LONGEST_CITATION:
        sentence = f"Keep the citation within {LONGEST_CITATION} characters."
        wrong.append(Unreadable(kind, "citation", sentence))
    if len(wording) > LONGEST_WORDING:
        sentence = f"Keep the wording within {LONGEST_WORDING} characters."
        wrong.append(Unreadable(kind, "wording", sentence))
    return Written(
        kind, starts | dict(read.values), citation[:LONGEST_CITATION], wording[:LONGEST_WORDING]
    )


def stored(draft: Draft) -> list[dict[str, Any]]:
    """The rows that `read_draft` reads back to the same draft, as plain JSON."""
    return [
        {
            "kind": one.kind.value,
            "values": {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in one.values.items()
            },
            "citation": one.citation,
            "wording": one.wording,
        }
        for one in draft.clauses
    ]
