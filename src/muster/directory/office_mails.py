"""The words of every mail about offices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from muster.directory.models import Office, Tenure


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    text: str


def seated(tenure: Tenure, page: str) -> Mail:
    office = tenure.office
    return Mail(
        subject=f"You hold the office {office.title} of {office.organization}",
        text=(
            f"From {_day(tenure.during.lower)} on you hold the office {office.title} of "
            f"{office.organization}. Sign in with this address. What the office has promised, "
            f"whom to know and what to do in the first thirty days:\n{page}"
        ),
    )


def vacant(office: Office, since: datetime | None, number: int, page: str) -> Mail:
    days = f" since {_day(since)}" if since else ""
    again = f" This is mail {number} about it; one goes out each week." if number > 1 else ""
    return Mail(
        subject=f"Nobody holds the office {office.title} of {office.organization}",
        text=(
            f"The office {office.title} of {office.organization} is vacant{days}.{again} What it "
            "promised stands, and nobody answers for it. Seat somebody, acting if need be, or "
            f"retire the office:\n{page}"
        ),
    )


def affirm(office: Office, page: str) -> Mail:
    return Mail(
        subject=f"Is this still right: {office.title} of {office.organization}?",
        text=(
            f"Once a year each office says that it is still held and reached as shown. "
            f"{office.title} of {office.organization}: telephone {office.phone or 'none'}, mail "
            f"{office.mail or 'that of its holder'}.\n\nOne button says yes, another leads to "
            f"where it is changed:\n{page}\n\nWithout an answer others see that nobody affirmed it."
        ),
    )


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%B %-d, %Y}"
