"""State and county codes as the Census Bureau writes them: FIPS digits with leading zeros."""

from __future__ import annotations

import re

from muster.formats.official.reading import RowError

_TABLE = """
AL01 AK02 AZ04 AR05 CA06 CO08 CT09 DE10 DC11 FL12 GA13 HI15 ID16 IL17 IN18 IA19 KS20 KY21 LA22
ME23 MD24 MA25 MI26 MN27 MS28 MO29 MT30 NE31 NV32 NH33 NJ34 NM35 NY36 NC37 ND38 OH39 OK40 OR41
PA42 RI44 SC45 SD46 TN47 TX48 UT49 VT50 VA51 WA53 WV54 WI55 WY56 AS60 GU66 MP69 PR72 VI78
"""

FIPS_OF_STATE = {entry[:2]: entry[2:] for entry in _TABLE.split()}
"""Two letters of the postal service to two digits (ANSI INCITS 38), the territories included."""

STATE_OF_FIPS = {digits: letters for letters, digits in FIPS_OF_STATE.items()}

_DIGITS = re.compile(r"[0-9]+")


def state_letters(text: str) -> str:
    """Two capital letters of a state or territory. Raises RowError."""
    letters = text.upper()
    if letters not in FIPS_OF_STATE:
        raise RowError(f'"{text}" is no state or territory. Two letters such as VT are expected.')
    return letters


def padded(text: str, width: int, what: str) -> str:
    """Digits of a code of fixed width, with the zeros a spreadsheet took off. Raises RowError."""
    if not _DIGITS.fullmatch(text) or len(text) > width:
        raise RowError(f'The {what} "{text}" is not a number of {width} digits.')
    return text.zfill(width)


def geoid(text: str, width: int, state: str = "") -> str:
    """A geographic code that begins with a state's two digits.

    One missing leading zero is put back, since a state's code never begins with two zeros; a code
    shorter than that could mean several places. `state` in letters, where the file has it, must
    agree. Raises RowError.
    """
    if not _DIGITS.fullmatch(text) or len(text) not in (width, width - 1):
        raise RowError(
            f'The code "{text}" does not have {width} digits. A spreadsheet takes leading zeros '
            "off; take the publisher's own file."
        )
    digits = text.zfill(width)
    found = STATE_OF_FIPS.get(digits[:2])
    if found is None:
        raise RowError(f'The code "{text}" begins with the digits of no state.')
    if state and found != state:
        raise RowError(f'The code "{text}" belongs to {found}, but the row says {state}.')
    return digits


def whole_number(text: str, what: str) -> int:
    """A count of nought or more. Raises RowError."""
    if not _DIGITS.fullmatch(text) or len(text) > 18:
        raise RowError(f'The {what} "{text}" is not a whole number of nought or more.')
    return int(text)
