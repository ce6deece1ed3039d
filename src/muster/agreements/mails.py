"""The words of every mail about agreements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from muster.agreements.models import Agreement, AgreementVersion, Party, SignedAct
from muster.domain.acts import ACT_NAMES, ActKind
from muster.domain.renewal import Turn


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    text: str


def proposed(version: AgreementVersion, page: str) -> Mail:
    agreement = version.agreement
    if version.number == 1:
        return Mail(
            subject=f"You are asked to join {agreement.name}",
            text=(
                f"{agreement.name} can be signed now. Read what it covers, costs and asks, and "
                f"sign or leave it:\n{page}\n\nWithout a signature nothing changes for you."
            ),
        )
    note = f"\n\nWhat is new, in the words of its authors:\n{version.note}" if version.note else ""
    return Mail(
        subject=f"{agreement.name}: version {version.number} can be accepted",
        text=(
            "A new version is put before the parties. It binds you only if you accept it; toward "
            "everybody who does not, the version you share goes on." + note + "\n\n"
            f"Read both side by side, and accept or leave it:\n{page}"
        ),
    )


def notice(party: Party, page: str) -> Mail:
    return Mail(
        subject=f"{party.organization} leaves {party.agreement.name}",
        text=(
            f"{party.organization} has given notice and leaves {party.agreement.name} on "
            f"{_day(party.during.upper)}. Until then everything stands; what was promised before "
            f"is kept as the agreement says.\n\nReason given: {party.notice_reason}\n{page}"
        ),
    )


def term_ahead(agreement: Agreement, turn: Turn, page: str) -> Mail:
    if turn.renews:
        return Mail(
            subject=f"{agreement.name} renews itself on {_day(turn.turns_at)}",
            text=(
                f"{agreement.name} goes on for another term on {_day(turn.turns_at)}. Nothing is "
                f"to be done for that. Whoever wants out gives notice by {_day(turn.last_day)}:\n"
                f"{page}"
            ),
        )
    return Mail(
        subject=f"{agreement.name} ends on {_day(turn.turns_at)}",
        text=(
            f"The term of {agreement.name} ends on {_day(turn.turns_at)}, and nobody is helped "
            "under it afterwards unless the parties renew it. Whoever keeps the text can put the "
            f"next term before you; ask for it in time:\n{page}"
        ),
    )


def paper_ends(act: SignedAct, page: str) -> Mail:
    name = ACT_NAMES[ActKind(act.kind)]
    return Mail(
        subject=f"Your {name} under {act.agreement} ends on {_day(act.during.upper)}",
        text=(
            f"The {name} of {act.organization} under {act.agreement} holds until "
            f"{_day(act.during.upper)}. Sign it again in time, so that nobody waits for it in an "
            f"emergency:\n{page}"
        ),
    )


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%B %-d, %Y}"
