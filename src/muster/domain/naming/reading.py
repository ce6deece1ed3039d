"""Which known names stand in the name an organization gave itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from muster.domain.naming.governments import Governments, Named
from muster.domain.naming.spelling import squeezed, words
from muster.domain.naming.vocabulary import (
    DESCRIPTORS,
    OFFICE,
    OWN_BODY,
    OWN_PHRASES,
    SELF,
    STATE_WORDS,
)

_PHRASES: Final = tuple(tuple(text.split()) for text in DESCRIPTORS)
_OWN: Final = tuple(tuple(text.split()) for text in OWN_PHRASES)
_GLUED = re.compile(r"(?<=[a-z])(?=(?:Town|Township|City|Village|County|Borough)\b)")
_LONGEST_NAME = 6
_LONGEST_TITLE = 24


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name found in a title, with the descriptor said beside it.

    `counties` are the keys of counties said elsewhere in the title; `strange` the words that
    neither an office nor a legal form explains; `office` whether the rest names an office;
    `runs_on` whether a strange word follows the name at once, as in "Town of Chevy Chase View".
    """

    key: str
    named: tuple[Named, ...]
    descriptor: str | None
    led: bool
    counties: tuple[str, ...]
    strange: tuple[str, ...]
    office: bool
    spoken: int
    runs_on: bool


def title_words(organization: str) -> tuple[str, ...]:
    """The words of an organization's name, with `ParagonahTown` taken apart."""
    return words(_GLUED.sub(" ", organization))[:_LONGEST_TITLE]


def is_a_body_of_its_own(title: tuple[str, ...]) -> bool:
    """Whether a title is that of a district, a circuit court or a council of governments."""
    if OWN_BODY.intersection(title):
        return True
    return any(
        title[at : at + len(phrase)] == phrase for phrase in _OWN for at in range(len(title))
    )


def mentions(title: tuple[str, ...], state: str, known: Governments) -> list[Mention]:
    """Every known local name in a title, the best explained first."""
    found = []
    for start in range(len(title)):
        for stop in range(start + 1, min(len(title), start + _LONGEST_NAME) + 1):
            named = known.namesakes(state, squeezed(title[start:stop]))
            if named:
                found.append(_mention(title, start, stop, tuple(named), state, known))
    found.sort(key=lambda each: (-_weight(each)[0], -_weight(each)[1], -_weight(each)[2], each.key))
    return found


def _weight(mention: Mention) -> tuple[int, int, int]:
    return (
        int(not mention.strange),
        _place_before_county(mention.descriptor),
        mention.spoken,
    )


def _place_before_county(descriptor: str | None) -> int:
    """ "Butler Township, Columbiana County" speaks of the township."""
    if descriptor is None:
        return 0
    return 1 if descriptor in {"county", "parish"} else 2


def best(found: list[Mention]) -> list[Mention]:
    """The mentions that explain the title equally well."""
    return [each for each in found if _weight(each) == _weight(found[0])] if found else []


def _mention(
    title: tuple[str, ...],
    start: int,
    stop: int,
    named: tuple[Named, ...],
    state: str,
    known: Governments,
) -> Mention:
    descriptor, led, first, last = _descriptor(title, start, stop)
    before, after = title[:first], title[last:]
    counties, rest = _counties_said((*before, "|", *after), state, known)
    state_words = STATE_WORDS.get(state, ())
    strange = tuple(
        word
        for word in rest
        if word not in SELF
        and word not in OFFICE
        and word not in state_words
        and word != state.lower()
        and not word.isdigit()
    )
    office = any(word in OFFICE and word not in SELF for word in rest) or bool(strange)
    spoken = len(squeezed(title[start:stop]))
    return Mention(
        squeezed(title[start:stop]),
        named,
        descriptor,
        led,
        counties,
        strange,
        office,
        spoken,
        runs_on=bool(after) and after[0] in strange,
    )


def _descriptor(title: tuple[str, ...], start: int, stop: int) -> tuple[str | None, bool, int, int]:
    """The descriptor beside a name, whether it leads, and the bounds of both together."""
    if start > 1 and title[start - 1] == "of":
        for phrase in _PHRASES:
            if title[max(0, start - 1 - len(phrase)) : start - 1] == phrase:
                return " ".join(phrase), True, start - 1 - len(phrase), stop
    for phrase in _PHRASES:
        if title[stop : stop + len(phrase)] == phrase:
            end = stop + len(phrase)
            return " ".join(phrase), False, start, end + (title[end : end + 1] == ("of",))
    return None, False, start, stop


def _counties_said(
    rest: tuple[str, ...], state: str, known: Governments
) -> tuple[tuple[str, ...], list[str]]:
    """Keys of the counties named in the rest of a title, and the rest without them."""
    left: list[str] = []
    counties: list[str] = []
    at = 0
    while at < len(rest):
        for stop in range(min(len(rest), at + 4), at, -1):
            key = squeezed(rest[at:stop])
            plain = stop - at == 1 and (key in SELF or key in OFFICE)
            if rest[at:stop] == STATE_WORDS.get(state) and rest[stop : stop + 1] != ("county",):
                plain = True
            if not plain and known.counties_called(state, key):
                counties.append(key)
                at = stop
                break
        else:
            if rest[at] != "|":
                left.append(rest[at])
            at += 1
    return tuple(dict.fromkeys(counties)), left
