"""Putting legal acts on record."""

from muster.agreements.queries import SIGNED_ACT_LIFE
from muster.agreements.services.acceding import accede, accept_amendment
from muster.agreements.services.acts import ActFacts, record_act, withdraw_act
from muster.agreements.services.declarations import (
    LONGEST_TEXT,
    DeclarationFacts,
    end_declaration,
    record_declaration,
    withdraw_declaration,
)
from muster.agreements.services.documenting import add_document
from muster.agreements.services.drafting import (
    begin_agreement,
    begin_version,
    comment,
    discard_draft,
    save_draft,
    settle_comment,
)
from muster.agreements.services.leaving import give_notice, take_back_notice
from muster.agreements.services.on_paper import accede_on_paper
from muster.agreements.services.proposing import (
    invite,
    propose,
    take_back_invitation,
    withdraw_version,
)
from muster.agreements.services.signing import sign_act

__all__ = [
    "LONGEST_TEXT",
    "SIGNED_ACT_LIFE",
    "ActFacts",
    "DeclarationFacts",
    "accede",
    "accede_on_paper",
    "accept_amendment",
    "add_document",
    "begin_agreement",
    "begin_version",
    "comment",
    "discard_draft",
    "end_declaration",
    "give_notice",
    "invite",
    "propose",
    "record_act",
    "record_declaration",
    "save_draft",
    "settle_comment",
    "sign_act",
    "take_back_invitation",
    "take_back_notice",
    "withdraw_act",
    "withdraw_declaration",
    "withdraw_version",
]
