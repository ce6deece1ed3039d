"""Which instruments could lawfully carry help between two organizations, and what is missing.

Nothing here says that anybody *is* covered. It reads clauses, shows the path each instrument
offers with its citation, and names every act that is still missing and who can supply it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from muster.domain.acts import ACT_NAMES, ActKind, DutyStatus, Side
from muster.domain.costs import CostRule
from muster.domain.instruments import (
    Act,
    ControlRule,
    Instrument,
    Membership,
    MissingAct,
    RequiredAct,
)
from muster.domain.positions import AidKind

APART = "Both are parties, but it does not reach across state lines."


class PathStanding(StrEnum):
    """How far one instrument reaches for one deployment."""

    COMPLETE = "complete"
    NOT_YET = "not_yet"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Deployment:
    """The question: may this kind of person go from here to there for this, then?

    Without a `position` any of that aid will do. Help may be given `on_site`, from afar
    (`remote`), or either way.
    """

    requesting_id: str
    assisting_id: str
    duty_status: DutyStatus
    aid_kind: AidKind
    begins_at: datetime
    position: str = ""
    on_site: bool = True
    remote: bool = False


@dataclass(frozen=True, slots=True)
class LegalPath:
    """What one instrument says to one deployment."""

    instrument_id: str
    instrument_name: str
    citation: str
    standing: PathStanding
    cost_rule: CostRule
    satisfied: tuple[str, ...] = ()
    missing: tuple[MissingAct, ...] = ()
    reason: str = ""
    control_rule: ControlRule | None = None
    agreement_id: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class LegalBook:
    """All instruments and all acts on record, indexed once for many questions."""

    instruments: tuple[Instrument, ...]
    acts: tuple[Act, ...]
    _members: dict[tuple[str, str], list[Membership]] = field(init=False, repr=False)
    _joined: dict[str, dict[str, Instrument]] = field(init=False, repr=False)
    _open: tuple[Instrument, ...] = field(init=False, repr=False)
    _acts: dict[tuple[ActKind, str], list[Act]] = field(init=False, repr=False)
    _usable: dict[str, tuple[Instrument, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        members: dict[tuple[str, str], list[Membership]] = {}
        joined: dict[str, dict[str, Instrument]] = {}
        for instrument in self.instruments:
            for member in instrument.memberships:
                members.setdefault((instrument.id, member.organization_id), []).append(member)
                joined.setdefault(member.organization_id, {})[instrument.id] = instrument
        acts: dict[tuple[ActKind, str], list[Act]] = {}
        for act in self.acts:
            for organization_id in act.organization_ids:
                acts.setdefault((act.kind, organization_id), []).append(act)
        object.__setattr__(self, "_members", members)
        object.__setattr__(self, "_joined", joined)
        object.__setattr__(
            self, "_open", tuple(one for one in self.instruments if one.eligible_ids)
        )
        object.__setattr__(self, "_acts", acts)

    def instruments_of(self, organization_id: str) -> tuple[Instrument, ...]:
        """Those it has joined at any time or could join by signing alone."""
        usable = self._usable.get(organization_id)
        if usable is None:
            found = dict(self._joined.get(organization_id, {}))
            found.update({one.id: one for one in self._open if organization_id in one.eligible_ids})
            usable = self._usable[organization_id] = tuple(found.values())
        return usable

    def paths(self, deployment: Deployment) -> tuple[LegalPath, ...]:
        """Every agreement's answer, the most usable first; ties by cost to the requester, name."""
        answers: dict[str, LegalPath] = {}
        for instrument in sorted(self.instruments, key=lambda one: one.id):
            path, known = self._path(instrument, deployment), answers.get(instrument.agreement)
            if known is None or _usability(path) < _usability(known):
                answers[instrument.agreement] = path
        apart = self._apart(deployment) if len(answers) < len(self.instruments) else frozenset()
        told = (
            replace(path, reason=APART)
            if path.standing is PathStanding.NO and path.agreement_id in apart
            else path
            for path in answers.values()
        )
        return tuple(sorted(told, key=_usability))

    def _apart(self, deployment: Deployment) -> frozenset[str]:
        """Agreements both joined, but in parts that do not meet."""
        both = (deployment.requesting_id, deployment.assisting_id)
        joined = [
            {one.agreement for one in self._joined.get(organization_id, {}).values()}
            for organization_id in both
        ]
        meeting = {one.agreement for one in self.between(*both)}
        return frozenset(joined[0] & joined[1] - meeting)

    def best_path(self, deployment: Deployment) -> LegalPath | None:
        """The most usable path that is complete or could become so; None if no instrument can."""
        answers = [
            self._path(instrument, deployment)
            for instrument in self.between(deployment.requesting_id, deployment.assisting_id)
        ]
        usable = [path for path in answers if path.standing is not PathStanding.NO]
        return min(usable, key=_usability, default=None)

    def between(self, requesting_id: str, assisting_id: str) -> Iterator[Instrument]:
        """Those both have joined at any time or could join by signing alone."""
        theirs = self._joined.get(assisting_id, {})
        for instrument in self.instruments_of(requesting_id):
            if instrument.id in theirs or instrument.may_join(assisting_id, Side.ASSISTING):
                yield instrument

    def lacking(
        self, instrument: Instrument, organization_id: str, side: Side, moment: datetime
    ) -> int | None:
        """How many acts one side has still to supply; None when it cannot take part at all."""
        missing = self.missing_kinds(instrument, organization_id, side, moment)
        return None if missing is None else len(missing)

    def missing_kinds(
        self, instrument: Instrument, organization_id: str, side: Side, moment: datetime
    ) -> tuple[ActKind, ...] | None:
        """What one side has still to supply, an accession first; None as in `lacking`."""
        member = self._membership(instrument, organization_id, moment)
        if member and not (member.may_request if side is Side.REQUESTING else member.may_assist):
            return None
        if member is None and not instrument.may_join(organization_id, side):
            return None
        unsupplied = self._unsupplied(instrument, organization_id, side, moment)
        kinds = tuple(required.kind for required in unsupplied)
        return kinds if member else (ActKind.ACCESSION, *kinds)

    def first_missing(
        self, instrument: Instrument, organization_id: str, side: Side, moment: datetime
    ) -> ActKind | None:
        """The first kind of act one side has still to supply, or None."""
        if self._membership(instrument, organization_id, moment) is None:
            return ActKind.ACCESSION
        missing = self._unsupplied(instrument, organization_id, side, moment)
        return missing[0].kind if missing else None

    def _unsupplied(
        self, instrument: Instrument, organization_id: str, side: Side, moment: datetime
    ) -> list[RequiredAct]:
        return [
            required
            for required in instrument.required_acts
            if required.side is side
            and self._supplied(instrument, required, organization_id, moment) is None
        ]

    def _path(self, instrument: Instrument, deployment: Deployment) -> LegalPath:
        refusal = _out_of_scope(instrument, deployment)
        if refusal:
            return _refused(instrument, refusal)
        satisfied: list[str] = []
        missing: list[MissingAct] = []
        for side, organization_id in (
            (Side.REQUESTING, deployment.requesting_id),
            (Side.ASSISTING, deployment.assisting_id),
        ):
            member = self._membership(instrument, organization_id, deployment.begins_at)
            if member:
                allowed = member.may_request if side is Side.REQUESTING else member.may_assist
                if not allowed:
                    return _refused(
                        instrument, f"The {side} organization joined in another part only."
                    )
                satisfied.append(f"The {side} organization is a party.")
            elif instrument.may_join(organization_id, side):
                missing.append(_accession(instrument, side, organization_id))
            else:
                return _refused(instrument, f"The {side} organization is not a party.")
        for required in instrument.required_acts:
            act = self._act(instrument, required, deployment)
            if act is None:
                missing.append(_missing(required, deployment))
            else:
                satisfied.append(f"{ACT_NAMES[act.kind].capitalize()}: {act.reference}")
        standing = PathStanding.NOT_YET if missing else PathStanding.COMPLETE
        return replace(
            _answer(instrument, standing), satisfied=tuple(satisfied), missing=tuple(missing)
        )

    def _membership(
        self, instrument: Instrument, organization_id: str, moment: datetime
    ) -> Membership | None:
        for member in self._members.get((instrument.id, organization_id), ()):
            if member.effective.contains(moment):
                return member
        return None

    def _act(
        self, instrument: Instrument, required: RequiredAct, deployment: Deployment
    ) -> Act | None:
        organization_id = _organization_on(required.side, deployment)
        return self._supplied(instrument, required, organization_id, deployment.begins_at)

    def _supplied(
        self, instrument: Instrument, required: RequiredAct, organization_id: str, moment: datetime
    ) -> Act | None:
        for kind in required.kinds:
            for act in self._acts.get((kind, organization_id), ()):
                serves = act.agreement_id in ("", instrument.agreement)
                if serves and act.effective.contains(moment):
                    return act
        return None


