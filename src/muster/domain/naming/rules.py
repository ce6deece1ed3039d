"""The rules that tie a local government's domain, each trusting what its docstring says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from muster.domain.naming.answers import Tied, Undecided, tied, undecided
from muster.domain.naming.cases import OTHER, Case
from muster.domain.naming.governments import Government
from muster.domain.naming.letters import contains, says_county
from muster.domain.naming.spelling import squeezed
from muster.domain.naming.witnesses import (
    NEAR_KM,
    TOO_FAR_KM,
    almost_said,
    hinted,
    much_the_nearest,
    said_county_elsewhere,
    says_township,
    sooner,
    spelled_by_the_domain,
    unexplained,
    within,
)

Answer = Tied | Undecided | None
Rule = Callable[[Case], Answer]


def a_body_of_its_own(case: Case) -> Answer:
    """Trusts words such as "fire district" or "council of governments" to name another body.

    A title led by "Town of …" still speaks for the town.
    """
    if not case.own_body:
        return None
    mention = case.mention
    if mention and mention.led and case.title[:1] != ("joint",):
        return None
    return undecided(
        case,
        (*case.fitting, *case.seats),
        "The name is that of a district, a court or a body of several governments.",
    )


def several_counties(case: Case) -> Answer:
    """Trusts a county row that names two counties to belong to neither alone."""
    mention = case.mention
    if not case.wants_county:
        return None
    keys = {each.key for each in case.read} | (set(mention.counties) if mention else set())
    found = [each for key in sorted(keys) for each in case.known.counties_called(case.state, key)]
    if len(found) < 2 or (mention and mention.descriptor not in {None, "county", "parish"}):
        return None
    return undecided(case, found, "The name speaks of more than one county.")


def city_and_county_together(case: Case) -> Answer:
    """Trusts "City County Health Department" to belong to two governments, unless they are one."""
    kinds = {each.kind for each in case.fitting}
    if case.mention is None or case.mention.descriptor is None:
        return None
    if not {"municipality", "county"} <= kinds:
        return None
    return undecided(case, case.fitting, "The name speaks of a city and of a county.")


def one_of_that_name(case: Case) -> Answer:
    """Trusts name and descriptor when one government in the state has both, and it is near.

    Near is within TOO_FAR_KM of the city column's place; "Town of …" and a domain that holds
    the name outweigh a far city column, and a city column that is no known place leaves the
    name standing alone.
    """
    if len(case.fitting) != 1 or case.mention is None or unexplained(case):
        return None
    only = case.fitting[0]
    if case.mention.descriptor is None and len(case.namesakes) > 1:
        return None
    away = case.away(only)
    far = away is not None and away > TOO_FAR_KM and only.kind != "county"
    if far and not (case.mention.led and contains(case.letters, case.mention.key)):
        return None
    if not case.fits_in_full and not (case.sits_in(only) or case.spelled(only)):
        return None
    if said_county_elsewhere(case, only):
        return None
    return _tie(case, only, "one_of_that_name", "The only one of that name in the state.")


def county_in_the_title(case: Case) -> Answer:
    """Trusts a county written in the organization's name: "Washington Township, Gratiot County"."""
    if case.mention is None or not case.mention.counties:
        return None
    inside = [
        each
        for each in case.fitting
        if case.known.county_key(each.county_fips) in case.mention.counties
    ]
    if len(inside) != 1:
        return None
    return _tie(case, inside[0], "county_in_the_title", "Its name says the county.")


def county_in_the_domain(case: Case) -> Answer:
    """Trusts a county spelled out in the domain: `claytonwinnebagowi.gov`."""
    if case.mention is None or len(case.fitting) < 2 or unexplained(case):
        return None
    inside = [
        each
        for each in case.fitting
        if says_county(
            case.letters,
            case.mention.key,
            case.known.county_key(each.county_fips),
            case.state,
        )
    ]
    if len(inside) != 1:
        return None
    return _tie(case, inside[0], "county_in_the_domain", "The domain spells its county.")


