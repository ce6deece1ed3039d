"""What speaks for one namesake and against another."""

from __future__ import annotations

from typing import Final

from jellyfish import damerau_levenshtein_distance

from muster.domain.naming.cases import Case
from muster.domain.naming.governments import Government
from muster.domain.naming.letters import hints_county
from muster.domain.naming.names import government_name
from muster.domain.naming.spelling import squeezed

TOO_FAR_KM: Final = 60.0
"""A city column farther away than this speaks against a name."""

NEAR_KM: Final = 30.0
CLEARLY_NEARER_KM: Final = 15.0


def unexplained(case: Case) -> bool:
    """Whether the title holds words that neither an office nor a legal form explains."""
    mention = case.mention
    if mention is None or not mention.strange:
        return False
    if mention.led:
        return mention.runs_on
    return mention.descriptor in {None, "city", "town"}


def sooner(case: Case, near: list[Government]) -> list[Government]:
    """A municipality before a township that cannot have become one of the kind said.

    Townships called towns become villages, so "Village of Waukesha" may be either.
    """
    said = case.mention.descriptor if case.mention else None
    places = [each for each in near if each.kind == "municipality" and case.sits_in(each)]
    rest = [each for each in near if each.kind == "township"]
    if len(places) != 1 or len(places) + len(rest) != len(near):
        return near
    if said == "city" or (said == "town" and all(each.descriptor != "town" for each in rest)):
        return places
    return near


def says_township(case: Case, government: Government) -> bool:
    """Whether title or domain say "township" of what is a municipality."""
    if government.kind != "municipality":
        return False
    said = (case.mention.descriptor or "") if case.mention else ""
    return said.endswith("township") or "twp" in case.letters or "township" in case.letters


def said_county_elsewhere(case: Case, government: Government) -> bool:
    mention = case.mention
    if mention is None or not mention.counties or government.kind == "county":
        return False
    return case.known.county_key(government.county_fips) not in mention.counties


def within(case: Case, government: Government, kilometres: float) -> bool:
    away = case.away(government)
    return away is None or away <= kilometres


def hinted(case: Case) -> list[Government]:
    if case.mention is None:
        return []
    return [
        each
        for each in case.fitting
        if hints_county(case.letters, case.mention.key, _county_words(each), case.state)
    ]


def _county_words(government: Government) -> tuple[str, ...]:
    parts = government.county_name.casefold().replace(".", "").split()
    return tuple(parts[:-1]) if len(parts) > 1 else tuple(parts)


def much_the_nearest(case: Case) -> Government | None:
    spans = [(case.away(each), each) for each in case.fitting]
    if any(span is None for span, _ in spans):
        return None
    ordered = sorted(((span or 0.0, each.id, each) for span, each in spans), key=lambda x: x[:2])
    first, second = ordered[0], ordered[1]
    if first[0] <= NEAR_KM and second[0] >= max(2 * first[0], first[0] + CLEARLY_NEARER_KM):
        return first[2]
    return None


def spelled_by_the_domain(case: Case) -> list[Government]:
    """Every local government of the state whose name the domain spells."""
    return [
        named.government
        for key in case.spelled_keys
        for named in case.known.namesakes(case.state, key)
        if not named.weak
    ]


def almost_said(case: Case, government: Government) -> bool:
    """Whether some words of the title are one letter (two in long names) off the name."""
    for named in {
        each.key
        for key in (*case.spelled_keys, squeezed(_core(government)))
        for each in case.known.namesakes(case.state, key)
        if each.government.id == government.id
    }:
        slips = 2 if len(named) > 7 else 1
        for start in range(len(case.title)):
            for stop in range(start + 1, min(len(case.title), start + 4) + 1):
                said = squeezed(case.title[start:stop])
                if len(named) < 5 or abs(len(said) - len(named)) > slips:
                    continue
                if said[0] == named[0] and 0 < damerau_levenshtein_distance(said, named) <= slips:
                    return True
    return False


def _core(government: Government) -> tuple[str, ...]:
    return tuple(government_name(government.name).core.split())
