"""The row a mutual-aid instrument is written down in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from muster.domain.costs import CostRule
from muster.domain.instruments import Instrument, Membership, RequiredAct, Scope
from muster.domain.windows import Window


class InstrumentKind(StrEnum):
    """What sort of text an instrument is."""

    STATEWIDE = "statewide"
    REGIONAL = "regional"
    GUARD = "guard"
    CORPS = "corps"


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """One instrument. `eligible_keys` could join by signing alone."""

    key: str
    name: str
    kind: InstrumentKind
    scope: Scope
    cost_rule: CostRule
    citation: str
    requesting_keys: frozenset[str]
    assisting_keys: frozenset[str]
    eligible_keys: frozenset[str] = frozenset()
    required_acts: tuple[RequiredAct, ...] = ()

    @property
    def party_keys(self) -> frozenset[str]:
        return self.requesting_keys | self.assisting_keys

    def instrument(self, effective: Window) -> Instrument:
        """The same in terms of the coverage rules, every party a member over `effective`."""
        return Instrument(
            id=self.key,
            name=self.name,
            citation=self.citation,
            scope=self.scope,
            memberships=tuple(
                Membership(key, effective, key in self.requesting_keys, key in self.assisting_keys)
                for key in sorted(self.party_keys)
            ),
            required_acts=self.required_acts,
            cost_rule=self.cost_rule,
            eligible_ids=self.eligible_keys,
        )