def the_place_itself(case: Case) -> Answer:
    """Trusts name and city column together when the column is one of the namesakes."""
    if case.mention is None or len(case.fitting) < 2 or unexplained(case):
        return None
    here = [each for each in case.fitting if case.sits_in(each)]
    if len(here) != 1 or case.mention.descriptor is not None:
        return None
    beside = [
        each
        for each in case.fitting
        if each is not here[0] and each.county_fips == here[0].county_fips
    ]
    if any(each.descriptor in {"town", "village"} for each in beside) and not case.spelled(here[0]):
        return None
    if "twp" in case.letters or "township" in case.letters:
        return None
    if here[0].descriptor == "village" and any(each.descriptor == "town" for each in beside):
        return None
    return _tie(case, here[0], "the_place_itself", "The city column names the same place.")


def county_of_the_seat(case: Case) -> Answer:
    """Trusts the county of the city column's place, unless the domain hints at another one."""
    if case.mention is None or len(case.fitting) < 2 or unexplained(case):
        return None
    abbreviated = hinted(case)
    inside = [each for each in case.fitting if each.county_fips in case.seat_counties]
    if len(inside) != 1 or len(case.seat_counties) != 1:
        return None
    if abbreviated and inside[0] not in abbreviated:
        return None
    nearest = much_the_nearest(case)
    if nearest is not None and nearest is not inside[0] and not abbreviated:
        return None
    return _tie(case, inside[0], "county_of_the_seat", "Lies in the county of the city column.")


def initials_in_the_domain(case: Case) -> Answer:
    """Trusts a county's initials in the domain (`dcny`) when no other candidate near has them."""
    if case.mention is None or len(case.fitting) < 2 or unexplained(case):
        return None
    abbreviated = hinted(case)
    near = [each for each in abbreviated if within(case, each, TOO_FAR_KM)]
    if len(near) != 1:
        return None
    return _tie(case, near[0], "initials_in_the_domain", "The domain abbreviates its county.")


def clearly_nearest(case: Case) -> Answer:
    """Trusts distance when one namesake is near and every other at least twice as far."""
    if case.mention is None or len(case.fitting) < 2 or unexplained(case):
        return None
    nearest = much_the_nearest(case)
    if nearest is None or (hinted(case) and nearest not in hinted(case)):
        return None
    if case.mention.descriptor is None and not case.spelled(nearest):
        return None
    return _tie(case, nearest, "clearly_nearest", "Much the nearest of its namesakes.")


def domain_and_seat(case: Case) -> Answer:
    """Trusts a domain that spells the city column's place, whatever the organization is called.

    `littlerock.gov`, organization "City", Little Rock. Not used where the place has a namesake
    beside it, nor for a name that fits another government.
    """
    if case.wants_county or case.own_body:
        return None
    graded = {id(named.government): grade for grade, named in case.graded}
    here = [each for each in case.seats if case.spelled(each) and graded.get(id(each)) != OTHER]
    beside = [
        each
        for key in case.spelled_keys
        for named in case.known.namesakes(case.state, key)
        if (each := named.government).kind != "county" and within(case, each, NEAR_KM)
    ]
    same = {case.known.canonical(each.id) for each in (*here, *beside)}
    if len(here) != 1 or len(same) != 1:
        return None
    if says_township(case, here[0]):
        return None
    if case.fits_in_full and here[0] not in case.fitting and not unexplained(case):
        return None
    return _tie(case, here[0], "domain_and_seat", "Domain and city column name the same place.")


def domain_and_title(case: Case) -> Answer:
    """Trusts a name among words nobody explains when the domain spells that same name."""
    if case.wants_county or case.mention is None:
        return None
    spelled = [each for each in case.namesakes if case.spelled(each) and each.kind != "county"]
    near = [each for each in spelled if within(case, each, TOO_FAR_KM)]
    if (
        len(spelled) != 1
        or not near
        or (case.mention.descriptor is None and len(case.namesakes) > 1)
    ):
        return None
    if (not unexplained(case) and case.fitting) or says_township(case, near[0]):
        return None
    return _tie(case, near[0], "domain_and_title", "Name and domain say the same.")


def same_name_other_word(case: Case) -> Answer:
    """Trusts a name when the descriptor differs and no other namesake lies near.

    "City of Boyd" for the town of Boyd: the city column or the domain must say Boyd as well.
    """
    if case.mention is None or case.fitting or unexplained(case) or case.wants_county:
        return None
    seen = [each for each in case.namesakes if each.kind != "county"]
    near = [each for each in seen if within(case, each, TOO_FAR_KM)]
    if len(near) > 1:
        near = sooner(case, near)
    if len(near) != 1 or (len(seen) > 1 and case.away(near[0]) is None):
        return None
    only = near[0]
    if says_township(case, only):
        return None
    said_there = len(seen) == 1 and contains(case.letters, case.mention.key)
    if not (case.sits_in(only) or case.spelled(only) or said_there):
        return None
    return _tie(case, only, "same_name_other_word", "The one of that name; the city agrees.")


