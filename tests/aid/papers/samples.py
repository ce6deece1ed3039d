"""A synthetic mission order to print. Nobody and nothing in it is real."""

from __future__ import annotations

from datetime import UTC, datetime

from muster.aid.papers.mission_order import (
    Deployed,
    MissionOrderContent,
    Rule,
    SectionSignature,
)
from muster.domain.tlp import Label
from muster.domain.windows import Window


def order() -> MissionOrderContent:
    """An exercise order for three synthetic people; change it with `dataclasses.replace`."""
    return MissionOrderContent(
        number="M-2026-0007",
        exercise=True,
        synthetic=True,
        issued_at=datetime(2026, 3, 12, 9, 5, tzinfo=UTC),
        requesting_organization="City of Larkmoor (synthetic)",
        assisting_organization="Tessaly County Information Technology (synthetic)",
        county="Larkmoor County, Illinois",
        where_to_report="Larkmoor Public Safety Building, 100 Example Street, rear entrance",
        report_contact="Duty desk, 555-0142, at the rear entrance from 05:30",
        call_back_number="555-0100",
        window=Window(
            datetime(2026, 3, 12, 11, 0, tzinfo=UTC), datetime(2026, 3, 15, 23, 0, tzinfo=UTC)
        ),
        time_zone="America/Chicago",
        mode="On site",
        people=(
            Deployed("Ada Synthetic", "Incident lead", "Level 1: does it daily in government"),
            Deployed(
                "Bo Synthetic",
                "Directory recovery engineer",
                "Level 1: does it daily in government",
            ),
            Deployed(
                "Cleo Synthetic", "Forensic analyst", "Level 2: does it daily elsewhere, vetted"
            ),
        ),
        kit=("20 spare laptops, imaged and offline", "1 network switch, 48 ports"),
        instrument=Rule(
            "Synthetic Interlocal Mutual Aid Agreement, acceded to by both parties",
            "Article 4, section 2",
        ),
        acts_satisfied=(
            "Local emergency declared March 12, 2026, by the mayor's office",
            "Request signed by an authorized representative",
        ),
        cost_rule=Rule(
            "The first 12 hours are free; after that, actual wages and travel are reimbursed.",
            "Article 9, section 1",
        ),
        tlp=Label.AMBER,
        request=_signature(
            "Dana Synthetic", "City administrator", "City of Larkmoor (synthetic)", 8
        ),
        offer=_signature(
            "Eli Synthetic", "Chief information officer", "Tessaly County (synthetic)", 8
        ),
        acceptance=_signature(
            "Dana Synthetic", "City administrator", "City of Larkmoor (synthetic)", 9
        ),
        verification_address="https://hub.synthetic.example/verify/7Q4K-M2XD",
        verification_code="7Q4K-M2XD",
        notes=(
            "Carry this paper and a photo identification.",
            "Use only the radio and phones issued on arrival.",
        ),
    )


def _signature(name: str, office: str, organization: str, hour: int) -> SectionSignature:
    return SectionSignature(name, office, organization, datetime(2026, 3, 12, hour, 2, tzinfo=UTC))
