"""The text somebody signed, with who signed it: the paper the hub seals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from django.utils import timezone

from muster.documents.typst_pdf import render_pdf


@dataclass(frozen=True, slots=True)
class SignedText:
    """What the paper prints. `clauses` are title, text and citation; `what` says what was signed.

    `signer` is a person, who signs for the office alone.
    """

    what: str
    agreement: str
    citation: str
    version: int
    organization: str
    office: str
    signer: str
    signed_at: datetime
    effective: datetime
    until: datetime | None
    clauses: Sequence[tuple[str, str, str]]
    verification_address: str
    demonstration: bool
    exercise: bool


def render_signed_text(text: SignedText) -> bytes:
    """US Letter pages as an accessible PDF. Raises DocumentError when it cannot be laid out."""
    return render_pdf(
        source=files(__package__).joinpath("signed_text.typ").read_text("utf-8"),
        data={
            "what": text.what,
            "agreement": text.agreement,
            "citation": text.citation,
            "version": str(text.version),
            "organization": text.organization,
            "office": text.office,
            "signer": text.signer,
            "signed": _moment(text.signed_at),
            "effective": _moment(text.effective),
            "until": _moment(text.until) if text.until else "",
            "clauses": [
                {"title": title, "text": words, "citation": citation}
                for title, words, citation in text.clauses
            ],
            "address": text.verification_address,
            "demonstration": text.demonstration,
            "exercise": text.exercise,
        },
        title=f"{text.what}: {text.agreement}",
        issued_at=text.signed_at,
    )


def _moment(moment: datetime) -> str:
    here = timezone.localtime(moment)
    return f"{here:%B} {here.day}, {here:%Y, %H:%M %Z}"