def named_and_seated(case: Case) -> Answer:
    """Trusts a place in a title when city column and domain say that place too.

    "Mayflower Waterworks", Mayflower, `mayflowerwaterworks.gov`: an office of the city.
    """
    mention = case.mention
    if mention is None or case.wants_county or case.own_body or len(case.fitting) != 1:
        return None
    begins = squeezed(case.title).startswith(mention.key) or not mention.runs_on
    only = case.fitting[0]
    if mention.descriptor or not begins or not case.sits_in(only):
        return None
    if len(case.namesakes) > 1 or not contains(case.letters, mention.key):
        return None
    if any(case.known.namesakes(case.state, word) for word in mention.strange):
        return None
    return _tie(case, only, "named_and_seated", "Name, city column and domain agree.", office=True)


def county_row_of_a_town(case: Case) -> Answer:
    """Trusts name, city column and domain together over the kind column: `emmauspd.gov`."""
    if not case.wants_county or case.own_body or case.fitting or len(case.seats) != 1:
        return None
    seat = case.seats[0]
    said = [each for each in case.read if not each.strange and not each.counties]
    if not any(named.government is seat for each in said for named in each.named):
        return None
    if len({each.key for each in said}) != 1 or not contains(case.letters, said[0].key):
        return None
    return _tie(case, seat, "county_row_of_a_town", "Name, city column and domain say the town.")


def misspelt(case: Case) -> Answer:
    """Trusts a name one or two letters off when city column or domain spells it right."""
    if case.fitting or case.own_body:
        return None
    near = {}
    pools = (*(each for each in case.seats), *spelled_by_the_domain(case))
    for each in pools:
        if (each.kind == "county") != case.wants_county:
            continue
        if almost_said(case, each) and not says_township(case, each):
            near[case.known.canonical(each.id)] = each
    if len(near) != 1:
        return None
    (only,) = near.values()
    return _tie(case, only, "misspelt", "The name is a slip of the pen away.")


def county_in_letters_and_seat(case: Case) -> Answer:
    """Trusts a county row whose domain spells the county its city column lies in.

    "Supervisor of Elections", Quincy, `gadsdensoefl.gov`: Gadsden County.
    """
    if not case.wants_county or case.own_body:
        return None
    here = []
    for fips in sorted(case.seat_counties):
        county, key = case.known.county(fips), case.known.county_key(fips)
        if county and len(key) >= 4 and key in case.letters:
            here.append(county)
    if len(here) != 1 or (case.fitting and here[0] not in case.fitting):
        return None
    return _tie(
        case,
        here[0],
        "county_in_letters_and_seat",
        "The domain spells the county of the city column.",
        office=True,
    )


def county_spelled_by_the_domain(case: Case) -> Answer:
    """Trusts a county row whose domain is nothing but one county: `casscountynd.gov`."""
    if not case.wants_county or case.own_body or case.fitting:
        return None
    if not any(mark in case.letters for mark in ("county", "parish")):
        return None
    found = [each for each in spelled_by_the_domain(case) if each.kind == "county"]
    if len(found) != 1:
        return None
    return _tie(case, found[0], "county_spelled_by_the_domain", "The domain is that county's name.")


RULES: Final[tuple[Rule, ...]] = (
    a_body_of_its_own,
    several_counties,
    city_and_county_together,
    one_of_that_name,
    county_in_the_title,
    county_in_the_domain,
    the_place_itself,
    county_of_the_seat,
    initials_in_the_domain,
    clearly_nearest,
    domain_and_seat,
    domain_and_title,
    same_name_other_word,
    named_and_seated,
    misspelt,
    county_in_letters_and_seat,
    county_spelled_by_the_domain,
    county_row_of_a_town,
)
"""Tried in this order; the first that answers decides."""


def _tie(case: Case, to: Government, rule: str, why: str, *, office: bool | None = None) -> Tied:
    return tied(case, to, rule, why, office=case.office if office is None else office)
