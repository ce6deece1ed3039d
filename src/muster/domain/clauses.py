"""Clauses as data: a kind, terms as plain JSON, and the citation they rest on.

Counsel edits clauses in the database; this is the one place that gives them meaning. Kinds that
compute become the types of `coverage` and `costs`; the others are read by people only.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from muster.domain.acts import ActKind, DutyStatus, Side
from muster.domain.costs import CostBasis, CostRule
from muster.domain.coverage import RequiredAct, Scope
from muster.domain.positions import AidKind


class ClauseKind(StrEnum):
    SCOPE = "scope"
    REQUIRED_ACT = "required_act"
    COST = "cost"
    CONTROL = "control"
    REFUSAL = "refusal"
    CONFIRMATION = "confirmation"
    RENEWAL = "renewal"
    LIABILITY = "liability"


CLAUSE_NAMES = {
    ClauseKind.SCOPE: "Who may come, and for what",
    ClauseKind.REQUIRED_ACT: "What must be done first",
    ClauseKind.COST: "Who pays",
    ClauseKind.CONTROL: "Who is in charge",
    ClauseKind.REFUSAL: "Right to refuse and recall",
    ClauseKind.CONFIRMATION: "Confirmation",
    ClauseKind.RENEWAL: "Term and renewal",
    ClauseKind.LIABILITY: "Liability",
}


class ClauseError(ValueError):
    """The terms cannot be read as this kind of clause."""


def scope(terms: Mapping[str, Any], citation: str) -> Scope:
    """Terms: `{"duty_statuses": [...], "aid_kinds": [...]}`. Raises ClauseError."""
    try:
        return Scope(
            duty_statuses=frozenset(DutyStatus(value) for value in terms["duty_statuses"]),
            aid_kinds=frozenset(AidKind(value) for value in terms["aid_kinds"]),
            citation=citation,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ClauseError(f"The scope clause ({citation}) cannot be read: {error}.") from error


def required_act(terms: Mapping[str, Any], citation: str) -> RequiredAct:
    """Terms: `{"act": …, "side": …, "supplier": …}`. Raises ClauseError."""
    try:
        return RequiredAct(
            kind=ActKind(terms["act"]),
            side=Side(terms["side"]),
            supplier=str(terms["supplier"]),
            citation=citation,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ClauseError(f"The required act ({citation}) cannot be read: {error}.") from error


def cost_rule(terms: Mapping[str, Any], citation: str) -> CostRule:
    """Terms: `{"basis": …, "free_hours": 12}`. Raises ClauseError."""
    try:
        free_hours = int(terms.get("free_hours", 0))
        if free_hours < 0:
            raise ValueError("free hours cannot be negative")
        return CostRule(basis=CostBasis(terms["basis"]), free_hours=free_hours, citation=citation)
    except (KeyError, TypeError, ValueError) as error:
        raise ClauseError(f"The cost clause ({citation}) cannot be read: {error}.") from error
