"""Putting legal acts on record."""

from muster.agreements.queries import SIGNED_ACT_LIFE
from muster.agreements.services.acceding import accede, accept_amendment
from muster.agreements.services.declarations import (
    LONGEST_TEXT,
    DeclarationFacts,
    end_declaration,
    record_declaration,
    withdraw_declaration,
)
from muster.agreements.services.signing import sign_act

__all__ = [
    "LONGEST_TEXT",
    "SIGNED_ACT_LIFE",
    "DeclarationFacts",
    "accede",
    "accept_amendment",
    "end_declaration",
    "record_declaration",
    "sign_act",
    "withdraw_declaration",
]
