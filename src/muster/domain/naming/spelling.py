"""One spelling for the many ways of writing the same name."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_EXPANSIONS: Final = {
    "st": "saint",
    "ste": "saint",
    "sainte": "saint",
    "mt": "mount",
    "mtn": "mountain",
    "mtns": "mountains",
    "ft": "fort",
    "pt": "point",
    "hts": "heights",
    "spgs": "springs",
    "jct": "junction",
    "ctr": "center",
    "centre": "center",
    "twp": "township",
    "twsp": "township",
    "townhip": "township",
    "boro": "borough",
    "vlg": "village",
    "cnty": "county",
    "dept": "department",
    "dist": "district",
    "govt": "government",
    "comm": "commission",
    "govts": "governments",
    "isd": "independent school district",
    "usd": "unified school district",
    "cusd": "community unit school district",
    "csd": "community school district",
    "nyc": "new york city",
}
_DIRECTIONS: Final = {
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
    "no": "north",
    "so": "south",
}
_DROPPED: Final = str.maketrans("", "", "'’‘ʻ`´")
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
_WORD = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """Lower case without accents: `Mayagüez` becomes `mayaguez`."""
    text = text.casefold()
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words(text: str) -> tuple[str, ...]:
    """The words of a name, written out: `St. Mary's & Ft. Ann` is saint marys and fort ann.

    Normalising twice changes nothing. Only the letters a to z and digits remain.
    """
    text = fold(text).translate(_DROPPED).replace("&", " and ")
    if "." in text:
        text = _INITIALS.sub(r"\1", text)
    raw = _WORD.findall(text)
    spelled: list[str] = []
    for index, word in enumerate(raw):
        following = raw[index + 1] if index + 1 < len(raw) else ""
        spelled.extend(_written_out(word, following, first=not index))
    return tuple(spelled)


def _written_out(word: str, following: str, *, first: bool) -> tuple[str, ...]:
    if word == "no" and following.isdigit():
        return ("number",)
    if word == "co" and following:
        return ("county",)
    if first and following and word in _DIRECTIONS:
        return (_DIRECTIONS[word],)
    longer = _EXPANSIONS.get(word)
    if longer is None:
        return (word,)
    return tuple(longer.split())


def squeezed(parts: tuple[str, ...] | list[str]) -> str:
    """Words without the gaps, so that LaSalle is La Salle."""
    return "".join(parts)


def search_key(text: str) -> str:
    """What a typeahead compares: the written-out words with single blanks between them."""
    return " ".join(words(text))
