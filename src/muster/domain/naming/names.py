"""What a government calls itself, taken apart into the name and what it says it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from muster.domain.naming.spelling import search_key, squeezed, words
from muster.domain.naming.vocabulary import DESCRIPTORS, STATE_WORDS

__all__ = ["GovernmentName", "government_name", "search_key"]

_BY_LENGTH: Final = tuple(tuple(text.split()) for text in DESCRIPTORS)
_SCHOOL_WORDS_TEXT: Final = """
    school schools district districts public independent unified union community consolidated
    unit local regional reorganized central free elementary high area exempted
    """
_SCHOOL_WORDS: Final = frozenset(_SCHOOL_WORDS_TEXT.split())
_SCHOOL_SIGNS: Final = frozenset(("school", "schools"))
_STATE_ENDINGS: Final = tuple(sorted(STATE_WORDS.values(), key=lambda name: (-len(name), name)))
_STATE_LETTERS: Final = frozenset(abbr.lower() for abbr in STATE_WORDS)


@dataclass(frozen=True, slots=True)
class GovernmentName:
    """A name without its trimmings; `core` is written out, in lower case, without accents.

    `descriptor` is what the government says it is ("town"), `county` the county it adds to tell
    itself from its namesakes, `number` that of a school district, `balance` whether the Census
    means a consolidated city less the towns inside it.
    """

    core: str
    descriptor: str | None = None
    county: str | None = None
    number: str | None = None
    balance: bool = False

    @property
    def key(self) -> str:
        """The core without gaps, for comparing."""
        return self.core.replace(" ", "")


def government_name(text: str) -> GovernmentName:
    """Take a name apart. Never raises; a text that says nothing has an empty core."""
    head, county = _without_bracket(text)
    parts = list(words(head))
    balance = "balance" in parts[1:] or county == "balance"
    if balance:
        parts = [word for word in parts if word != "balance"]
        county = None if county == "balance" else county
    if parts[:1] == ["the"] and len(parts) > 2:
        parts = parts[1:]
    if _SCHOOL_SIGNS.intersection(parts):
        return _school(parts, county)
    parts, descriptor = _apart(parts)
    if descriptor is None:
        shorter, found = _apart(_without_state(parts))
        if found is not None:
            parts, descriptor = shorter, found
    elif len(parts) > 1:
        parts = _without_state(parts)
    return GovernmentName(" ".join(parts), descriptor, county, None, balance)


def _without_bracket(text: str) -> tuple[str, str | None]:
    """`Union Township (Clark)` is a Union Township in Clark."""
    head, opening, rest = text.partition("(")
    inner = rest.partition(")")[0]
    if not (opening and words(head) and words(inner)):
        return text, None
    said = list(words(inner))
    if said[-1:] == ["county"] and len(said) > 1:
        said = said[:-1]
    return head + " " + rest.partition(")")[2], " ".join(said)


def _apart(parts: list[str]) -> tuple[list[str], str | None]:
    """The words of the core and the descriptor before, after or behind a comma."""
    for phrase in _BY_LENGTH:
        size = len(phrase)
        if len(parts) <= size:
            continue
        said = " ".join(phrase)
        if tuple(parts[:size]) == phrase and parts[size] == "of" and len(parts) > size + 1:
            return parts[size + 1 :], said
        if tuple(parts[-size - 1 :]) == (*phrase, "of") and len(parts) > size + 1:
            return parts[: -size - 1], said
    for phrase in _BY_LENGTH:
        size = len(phrase)
        if len(parts) > size and tuple(parts[-size:]) == phrase:
            return parts[:-size], " ".join(phrase)
    return parts, None


def _without_state(parts: list[str]) -> list[str]:
    """Without the state at the end, if a name is left."""
    for ending in _STATE_ENDINGS:
        if len(parts) > len(ending) and tuple(parts[-len(ending) :]) == ending:
            left = parts[: -len(ending)]
            return parts if left[-1] in {"of", "new", "the"} else left
    if len(parts) > 1 and parts[-1] in _STATE_LETTERS and parts[-2] != "of":
        return parts[:-1]
    return parts


def _school(parts: list[str], county: str | None) -> GovernmentName:
    """`Independent School District No. 12` keeps its number; the kind of district is dropped."""
    number = None
    for index, word in enumerate(parts):
        if word.isdigit() and (
            index == len(parts) - 1 or parts[index - 1] in {"number", "district"}
        ):
            number = word.lstrip("0") or "0"
    left = [
        word
        for word in parts
        if word not in _SCHOOL_WORDS and word != "number" and not word.isdigit()
    ]
    while left and left[0] in {"of", "the"}:
        left = left[1:]
    while left and left[-1] in {"of", "the"}:
        left = left[:-1]
    return GovernmentName(" ".join(left), "school district", county, number, balance=False)


def school_key(text: str) -> tuple[str, str | None]:
    """Letters and number by which two spellings of a school district are compared."""
    name = _school(list(words(text)), None)
    return squeezed(name.core.split()), name.number
