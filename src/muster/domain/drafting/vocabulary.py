"""The choices clauses offer, each with how it reads. Keys are stored; words may be improved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from muster.domain.acts import ActKind, DutyStatus
from muster.domain.positions import AID_KIND_NAMES, POSITIONS

Choices = Mapping[str, str]

JOINING: Final[Choices] = {
    "accession": "by signing once, for all parties together",
    "named": "only those named in it",
    "client": "by a contract with the program",
    "order": "nobody joins; an order or a law brings it about",
}
ELIGIBLE: Final[Choices] = {
    "city": "municipalities",
    "county": "counties",
    "school_district": "school districts",
    "special_district": "special districts",
    "tribe": "tribal governments",
    "state_agency": "state agencies",
    "state": "states",
    "utility": "utilities",
    "university": "universities",
    "volunteer_corps": "volunteer corps",
    "national_guard": "the National Guard",
    "federal_team": "federal teams",
    "regional": "bodies of several governments",
}
SIDES: Final[Choices] = {
    "both": "every party may ask and may send",
    "program": "the program sends, the others ask",
}
STATUSES: Final[Choices] = {
    DutyStatus.EMPLOYEE.value: "employees",
    DutyStatus.VOLUNTEER.value: "vetted volunteers",
    DutyStatus.STUDENT.value: "supervised students",
    DutyStatus.STATE_ACTIVE_DUTY.value: "Guard members on state active duty",
    DutyStatus.TITLE_32.value: "Guard members under Title 32",
    DutyStatus.FEDERAL.value: "federal staff",
}
AID: Final[Choices] = {kind.value: name.lower() for kind, name in AID_KIND_NAMES.items()}
POSITION_TITLES: Final[Choices] = {one.code: one.title for one in POSITIONS}
PLACES: Final[Choices] = {"on_site": "on site", "remote": "from afar"}
ACTIVATIONS: Final[Choices] = {
    ActKind.LOCAL_DECLARATION.value: "a local emergency declaration",
    ActKind.STATE_DECLARATION.value: "a state declaration",
    ActKind.GUARD_ORDER.value: "the adjutant general's order",
    ActKind.WATCH_REQUEST.value: "a request to the state's 24-hour watch",
    ActKind.FEDERAL_REQUEST.value: "a request to the federal region",
    ActKind.CLIENT_CONTRACT.value: "a signed client contract",
    ActKind.EMPLOYER_CONSENT.value: "the employer's consent",
}
ONE_OR_ALL: Final[Choices] = {"all": "all of them are needed", "any": "any one of them is enough"}
BASES: Final[Choices] = {
    "none": "nothing",
    "travel_only": "travel and subsistence",
    "overtime_travel_equipment": "overtime, travel and equipment",
    "all_costs": "all documented costs",
    "fee_schedule": "the program's fees",
}
CAPS: Final[Choices] = {
    "actual": "actual cost",
    "fema_rates": "FEMA's rates",
    "schedule": "a published schedule of fees, never above cost",
}
COMMANDERS: Final[Choices] = {
    "requesting": "whoever asked",
    "assisting": "whoever sent the people",
    "state": "the state",
}
LIABLE: Final[Choices] = {
    "own": "each party for its own people",
    "requesting": "whoever asked, as for its own people",
    "state": "the state",
    "program": "the program, for its volunteers",
}
COMPENSATORS: Final[Choices] = {
    "home": "that of the home employer",
    "requesting": "that of whoever asked",
    "state": "the state's",
    "program": "the program's insurance",
}
DESIGNATORS: Final[Choices] = {
    "governor": "the governor",
    "statute": "a statute does it",
    "memorandum": "a memorandum with the state",
}
LOSSES: Final[Choices] = {
    "requesting": "whoever borrowed it",
    "assisting": "whoever lent it",
    "insurance": "the insurance of whoever lent it",
}
STEPS: Final[Choices] = {
    "talk": "the parties' representatives talk",
    "mediation": "a mediator both accept",
    "hub": "the hub's governing body decides",
    "court": "the courts of the state",
}
RENEWALS: Final[Choices] = {
    "evergreen": "it goes on by itself, term after term, until notice is given",
    "fixed": "it ends with its term unless it is renewed",
    "standing": "it has no term",
}
