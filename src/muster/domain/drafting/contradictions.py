"""What clauses cannot mean together, each in a sentence that says what to change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from muster.domain.acts import ActKind, DutyStatus
from muster.domain.drafting.drafts import Draft
from muster.domain.drafting.kinds import REQUIRED, Kind
from muster.domain.drafting.library import LIBRARY
from muster.domain.positions import POSITIONS, AidKind

HOURS_OF_A_DAY = 24
DAYS_OF_A_YEAR = 365
GUARD = frozenset({DutyStatus.STATE_ACTIVE_DUTY.value, DutyStatus.TITLE_32.value})
LOCAL = frozenset({"city", "county", "school_district", "special_district", "tribe", "utility"})
UNPAID = frozenset({DutyStatus.VOLUNTEER.value, DutyStatus.STUDENT.value})
_AID_OF = {one.code: one.aid_kind.value for one in POSITIONS}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Clauses that cannot stand as they are; the first of `kinds` is where to begin."""

    kinds: tuple[Kind, ...]
    sentence: str


def contradictions(draft: Draft) -> tuple[Contradiction, ...]:
    """All of them, those of missing clauses first. None means that the draft can be evaluated."""
    missing = [
        Contradiction((kind,), f"The clause “{LIBRARY[kind].title}” is missing.")
        for kind in Kind
        if kind in REQUIRED and draft.clause(kind) is None
    ]
    return (*missing, *(found for rule in RULES for found in rule(draft)))


def _money(draft: Draft) -> Iterator[Contradiction]:
    basis = draft.value(Kind.CHARGES, "basis")
    free = draft.value(Kind.FREE_PERIOD, "hours") or 0
    if basis == "none" and free:
        yield Contradiction(
            (Kind.FREE_PERIOD, Kind.CHARGES),
            "Nothing is ever charged, so free hours mean nothing. Take the free hours out, or "
            "say what is charged after them.",
        )
    if basis == "fee_schedule" and draft.value(Kind.CHARGES, "cap") != "schedule":
        yield Contradiction(
            (Kind.CHARGES,), "Fees are capped by a published schedule. Choose it as the cap."
        )
    days = draft.value(Kind.DURATION, "most_days")
    if isinstance(days, int) and isinstance(free, int) and free >= days * HOURS_OF_A_DAY:
        yield Contradiction(
            (Kind.FREE_PERIOD, Kind.DURATION),
            "The free hours last as long as anybody may stay, so nothing would ever be charged.",
        )


def _confirming(draft: Draft) -> Iterator[Contradiction]:
    hour = draft.value(Kind.CONFIRMATION, "continue_before_hour") or 0
    free = draft.value(Kind.FREE_PERIOD, "hours") or 0
    days = draft.value(Kind.DURATION, "most_days")
    if isinstance(hour, int) and isinstance(free, int) and hour > free > 0:
        yield Contradiction(
            (Kind.CONFIRMATION, Kind.FREE_PERIOD),
            f"Charges begin at hour {free}, but whoever asked confirms only before hour {hour}. "
            "Let it confirm before it is charged.",
        )
    if isinstance(hour, int) and isinstance(days, int) and hour > days * HOURS_OF_A_DAY:
        yield Contradiction(
            (Kind.CONFIRMATION, Kind.DURATION),
            f"Everybody has gone home before hour {hour}. Ask for the confirmation earlier.",
        )
    written = draft.value(Kind.CONFIRMATION, "written_within_hours") or 0
    if draft.value(Kind.CONFIRMATION, "verbal") is False and written:
        yield Contradiction(
            (Kind.CONFIRMATION,),
            "A request is made in writing, so there are no spoken words to confirm.",
        )


def _people(draft: Draft) -> Iterator[Contradiction]:
    statuses = set(draft.chosen(Kind.SCOPE, "statuses"))
    acts = set(draft.chosen(Kind.ACTIVATION, "acts"))
    guard_acts = {ActKind.GUARD_ORDER.value, ActKind.STATE_DECLARATION.value}
    if statuses & GUARD and not acts & guard_acts:
        yield Contradiction(
            (Kind.ACTIVATION, Kind.SCOPE),
            "Guard members go on an order. Ask for the adjutant general's order or a state "
            "declaration, or leave the Guard out.",
        )
    if ActKind.GUARD_ORDER.value in acts and not statuses & GUARD:
        yield Contradiction(
            (Kind.ACTIVATION, Kind.SCOPE),
            "The adjutant general orders Guard members, and none may be sent here.",
        )
    federal = DutyStatus.FEDERAL.value in statuses
    if federal != (ActKind.FEDERAL_REQUEST.value in acts):
        yield Contradiction(
            (Kind.ACTIVATION, Kind.SCOPE),
            "Federal staff come on a request to the federal region, and only they do. Choose "
            "both or neither.",
        )
    compensation = draft.value(Kind.LIABILITY, "compensation")
    if statuses and statuses <= UNPAID and compensation == "home":
        yield Contradiction(
            (Kind.LIABILITY, Kind.SCOPE),
            "Volunteers and students have no home employer whose compensation would cover them. "
            "Say whose does.",
        )
    if statuses & GUARD and compensation == "requesting":
        yield Contradiction(
            (Kind.LIABILITY, Kind.SCOPE),
            "Guard members on duty are under the state's compensation, not the requester's.",
        )


