"""What a draft means to the code: scope, required acts, the money rule and deadlines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from muster.domain.acts import ActKind, DutyStatus, Side
from muster.domain.costs import CostBasis, CostRule
from muster.domain.drafting.contradictions import contradictions
from muster.domain.drafting.drafts import Draft
from muster.domain.drafting.kinds import Kind
from muster.domain.drafting.library import LIBRARY
from muster.domain.drafting.vocabulary import COMMANDERS
from muster.domain.instruments import ControlRule, RequiredAct, Scope
from muster.domain.positions import AidKind

SUPPLIERS: Final = {
    ActKind.LOCAL_DECLARATION: (Side.REQUESTING, "the requester's mayor, judge or council"),
    ActKind.STATE_DECLARATION: (Side.REQUESTING, "the governor"),
    ActKind.GUARD_ORDER: (Side.REQUESTING, "the adjutant general"),
    ActKind.WATCH_REQUEST: (Side.REQUESTING, "the requester's designated contact"),
    ActKind.FEDERAL_REQUEST: (Side.REQUESTING, "the requester's authorized representative"),
    ActKind.CLIENT_CONTRACT: (Side.REQUESTING, "the requester's authorized representative"),
    ActKind.EMPLOYER_CONSENT: (Side.ASSISTING, "the responder's employer"),
    ActKind.AGENT_OF_STATE: (Side.ASSISTING, "the assisting state's governor"),
}
"""Whose act each is, and who supplies it where the clause names nobody."""

_BASES: Final = {
    "none": CostBasis.NONE,
    "travel_only": CostBasis.TRAVEL_ONLY,
    "overtime_travel_equipment": CostBasis.OVERTIME_TRAVEL_EQUIPMENT,
    "all_costs": CostBasis.ALL_COSTS,
    # A schedule never goes above cost, so all costs are the most that can come of it.
    "fee_schedule": CostBasis.ALL_COSTS,
}


class NoMeaning(ValueError):  # noqa: N818 (a draft that is not finished is no error)
    """The draft contradicts itself; the sentences say where."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that computes. Hours and days are whole; 0 means that there is none.

    `control_rule` says in words who directs and who commands.
    """

    open_to_accession: bool
    program_sends: bool
    eligible: frozenset[str]
    scope: Scope
    across_states: bool
    required_acts: tuple[RequiredAct, ...]
    cost_rule: CostRule
    cap: str
    voluntary: bool
    recall_hours: int
    written_within_hours: int
    continue_before_hour: int
    most_days: int
    control_rule: ControlRule
    terms_first: bool
    notice_days: int
    years: int
    evergreen: bool
    standing: bool


def meaning_of(draft: Draft, citation: str) -> Terms:
    """Raises NoMeaning for a draft that contradicts itself or lacks a clause.

    `citation` is the instrument's, for clauses that name none of their own.
    """
    found = contradictions(draft)
    if found:
        raise NoMeaning(tuple(one.sentence for one in found))
    places = draft.chosen(Kind.SCOPE, "places")
    renewal = draft.value(Kind.RENEWAL, "how")
    return Terms(
        open_to_accession=draft.value(Kind.MEMBERSHIP, "joining") == "accession",
        program_sends=draft.value(Kind.MEMBERSHIP, "sides") == "program",
        eligible=frozenset(draft.chosen(Kind.MEMBERSHIP, "eligible")),
        scope=Scope(
            duty_statuses=frozenset(map(DutyStatus, draft.chosen(Kind.SCOPE, "statuses"))),
            aid_kinds=frozenset(map(AidKind, draft.chosen(Kind.SCOPE, "aid"))),
            citation=cited(draft, Kind.SCOPE, citation),
            positions=frozenset(draft.chosen(Kind.SCOPE, "positions")),
            on_site="on_site" in places,
            remote="remote" in places,
        ),
        across_states=bool(draft.value(Kind.SCOPE, "across_states")),
        required_acts=_required_acts(draft, citation),
        cost_rule=CostRule(
            basis=_BASES[str(draft.value(Kind.CHARGES, "basis"))],
            citation=cited(draft, Kind.CHARGES, citation),
            free_hours=_count(draft, Kind.FREE_PERIOD, "hours"),
        ),
        cap=str(draft.value(Kind.CHARGES, "cap")),
        voluntary=bool(draft.value(Kind.REFUSAL, "voluntary")),
        recall_hours=_count(draft, Kind.REFUSAL, "recall_hours"),
        written_within_hours=_count(draft, Kind.CONFIRMATION, "written_within_hours"),
        continue_before_hour=_count(draft, Kind.CONFIRMATION, "continue_before_hour"),
        most_days=_count(draft, Kind.DURATION, "most_days"),
        control_rule=ControlRule(
            operational=COMMANDERS[str(draft.value(Kind.CONTROL, "operational"))],
            command=COMMANDERS[str(draft.value(Kind.CONTROL, "command"))],
            citation=cited(draft, Kind.CONTROL, citation),
        ),
        terms_first=bool(draft.value(Kind.CONFIDENTIALITY, "terms_first")),
        notice_days=_count(draft, Kind.WITHDRAWAL, "notice_days"),
        years=_count(draft, Kind.RENEWAL, "years"),
        evergreen=renewal == "evergreen",
        standing=renewal == "standing",
    )


def cited(draft: Draft, kind: Kind, citation: str) -> str:
    """Where a clause stands: its own citation, or its title in the instrument."""
    clause = draft.clause(kind)
    return (clause.citation if clause else "") or f"{citation}, {LIBRARY[kind].title.lower()}"


def _required_acts(draft: Draft, citation: str) -> tuple[RequiredAct, ...]:
    kinds = [ActKind(act) for act in draft.chosen(Kind.ACTIVATION, "acts")]
    watch = str(draft.value(Kind.ACTIVATION, "watch") or "")
    acts = [_required(kind, cited(draft, Kind.ACTIVATION, citation), watch) for kind in kinds]
    if acts and draft.value(Kind.ACTIVATION, "together") == "any":
        suppliers = " or ".join(dict.fromkeys(one.supplier for one in acts))
        acts = [replace(acts[0], supplier=suppliers, instead=tuple(kinds[1:]))]
    if draft.value(Kind.AGENT_OF_STATE, "needed"):
        where = cited(draft, Kind.AGENT_OF_STATE, citation)
        acts.append(_required(ActKind.AGENT_OF_STATE, where, ""))
    return tuple(acts)


def _required(kind: ActKind, citation: str, watch: str) -> RequiredAct:
    side, supplier = SUPPLIERS[kind]
    if kind is ActKind.WATCH_REQUEST and watch:
        supplier = f"{supplier}, calling {watch}"
    return RequiredAct(kind=kind, side=side, supplier=supplier, citation=citation)


def _count(draft: Draft, kind: Kind, name: str) -> int:
    value = draft.value(kind, name)
    return value if isinstance(value, int) else 0
