"""What tying a domain comes to: one government and why, or the candidates and why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from muster.domain.naming.cases import Case
from muster.domain.naming.governments import Government


@dataclass(frozen=True, slots=True)
class Tied:
    """One government. `office` when the domain is that of an office under it, named beside."""

    government_id: str
    rule: str
    why: str
    office: bool
    office_name: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A government a person may choose, and what speaks for it."""

    government_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """No government is certain. The candidates may be none."""

    candidates: tuple[Candidate, ...]
    why: str


MOST_CANDIDATES = 12


def tied(case: Case, government: Government, rule: str, why: str, *, office: bool) -> Tied:
    identity = case.known.canonical(government.id)
    return Tied(identity, rule, why, office, case.office_name if office else "")


def undecided(case: Case, found: Iterable[Government], why: str) -> Undecided:
    """List what a person should look at, nearest to the city column first."""
    kept: dict[str, Government] = {}
    for each in found:
        if each.kind == "settlement":
            continue
        kept.setdefault(case.known.canonical(each.id), each)
    ordered = sorted(kept.items(), key=lambda pair: (_far(case, pair[1]), pair[0]))
    return Undecided(
        tuple(Candidate(key, _reason(case, each)) for key, each in ordered[:MOST_CANDIDATES]), why
    )


def _far(case: Case, government: Government) -> float:
    away = case.away(government)
    return float("inf") if away is None else away


def _reason(case: Case, government: Government) -> str:
    said = [government.said]
    away = case.away(government)
    if case.sits_in(government):
        said.append("is the place in the city column")
    elif away is not None:
        said.append(f"{away:.0f} km from {case.row.city.strip()}")
    if case.spelled(government):
        said.append("the domain spells its name")
    return "; ".join(said) + "."