def missing_of(paths: Iterable[LegalPath]) -> tuple[MissingAct, ...]:
    """The shortest list of missing acts among the paths; empty when one is complete.

    It is empty too when no path is usable at all, so ask for the best path first.
    """
    usable = [path.missing for path in paths if path.standing is not PathStanding.NO]
    return min(usable, key=len, default=())


def _usability(path: LegalPath) -> tuple[int, int, int, str, str]:
    rank = {PathStanding.COMPLETE: 0, PathStanding.NOT_YET: 1, PathStanding.NO: 2}[path.standing]
    return (
        rank,
        len(path.missing),
        path.cost_rule.burden_rank,
        path.instrument_name,
        path.instrument_id,
    )


def _out_of_scope(instrument: Instrument, deployment: Deployment) -> str:
    if deployment.requesting_id == deployment.assisting_id:
        return "An organization needs no agreement with itself."
    if instrument.in_force and not instrument.in_force.contains(deployment.begins_at):
        return "It is not in force at that time."
    return instrument.scope.refusal(
        deployment.duty_status,
        deployment.aid_kind,
        deployment.position,
        on_site=deployment.on_site,
        remote=deployment.remote,
    )


def _answer(instrument: Instrument, standing: PathStanding) -> LegalPath:
    return LegalPath(
        instrument_id=instrument.id,
        instrument_name=instrument.name,
        citation=instrument.citation,
        standing=standing,
        cost_rule=instrument.cost_rule,
        control_rule=instrument.control_rule,
        agreement_id=instrument.agreement,
        version=instrument.version,
    )


def _refused(instrument: Instrument, reason: str) -> LegalPath:
    return replace(_answer(instrument, PathStanding.NO), reason=reason)


def _organization_on(side: Side, deployment: Deployment) -> str:
    return deployment.requesting_id if side is Side.REQUESTING else deployment.assisting_id


def _accession(instrument: Instrument, side: Side, organization_id: str) -> MissingAct:
    return MissingAct(
        kind=ActKind.ACCESSION,
        side=side,
        organization_id=organization_id,
        supplier=f"the {side} organization's authorized representative",
        citation=instrument.citation,
    )


def _missing(required: RequiredAct, deployment: Deployment) -> MissingAct:
    return MissingAct(
        kind=required.kind,
        side=required.side,
        organization_id=_organization_on(required.side, deployment),
        supplier=required.supplier,
        citation=required.citation,
        instead=required.instead,
    )
