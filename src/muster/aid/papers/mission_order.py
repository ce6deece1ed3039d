"""The mission order: the paper without which nobody deploys, as content and as a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from muster.documents.qr import qr_svg
from muster.documents.typst_pdf import JSON, render_pdf
from muster.domain.tlp import LABEL_MEANINGS, Label
from muster.domain.windows import Window

CONTROL_CLAUSE = (
    "The requesting organization has operational control; the assisting organization keeps "
    "command and may recall."
)


@dataclass(frozen=True, slots=True)
class Deployed:
    """One person on the order: name, position title and credential level, as they print."""

    name: str
    position: str
    level: str


@dataclass(frozen=True, slots=True)
class SectionSignature:
    """Who signed one section, for which office, and when (timezone-aware)."""

    name: str
    office: str
    organization: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence the order relies on, with the citation that lets a reader check it."""

    text: str
    citation: str


@dataclass(frozen=True, slots=True)
class MissionOrderContent:
    """Everything a mission order prints. Times are aware and print in `time_zone` (IANA name).

    A section that is None is not signed; the order then prints as a draft that is not in force.
    `verification_address` is what the QR code opens; it may already hold `verification_code`.
    Raises ValueError with a sentence when a value could not be printed truthfully.
    """

    number: str
    exercise: bool
    synthetic: bool
    issued_at: datetime
    requesting_organization: str
    assisting_organization: str
    county: str
    where_to_report: str
    report_contact: str
    call_back_number: str
    window: Window
    time_zone: str
    mode: str
    people: tuple[Deployed, ...]
    kit: tuple[str, ...]
    instrument: Rule
    acts_satisfied: tuple[str, ...]
    cost_rule: Rule
    tlp: Label
    request: SectionSignature | None
    offer: SectionSignature | None
    acceptance: SectionSignature | None
    verification_address: str
    verification_code: str
    notes: tuple[str, ...] = ()
    control_clause: str = CONTROL_CLAUSE

    def __post_init__(self) -> None:
        if not self.number.strip():
            raise ValueError("Give the mission order its number before printing it.")
        if not self.people and not self.kit:
            raise ValueError("Name at least one person or one piece of kit on the order.")
        if urlsplit(self.verification_address).scheme not in {"https", "http"}:
            raise ValueError("Give the verification address in full, starting with https://.")
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(
                f"Use a time zone name such as America/Chicago; {self.time_zone!r} is not one."
            ) from error
        signed = (self.request, self.offer, self.acceptance)
        moments = [self.issued_at, *(section.signed_at for section in signed if section)]
        if any(moment.tzinfo is None for moment in moments):
            raise ValueError("Give the time of issue and of each signature with a timezone.")

    @property
    def in_force(self) -> bool:
        """Whether all three sections are signed."""
        return None not in (self.request, self.offer, self.acceptance)


def render_mission_order(content: MissionOrderContent) -> bytes:
    """The order as a US Letter PDF: tagged (PDF/UA-1), archival (PDF/A-2a), same bytes each time.

    Raises DocumentError when the layout is refused, ValueError when the address is too long
    for a QR code.
    """
    prefix = "Exercise: mission order" if content.exercise else "Mission order"
    return render_pdf(
        source=files(__package__).joinpath("mission_order.typ").read_text("utf-8"),
        data=_printed(content),
        title=f"{prefix} {content.number}",
        issued_at=content.issued_at,
    )


def _printed(content: MissionOrderContent) -> dict[str, JSON]:
    zone = ZoneInfo(content.time_zone)
    return {
        "number": content.number,
        "exercise": content.exercise,
        "synthetic": content.synthetic,
        "in_force": content.in_force,
        "issued": _moment(content.issued_at, zone),
        "requesting": content.requesting_organization,
        "assisting": content.assisting_organization,
        "county": content.county,
        "where_to_report": content.where_to_report,
        "report_contact": content.report_contact,
        "call_back_number": content.call_back_number,
        "starts": _moment(content.window.start, zone),
        "ends": _moment(content.window.end, zone),
        "time_zone": content.time_zone,
        "mode": content.mode,
        "people": [[each.name, each.position, each.level] for each in content.people],
        "kit": list(content.kit),
        "control_clause": content.control_clause,
        "instrument": _rule(content.instrument),
        "acts": list(content.acts_satisfied),
        "cost_rule": _rule(content.cost_rule),
        "tlp_mark": f"TLP:{content.tlp.upper()}",
        "tlp_meaning": LABEL_MEANINGS[content.tlp].partition(". ")[2],
        "sections": [
            _section("I. Request", content.request, zone),
            _section("II. Offer", content.offer, zone),
            _section("III. Acceptance", content.acceptance, zone),
        ],
        "verification_address": content.verification_address,
        "verification_code": content.verification_code,
        "qr": qr_svg(content.verification_address),
        "notes": list(content.notes),
    }


def _rule(rule: Rule) -> dict[str, JSON]:
    return {"text": rule.text, "citation": rule.citation}


def _section(heading: str, signature: SectionSignature | None, zone: ZoneInfo) -> dict[str, JSON]:
    if signature is None:
        return {"heading": heading, "signed": False}
    return {
        "heading": heading,
        "signed": True,
        "name": signature.name,
        "office": signature.office,
        "organization": signature.organization,
        "at": _moment(signature.signed_at, zone),
    }


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    """`Thu, Mar 12, 2026, 06:00 CDT`: the weekday and the zone prevent the costly mistakes."""
    local = moment.astimezone(zone)
    return f"{local:%a, %b} {local.day}, {local:%Y, %H:%M %Z}"
