"""Every action of this context that the audit chain records."""

from enum import StrEnum


class Action(StrEnum):
    DECLARATION_RECORDED = "agreements:declaration:recorded"
    DECLARATION_ENDED = "agreements:declaration:ended"
    DECLARATION_WITHDRAWN = "agreements:declaration:withdrawn"
    ACT_SIGNED = "agreements:act:signed"
    PARTY_ACCEDED = "agreements:party:acceded"
