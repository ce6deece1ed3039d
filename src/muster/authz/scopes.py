"""What an API token may be used for, apart from what its office may do."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Scope(StrEnum):
    """A token without a scope may not do what needs it, whatever its office may."""

    READ = "read"
    REQUEST = "request"
    LEND = "lend"
    COMMIT = "commit"
    SIGN = "sign"


SCOPE_WORDS: Final = {
    Scope.READ: "Read what the office may see",
    Scope.REQUEST: "Ask for help, match, and send offers",
    Scope.LEND: "Answer offers",
    Scope.COMMIT: "Bind or release people and equipment",
    Scope.SIGN: "Sign agreements and declarations",
}
