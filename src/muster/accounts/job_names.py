"""The jobs of this context by name."""

from enum import StrEnum


class JobName(StrEnum):
    MAIL_SIGN_IN_LINK = "accounts.mail_sign_in_link"
    MAIL_WAY_CHANGED = "accounts.mail_way_changed"
