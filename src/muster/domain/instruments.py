"""What a mutual-aid instrument, its parties and the acts on record are to the code."""

from __future__ import annotations

from dataclasses import dataclass

from muster.domain.acts import ACT_NAMES, ActKind, DutyStatus, Side
from muster.domain.costs import CostRule
from muster.domain.positions import AidKind
from muster.domain.windows import Window

BOTH_SIDES = frozenset(Side)


@dataclass(frozen=True, slots=True)
class RequiredAct:
    """A clause: without this act, by this side, nobody goes. Any of `instead` does as well.

    Alternatives are acts of the same side.
    """

    kind: ActKind
    side: Side
    supplier: str
    citation: str
    instead: tuple[ActKind, ...] = ()

    @property
    def kinds(self) -> tuple[ActKind, ...]:
        """Every kind of act that would do, the first one first."""
        return (self.kind, *self.instead)


@dataclass(frozen=True, slots=True)
class Scope:
    """A clause: which people, for which aid, on site or from afar, the instrument speaks of.

    No `positions` are every position of that aid.
    """

    duty_statuses: frozenset[DutyStatus]
    aid_kinds: frozenset[AidKind]
    citation: str
    positions: frozenset[str] = frozenset()
    on_site: bool = True
    remote: bool = True

    def refusal(
        self,
        duty_status: DutyStatus,
        aid_kind: AidKind,
        position: str,
        *,
        on_site: bool,
        remote: bool,
    ) -> str:
        """Why it does not extend to this help, or nothing. Without a position any will do.

        Help that may be given either way needs both.
        """
        if duty_status not in self.duty_statuses:
            return f"It does not speak of {duty_status.replace('_', ' ')} people."
        return self._unreached(aid_kind, position, on_site=on_site, remote=remote)

    def reaches(self, aid_kind: AidKind, position: str, *, on_site: bool, remote: bool) -> bool:
        """Whether it extends to this help by anybody at all."""
        return not self._unreached(aid_kind, position, on_site=on_site, remote=remote)

    def _unreached(self, aid_kind: AidKind, position: str, *, on_site: bool, remote: bool) -> str:
        if aid_kind not in self.aid_kinds:
            return f"It does not extend to this kind of aid ({self.citation})."
        if position and self.positions and position not in self.positions:
            return f"It does not extend to this position ({self.citation})."
        if remote and not self.remote:
            return f"It does not extend to help from afar ({self.citation})."
        if on_site and not self.on_site:
            return f"It extends to help from afar only ({self.citation})."
        return ""


@dataclass(frozen=True, slots=True)
class ControlRule:
    """A clause: who directs the work, and who commands the people, each in words."""

    operational: str
    command: str
    citation: str

    def __str__(self) -> str:
        directs = f"{self.operational[:1].upper()}{self.operational[1:]} directs the work"
        return f"{directs}; {self.command} is in command."


@dataclass(frozen=True, slots=True)
class Act:
    """An act on record: what was done, by or for whom, and while it holds.

    `agreement_id` is empty for acts that serve every instrument, as a declaration does.
    """

    kind: ActKind
    organization_ids: frozenset[str]
    effective: Window
    reference: str
    agreement_id: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """One party's standing in an instrument. `effective` is from accession to withdrawal."""

    organization_id: str
    effective: Window
    may_request: bool = True
    may_assist: bool = True


@dataclass(frozen=True, slots=True)
class Instrument:
    """A mutual-aid instrument with its executable clauses, between the parties they bind.

    An agreement whose parties accepted different versions, or that does not reach across state
    lines, is several instruments: `agreement_id` (empty for one that is its own) and `version`
    say of which. `eligible_ids` are organizations that could take part on `eligible_sides` by
    acceding alone. Without `in_force` it holds at any time.
    """

    id: str
    name: str
    citation: str
    scope: Scope
    memberships: tuple[Membership, ...]
    required_acts: tuple[RequiredAct, ...]
    cost_rule: CostRule
    eligible_ids: frozenset[str] = frozenset()
    in_force: Window | None = None
    control_rule: ControlRule | None = None
    agreement_id: str = ""
    version: int = 1
    eligible_sides: frozenset[Side] = BOTH_SIDES

    @property
    def agreement(self) -> str:
        return self.agreement_id or self.id

    def may_join(self, organization_id: str, side: Side) -> bool:
        """Whether an accession alone would let it take part on that side."""
        return side in self.eligible_sides and organization_id in self.eligible_ids


@dataclass(frozen=True, slots=True)
class MissingAct:
    """One thing that stands in the way and who can supply it; any of `instead` does as well."""

    kind: ActKind
    side: Side
    organization_id: str
    supplier: str
    citation: str
    instead: tuple[ActKind, ...] = ()

    def __str__(self) -> str:
        return (
            f"{' or '.join(ACT_NAMES[one] for one in (self.kind, *self.instead))} ({self.supplier})"
        )
