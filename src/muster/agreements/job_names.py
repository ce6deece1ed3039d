"""The jobs of this context by name, so that services can queue what is declared above them."""

from enum import StrEnum


class JobName(StrEnum):
    MAIL_PROPOSED = "agreements.mail_proposed"
    MAIL_NOTICE = "agreements.mail_notice"
    MAIL_TERM_AHEAD = "agreements.mail_term_ahead"
    MAIL_PAPER_ENDS = "agreements.mail_paper_ends"
    REMIND_OF_TERMS = "agreements.remind_of_terms"
