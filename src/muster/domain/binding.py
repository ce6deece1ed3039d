"""Which version of an agreement holds between each two of its parties.

Between two parties the highest version that both have accepted holds; who joins under a later
version is bound by the earlier ones toward those who have not accepted it. That is the rule for
treaties of many parties (Vienna Convention on the Law of Treaties, Art. 40, 4 and 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from muster.domain.acts import Side
from muster.domain.drafting.meaning import Terms
from muster.domain.instruments import BOTH_SIDES, Instrument, Membership
from muster.domain.windows import Window


@dataclass(frozen=True, slots=True)
class Version:
    """One version in words that compute; `in_force` is its term, without which it has none."""

    number: int
    terms: Terms
    in_force: Window | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A version that a party accepted, binding it from a moment on."""

    number: int
    effective: datetime


@dataclass(frozen=True, slots=True)
class PartyOnRecord:
    """A party from accession to withdrawal, with everything it accepted.

    `state` is two letters, or empty for a body of no single state, which is at home in each.
    """

    organization_id: str
    during: Window
    accepted: tuple[Accepted, ...]
    state: str = ""
    may_request: bool = True
    may_assist: bool = True


@dataclass(frozen=True, slots=True)
class AgreementOnRecord:
    """An agreement with the versions that were put before its parties, and who accepted which.

    `eligible` are organizations, each with its state, that could accede to the latest version.
    """

    id: str
    name: str
    citation: str
    versions: tuple[Version, ...]
    parties: tuple[PartyOnRecord, ...]
    eligible: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bound:
    """A party over a time in which one version is the highest that it has accepted."""

    party: PartyOnRecord
    version: int
    effective: Window


def bound_by(party: PartyOnRecord) -> Iterator[Bound]:
    """The times of a party, each with the highest version accepted by then, in order."""
    over = party.during.end
    begins = {max(one.effective, party.during.start) for one in party.accepted}
    for start, end in pairwise([*sorted(one for one in begins if one < over), over]):
        highest = max(one.number for one in party.accepted if one.effective <= start)
        yield Bound(party, highest, Window(start, end))


def instruments_of(agreement: AgreementOnRecord) -> tuple[Instrument, ...]:
    """Instruments such that any two parties meet in one at most, under the version between them.

    Who asks stands in the instrument (k, j) when it is bound by k exactly, or by j and more where
    k = j; who assists stands in it when it is bound by j exactly, for every k up to j.
    """
    versions = {one.number: one for one in agreement.versions}
    bounds = [one for party in agreement.parties for one in bound_by(party)]
    latest = max(versions, default=0)
    levels = sorted(({one.version for one in bounds} | {latest}) & versions.keys())
    return tuple(
        _instrument(agreement, part)
        for assisting in levels
        for asking in levels
        if asking <= assisting
        for part in _parts(agreement, versions[asking], bounds, asking, assisting, latest)
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """The parties of one state, or all, that stand in one instrument."""

    version: Version
    key: str
    members: tuple[Membership, ...]
    eligible_ids: frozenset[str]
    eligible_sides: frozenset[Side]


def _parts(
    agreement: AgreementOnRecord,
    version: Version,
    bounds: Iterable[Bound],
    asking: int,
    assisting: int,
    latest: int,
) -> Iterator[_Part]:
    sides = _eligible_sides(asking, assisting, latest)
    eligible = agreement.eligible if sides else {}
    members = [
        (one.party.state, member)
        for one in bounds
        if (member := _membership(one, asking, assisting)) is not None
    ]
    for state in _states(version.terms, [*(state for state, _ in members), *eligible.values()]):
        here = tuple(member for home, member in members if state in ("", home) or not home)
        may_join = frozenset(
            one for one, home in eligible.items() if state in ("", home) or not home
        )
        if here or may_join:
            numbers = f"/{asking}.{assisting}" if len(agreement.versions) > 1 else ""
            key = f"{agreement.id}{numbers}{f'/{state}' if state else ''}"
            yield _Part(version, key, here, may_join, sides)


def _membership(bound: Bound, asking: int, assisting: int) -> Membership | None:
    asks = bound.version >= assisting if asking == assisting else bound.version == asking
    may_request = bound.party.may_request and asks
    may_assist = bound.party.may_assist and bound.version == assisting
    if not asks and bound.version != assisting:
        return None
    return Membership(bound.party.organization_id, bound.effective, may_request, may_assist)


def _eligible_sides(asking: int, assisting: int, latest: int) -> frozenset[Side]:
    """Whoever accedes is bound by the latest version."""
    if asking == assisting:
        return BOTH_SIDES if assisting == latest else frozenset({Side.REQUESTING})
    return frozenset({Side.ASSISTING}) if assisting == latest else frozenset()


def _states(terms: Terms, homes: Iterable[str]) -> list[str]:
    """States whose parties keep to themselves; one empty name for all together."""
    several = sorted({home for home in homes if home})
    return [""] if terms.across_states or len(several) <= 1 else several


def _instrument(agreement: AgreementOnRecord, part: _Part) -> Instrument:
    terms, number = part.version.terms, part.version.number
    several = len(agreement.versions) > 1
    return Instrument(
        id=part.key,
        name=f"{agreement.name}, version {number}" if several else agreement.name,
        citation=agreement.citation,
        scope=terms.scope,
        memberships=part.members,
        required_acts=terms.required_acts,
        cost_rule=terms.cost_rule,
        control_rule=terms.control_rule,
        eligible_ids=part.eligible_ids,
        in_force=part.version.in_force,
        agreement_id=agreement.id,
        version=number,
        eligible_sides=part.eligible_sides,
    )
