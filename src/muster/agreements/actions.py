"""Every action of this context that the audit chain records."""

from enum import StrEnum


class Action(StrEnum):
    DECLARATION_RECORDED = "agreements:declaration:recorded"
    DECLARATION_ENDED = "agreements:declaration:ended"
    DECLARATION_WITHDRAWN = "agreements:declaration:withdrawn"
    ACT_SIGNED = "agreements:act:signed"
    ACT_RECORDED = "agreements:act:recorded"
    ACT_WITHDRAWN = "agreements:act:withdrawn"
    PAPER_SEALED = "agreements:paper:sealed"
    PAPER_SIGNED = "agreements:paper:signed_by_hand"
    PARTY_ACCEDED = "agreements:party:acceded"
    AMENDMENT_ACCEPTED = "agreements:amendment:accepted"
    NOTICE_GIVEN = "agreements:party:notice_given"
    NOTICE_TAKEN_BACK = "agreements:party:notice_taken_back"
    AGREEMENT_BEGUN = "agreements:agreement:begun"
    VERSION_BEGUN = "agreements:version:begun"
    VERSION_SAVED = "agreements:version:saved"
    VERSION_DISCARDED = "agreements:version:discarded"
    VERSION_PROPOSED = "agreements:version:proposed"
    VERSION_WITHDRAWN = "agreements:version:withdrawn"
    ORGANIZATION_INVITED = "agreements:invitation:made"
    INVITATION_TAKEN_BACK = "agreements:invitation:taken_back"
    COMMENT_WRITTEN = "agreements:comment:written"
    COMMENT_SETTLED = "agreements:comment:settled"
    TERM_REMINDED = "agreements:agreement:term_reminded"
