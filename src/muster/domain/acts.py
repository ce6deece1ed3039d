"""The acts instruments ask for before help may go, and in what standing people go."""

from __future__ import annotations

from enum import StrEnum


class DutyStatus(StrEnum):
    """In what standing a person deploys; it decides cost, control and who orders them."""

    EMPLOYEE = "employee"
    VOLUNTEER = "volunteer"
    STUDENT = "student"
    STATE_ACTIVE_DUTY = "state_active_duty"
    TITLE_32 = "title_32"
    FEDERAL = "federal"

    # Enum hashes by name in Python; as text it takes a tenth of the time, and many ask.
    __hash__ = str.__hash__


class ActKind(StrEnum):
    """Acts that instruments ask for before help may go."""

    LOCAL_DECLARATION = "local_declaration"
    STATE_DECLARATION = "state_declaration"
    CLIENT_CONTRACT = "client_contract"
    EMPLOYER_CONSENT = "employer_consent"
    ACCESSION = "accession"
    GUARD_ORDER = "guard_order"
    WATCH_REQUEST = "watch_request"
    FEDERAL_REQUEST = "federal_request"
    AGENT_OF_STATE = "agent_of_state"


ACT_NAMES = {
    ActKind.LOCAL_DECLARATION: "local emergency declaration",
    ActKind.STATE_DECLARATION: "state disaster declaration",
    ActKind.CLIENT_CONTRACT: "signed client contract",
    ActKind.EMPLOYER_CONSENT: "employer's consent",
    ActKind.ACCESSION: "accession to the agreement",
    ActKind.GUARD_ORDER: "adjutant general's order",
    ActKind.WATCH_REQUEST: "request to the 24-hour watch",
    ActKind.FEDERAL_REQUEST: "request to the federal region",
    ActKind.AGENT_OF_STATE: "designation as an agent of the state",
}


RECORDED_ACTS = frozenset(
    {
        ActKind.GUARD_ORDER,
        ActKind.WATCH_REQUEST,
        ActKind.FEDERAL_REQUEST,
        ActKind.AGENT_OF_STATE,
    }
)
"""Done outside the hub, for one organization under one agreement, and put on record here."""


class Side(StrEnum):
    """Whose act it is."""

    REQUESTING = "requesting"
    ASSISTING = "assisting"
