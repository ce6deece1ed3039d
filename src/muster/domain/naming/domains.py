"""Tie an official domain to the government it belongs to, or say that a person must decide."""

from __future__ import annotations

from muster.domain.naming.answers import Candidate, Tied, Undecided, tied, undecided
from muster.domain.naming.cases import Case, Row
from muster.domain.naming.governments import Government, Governments
from muster.domain.naming.rules import RULES
from muster.domain.naming.spelling import squeezed, words
from muster.domain.naming.vocabulary import STATE_WORDS
from muster.domain.naming.witnesses import spelled_by_the_domain

__all__ = ["Candidate", "Government", "Governments", "Row", "Tied", "Undecided", "tie"]


def tie(row: Row, known: Governments) -> Tied | Undecided:
    """The government a domain belongs to, or the candidates. Never raises, never guesses."""
    case = Case(row, known)
    kind = row.kind.strip().partition(" - ")[0]
    if kind in {"City", "County"}:
        return _local(case)
    if kind == "State or territory":
        return _state(case)
    if kind == "Tribal":
        return _by_name(case, known.tribes_called(row.organization), "tribe_of_that_name")
    if kind == "School district":
        found = known.schools_called(case.state, row.organization)
        return _by_name(case, found, "school_district_of_that_name")
    if kind in {"Special district", "Interstate"}:
        found = known.bodies_called(case.state, row.organization)
        return _by_name(case, found, "body_of_that_name")
    return Undecided((), f"Rows of the kind {kind or 'blank'} are not tied.")


def _local(case: Case) -> Tied | Undecided:
    for rule in RULES:
        answer = rule(case)
        if answer is not None:
            return answer
    found = [*case.namesakes, *case.seats, *spelled_by_the_domain(case)]
    for fips in sorted(case.seat_counties):
        county = case.known.county(fips)
        if case.wants_county and county:
            found.append(county)
    if len(case.fitting) > 1:
        return undecided(case, found, "Several governments in the state have that name.")
    if case.fitting:
        return undecided(
            case, found, "The name fits, but city column and domain do not bear it out."
        )
    return undecided(case, found, "No known government has that name.")


def _state(case: Case) -> Tied | Undecided:
    """Trusts the state column; only the state's own name is not an office under it."""
    state = case.known.state(case.state)
    if state is None:
        return Undecided((), "No known state in the state column.")
    own = STATE_WORDS.get(case.state, ())
    plain = set(case.title) <= {
        *own,
        "state",
        "of",
        "the",
        "commonwealth",
        "territory",
        "government",
    }
    office = bool(case.row.suborganization.strip()) or not plain
    return tied(case, state, "state_column", "The kind and the state column say so.", office=office)


def _by_name(case: Case, found: list[Government], rule: str) -> Tied | Undecided:
    """Trusts a whole name; of several in different places, the one in the row's state and seat."""
    here = [each for each in found if each.state == case.state] or found
    if len(here) > 1:
        inside = [each for each in here if each.county_fips in case.seat_counties]
        same = [each for each in here if squeezed(words(each.name)) == squeezed(case.title)]
        here = inside if len(inside) == 1 else same if len(same) == 1 else here
    if len(here) == 1:
        office = bool(case.row.suborganization.strip())
        return tied(case, here[0], rule, "The only one of that name.", office=office)
    why = "Several have that name." if here else "No known one has that name."
    return undecided(case, here, why)
