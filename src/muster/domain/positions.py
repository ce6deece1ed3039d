"""The jobs a town asks for, mapped to NICE work roles (2.x) and FEMA RTLT position ids."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class AidKind(StrEnum):
    """The kinds of aid one order may mix; a rebuild needs hands long after the specialists left."""

    SPECIALIST = "specialist"
    REBUILD = "rebuild"
    CONTINUITY = "continuity"
    KIT = "kit"

    # Enum hashes by name in Python; as text it takes a tenth of the time, and many ask.
    __hash__ = str.__hash__


AID_KIND_NAMES = {
    AidKind.SPECIALIST: "Specialist response",
    AidKind.REBUILD: "Rebuild labor",
    AidKind.CONTINUITY: "Continuity staff",
    AidKind.KIT: "Equipment on loan",
}


class CredentialLevel(IntEnum):
    """How far a person is proven, after the ESAR-VHP levels; a lower number is further."""

    DAILY_IN_GOVERNMENT = 1
    DAILY_ELSEWHERE = 2
    QUALIFIED = 3
    SUPERVISED = 4


CREDENTIAL_LEVEL_NAMES = {
    CredentialLevel.DAILY_IN_GOVERNMENT: "Level 1: does it daily in government",
    CredentialLevel.DAILY_ELSEWHERE: "Level 2: does it daily elsewhere, vetted",
    CredentialLevel.QUALIFIED: "Level 3: qualified, not daily",
    CredentialLevel.SUPERVISED: "Level 4: helps under supervision",
}


@dataclass(frozen=True, slots=True)
class Position:
    """One line a town can ask for: a job, or an item of kit."""

    code: str
    title: str
    plural: str
    aid_kind: AidKind
    does: str
    nice_ids: tuple[str, ...] = ()
    rtlt_id: str = ""

    @property
    def is_kit(self) -> bool:
        return self.aid_kind is AidKind.KIT


POSITIONS: tuple[Position, ...] = (
    Position(
        "incident-lead",
        "Incident lead",
        "incident leads",
        AidKind.SPECIALIST,
        "Runs the response and keeps the decisions in order.",
        ("PD-WRL-003", "OG-WRL-014"),
        "13-509-1250",
    ),
    Position(
        "forensic-analyst",
        "Forensic analyst",
        "forensic analysts",
        AidKind.SPECIALIST,
        "Finds how the attacker came in and what was touched.",
        ("PD-WRL-002",),
        "13-509-1250",
    ),
    Position(
        "directory-recovery",
        "Directory recovery engineer",
        "directory recovery engineers",
        AidKind.SPECIALIST,
        "Brings accounts, logins and servers back safely.",
        ("IO-WRL-005", "PD-WRL-004"),
        "13-509-1252",
    ),
    Position(
        "network-engineer",
        "Network engineer",
        "network engineers",
        AidKind.SPECIALIST,
        "Separates, rebuilds and watches the network.",
        ("IO-WRL-004", "PD-WRL-001"),
        "13-509-1251",
    ),
    Position(
        "rebuild-technician",
        "Rebuild technician",
        "rebuild technicians",
        AidKind.REBUILD,
        "Wipes and re-images computers, one after the other.",
        ("IO-WRL-007",),
    ),
    Position(
        "server-administrator",
        "Server administrator",
        "server administrators",
        AidKind.REBUILD,
        "Restores servers and backups.",
        ("IO-WRL-005",),
    ),
    Position(
        "emergency-call-taker",
        "911 call-taker",
        "911 call-takers",
        AidKind.CONTINUITY,
        "Answers emergency calls while dispatch runs on paper.",
    ),
    Position(
        "public-information-officer",
        "Public information officer",
        "public information officers",
        AidKind.CONTINUITY,
        "Tells residents and the press what is known.",
    ),
    Position(
        "clerk-continuity",
        "Counter clerk",
        "counter clerks",
        AidKind.CONTINUITY,
        "Keeps permits, payments and records going by hand.",
    ),
    Position(
        "laptop", "Spare laptop", "spare laptops", AidKind.KIT, "Clean computers for key staff."
    ),
    Position(
        "network-switch",
        "Network switch",
        "network switches",
        AidKind.KIT,
        "Clean switches to rebuild a network beside the old one.",
    ),
)

BY_CODE = {position.code: position for position in POSITIONS}
