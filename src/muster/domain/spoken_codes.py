"""Codes that are read from paper or over the telephone and typed."""

from __future__ import annotations

import math
import secrets
from typing import Final

ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without I, L, O, 0 and 1, which are taken for each other."""
GROUPS: Final = 4
GROUP: Final = 4
BITS: Final = GROUPS * GROUP * math.log2(len(ALPHABET))
"""What somebody who guesses has to guess: 79 bits."""


def new_code() -> str:
    """Sixteen characters in groups, such as 7KQM-X2PD-VB9R-3HWT."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP))
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def read_code(typed: str) -> str:
    """As it was made, however it was typed: capitals, no spaces, no dashes, nothing else."""
    return "".join(letter for letter in typed.upper() if letter in ALPHABET)