def _choosing(draft: Draft) -> Iterator[Contradiction]:
    acts = draft.chosen(Kind.ACTIVATION, "acts")
    consent = ActKind.EMPLOYER_CONSENT.value
    if draft.value(Kind.ACTIVATION, "together") == "any" and consent in acts and len(acts) > 1:
        yield Contradiction(
            (Kind.ACTIVATION,),
            "An employer's consent cannot stand in for what whoever asks has to do. Ask for all "
            "of the acts, or leave the consent out.",
        )


def _joining(draft: Draft) -> Iterator[Contradiction]:
    joining = draft.value(Kind.MEMBERSHIP, "joining")
    sides = draft.value(Kind.MEMBERSHIP, "sides")
    contract = ActKind.CLIENT_CONTRACT.value in draft.chosen(Kind.ACTIVATION, "acts")
    if joining == "client" and sides == "both":
        yield Contradiction(
            (Kind.MEMBERSHIP,), "A client asks and does not send. Let the program send."
        )
    if joining is not None and (joining == "client") != contract:
        yield Contradiction(
            (Kind.MEMBERSHIP, Kind.ACTIVATION),
            "A client contract is both how one joins and what is signed first. Choose both or "
            "neither.",
        )


def _borders(draft: Draft) -> Iterator[Contradiction]:
    across = draft.value(Kind.SCOPE, "across_states")
    agent = draft.value(Kind.AGENT_OF_STATE, "needed")
    eligible = set(draft.chosen(Kind.MEMBERSHIP, "eligible"))
    employees = DutyStatus.EMPLOYEE.value in draft.chosen(Kind.SCOPE, "statuses")
    if across and agent is None and employees and eligible & LOCAL:
        yield Contradiction(
            (Kind.AGENT_OF_STATE, Kind.SCOPE),
            "Local employees would cross a state line. Say whether they are designated as agents "
            "of the state; without it they risk liability and compensation.",
        )
    if agent and not across:
        yield Contradiction(
            (Kind.AGENT_OF_STATE, Kind.SCOPE),
            "A designation is for crossing a state line, and nobody crosses one here.",
        )


def _things(draft: Draft) -> Iterator[Contradiction]:
    aid = set(draft.chosen(Kind.SCOPE, "aid"))
    if draft.value(Kind.PROPERTY, "lent") is False and AidKind.KIT.value in aid:
        yield Contradiction(
            (Kind.PROPERTY, Kind.SCOPE),
            "Equipment on loan is part of the help, but no equipment is lent. Change one.",
        )
    outside = [
        code for code in draft.chosen(Kind.SCOPE, "positions") if _AID_OF.get(code) not in aid
    ]
    if outside:
        yield Contradiction(
            (Kind.SCOPE,),
            "A position is chosen whose kind of aid is not part of the help. Add the kind of "
            "aid, or take the position out.",
        )
    if draft.chosen(Kind.SCOPE, "places") == ("remote",) and aid == {AidKind.KIT.value}:
        yield Contradiction((Kind.SCOPE,), "Equipment cannot be lent from afar only.")


def _ending(draft: Draft) -> Iterator[Contradiction]:
    notice = draft.value(Kind.WITHDRAWAL, "notice_days")
    years = draft.value(Kind.RENEWAL, "years")
    if (
        draft.value(Kind.RENEWAL, "how") != "standing"
        and isinstance(notice, int)
        and isinstance(years, int)
        and notice >= years * DAYS_OF_A_YEAR
    ):
        yield Contradiction(
            (Kind.WITHDRAWAL, Kind.RENEWAL),
            "The notice is as long as the term, so nobody could ever leave within it.",
        )


RULES: tuple[Callable[[Draft], Iterator[Contradiction]], ...] = (
    _joining,
    _choosing,
    _people,
    _borders,
    _money,
    _confirming,
    _things,
    _ending,
)
