"""What the letters of a domain say: a name, a county, or a county's initials."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from muster.domain.naming.spelling import fold, squeezed
from muster.domain.naming.vocabulary import STATE_WORDS

_BEFORE: Final = (
    "(?:the|my|go|visit|cityof|townof|villageof|boroughof|townshipof|countyof|chartertownshipof|"
    "city|town|village|borough|township|county|twp|vote|vo|tof|cof|vil|inc)*"
)
_AFTER: Final = (
    "township|townships|twp|borough|boro|city|town|village|vil|county|co|parish|municipality|"
    "government|govt|gov|official|usa|us|online|charter|local|metro"
)
_SHORT: Final = (
    ("saint", "st"),
    ("mount", "mt"),
    ("fort", "ft"),
    ("north", "n"),
    ("south", "s"),
    ("east", "e"),
    ("west", "w"),
    ("heights", "hts"),
    ("springs", "spgs"),
    ("mountain", "mtn"),
)
_LEAST_IN_THE_MIDDLE = 4


def letters_of(domain: str) -> str:
    """The letters before `.gov`, without hyphens."""
    return re.sub(r"[^a-z0-9]", "", fold(domain).removesuffix(".gov"))


@cache
def _endings(state: str) -> re.Pattern[str]:
    names = [_AFTER, state.lower(), squeezed(STATE_WORDS.get(state, ())) or state.lower()]
    return re.compile(f"(?:{'|'.join(re.escape(n) if '|' not in n else n for n in names if n)})*")


@cache
def _beginnings() -> re.Pattern[str]:
    return re.compile(_BEFORE)


def _spellings(key: str) -> list[str]:
    short = [key.replace(long, brief, 1) for long, brief in _SHORT if key.startswith(long)]
    short += [key[: -len(lg)] + br for lg, br in _SHORT if key.endswith(lg) and len(key) > len(lg)]
    return [key, *short]


def contains(letters: str, key: str) -> bool:
    """Whether the name stands somewhere in the domain."""
    return any(
        spelling in letters for spelling in _spellings(key) if len(spelling) >= _LEAST_IN_THE_MIDDLE
    )


def spelled_cores(letters: str, state: str) -> set[str]:
    """Every name a domain may spell, once its beginning and its end are taken off."""
    starts = {0}
    for cut in range(1, min(len(letters), 20)):
        if _beginnings().fullmatch(letters[:cut]):
            starts.add(cut)
    stops = {len(letters)}
    for cut in range(len(letters) - 1, max(0, len(letters) - 24), -1):
        if _endings(state).fullmatch(letters[cut:]):
            stops.add(cut)
    cores = {letters[a:b] for a in starts for b in stops if b - a >= 3}
    for long, brief in _SHORT:
        cores |= {long + core[len(brief) :] for core in tuple(cores) if core.startswith(brief)}
    return cores


def _rest(letters: str, key: str, state: str) -> str:
    """What is left of a domain without the name, the descriptor and the state."""
    for spelling in _spellings(key):
        at = letters.find(spelling)
        if at < 0:
            continue
        before, after = letters[:at], letters[at + len(spelling) :]
        opening = _beginnings().match(before)
        before = before[opening.end() :] if opening else before
        for ending in (squeezed(STATE_WORDS.get(state, ())), state.lower()):
            if ending and after.endswith(ending):
                after = after[: -len(ending)]
                break
        after = re.sub(r"^(?:charter)?(?:township|twp|borough|boro|town|city|village)", "", after)
        return before + after
    return letters


def says_county(letters: str, key: str, county: str, state: str) -> bool:
    """Whether the rest of a domain spells a county: `claytonwinnebagowi`."""
    rest = _rest(letters, key, state)
    if not (rest and county):
        return False
    return any(
        rest.startswith(each) or (len(each) > _LEAST_IN_THE_MIDDLE and each in rest)
        for each in _spellings(county)
        if len(each) >= _LEAST_IN_THE_MIDDLE or rest in {each, each + "county", each + "co"}
    )


def hints_county(letters: str, key: str, county_words: tuple[str, ...], state: str) -> bool:
    """Whether the rest of a domain abbreviates a county: `dcny` for Dutchess County, NY."""
    rest = _rest(letters, key, state)
    if not (rest and county_words):
        return False
    joined = squeezed(county_words)
    if rest == letters:
        return False
    initials = "".join(word[0] for word in county_words)
    shorts = {joined[0], initials, *(joined[:size] for size in range(2, len(joined)))}
    marked = {short + mark for short in shorts for mark in ("c", "co", "cty", "county")}
    return rest in marked or (len(rest) > 2 and rest in shorts)
