"""Reads of the legal ground."""

from muster.agreements.queries.declarations import (
    declarable,
    declaration_reach,
    declarations_on_record,
    jurisdiction_by_division,
    live_declarations,
    over_declarations,
    visible_declarations,
)
from muster.agreements.queries.ground import (
    legal_book,
    window_of,
)
from muster.agreements.queries.instruments import (
    agreements_in_force,
    exercise_here,
    open_signatures,
    required_acts_of,
)
from muster.agreements.queries.terms import (
    SIGNED_ACT_LIFE,
    SigningTerms,
    act_in_words,
    signing_terms,
)

__all__ = [
    "SIGNED_ACT_LIFE",
    "SigningTerms",
    "act_in_words",
    "agreements_in_force",
    "declarable",
    "declaration_reach",
    "declarations_on_record",
    "exercise_here",
    "jurisdiction_by_division",
    "legal_book",
    "live_declarations",
    "open_signatures",
    "over_declarations",
    "required_acts_of",
    "signing_terms",
    "visible_declarations",
    "window_of",
]
