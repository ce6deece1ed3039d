"""The jobs of this context by name, so that services can queue what is declared above them."""

from enum import StrEnum


class JobName(StrEnum):
    MAIL_PROPOSED = "agreements.mail_proposed"
    MAIL_NOTICE = "agreements.mail_notice"
    MAIL_TERM_AHEAD = "agreements.mail_term_ahead"
    MAIL_PAPER_ENDS = "agreements.mail_paper_ends"
    SEAL_ACCEPTANCE = "agreements.seal_acceptance"
    SEAL_ACT = "agreements.seal_act"
    SEAL_WHAT_WAITS = "agreements.seal_what_waits"
    REMIND_OF_TERMS = "agreements.remind_of_terms"
