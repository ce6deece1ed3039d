"""The letter that carries a code to a published address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files

from django.utils import timezone

from muster.documents.typst_pdf import render_pdf
from muster.domain.affiliation import code_in_groups


@dataclass(frozen=True, slots=True)
class CodeLetter:
    """What the letter prints. `address` goes into the window of the envelope, line by line."""

    sender: str
    telephone: str
    address: str
    applicant: str
    office_title: str
    organization: str
    code: str
    issued_at: datetime
    until: date
    demonstration: bool


def render_code_letter(letter: CodeLetter) -> bytes:
    """One US Letter page as an accessible PDF. Raises DocumentError when it cannot be laid out."""
    return render_pdf(
        source=files(__package__).joinpath("code_letter.typ").read_text("utf-8"),
        data={
            "sender": letter.sender,
            "telephone": letter.telephone,
            "address": [line.strip() for line in letter.address.splitlines() if line.strip()],
            "applicant": letter.applicant,
            "office": letter.office_title,
            "organization": letter.organization,
            "code": code_in_groups(letter.code),
            "issued": _day(timezone.localdate(letter.issued_at)),
            "demonstration": letter.demonstration,
            "until": _day(letter.until),
        },
        title=f"Code for {letter.organization}",
        issued_at=letter.issued_at,
    )


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
