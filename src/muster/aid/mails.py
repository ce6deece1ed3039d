"""The words of every mail on the main road. None of them names a victim to a stranger."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from muster.aid.models import Commitment, MatchRun, Mission, Offer, Request
from muster.directory.models import Office

_FOOTER = (
    "\n\nMuster shows agreements, citations and what is missing. It does not give legal advice."
)


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    text: str


def offer(offer: Offer, office: Office, address: str) -> Mail:
    """To a lender: county and kind only; the rest opens after the non-disclosure terms."""
    incident = offer.request.incident
    asked = "\n".join(f"  - {line}" for line in _asked(offer))
    drill = "EXERCISE: " if incident.exercise else ""
    return Mail(
        subject=f"{drill}Can {offer.organization} help? {incident.get_kind_display()} in "
        f"{incident.organization.county}",
        text=(
            f"To the {office.title} of {offer.organization}\n\n"
            f"A government in {incident.organization.county} needs help: "
            f"{incident.get_kind_display().lower()}.\n\n"
            f"You are asked for:\n{asked}\n\n"
            f"Answer by {_clock(offer.expires_at)}, without signing in:\n{address}\n\n"
            "The link works once and is for you only. You may decline without giving up "
            "anything; if you do not answer in time, the next best is asked.\n"
            "Who is affected is shown after you accept the non-disclosure terms." + _FOOTER
        ),
    )


def acceptance(offer: Offer, address: str) -> Mail:
    people = sum(line.units for line in offer.lines.filter(kept=True))
    return Mail(
        subject=f"{offer.request.number}: {offer.organization} offers help",
        text=(
            f"{offer.organization} has accepted and holds {people} for you.\n\n"
            f"They leave when you sign the acceptance (section III):\n{address}" + _FOOTER
        ),
    )


def mission_order(mission: Mission, address: str) -> Mail:
    return Mail(
        subject=f"Mission order {mission.number} is issued",
        text=(
            f"Mission order {mission.number} is issued. Nobody deploys without it: print it or "
            f"take it along on a phone.\n\n{address}\n\n"
            f"Anybody can verify it with the code {mission.order.code}." + _FOOTER
        ),
    )


def recall(commitment: Commitment, address: str) -> Mail:
    offer = commitment.offer
    return Mail(
        subject=f"{offer.request.number}: {offer.organization} recalls its people",
        text=(
            f"{offer.organization} takes its people back.\nReason: {commitment.end_reason}\n\n"
            f"The next best is being worked out:\n{address}" + _FOOTER
        ),
    )


def next_best(request: Request, run: MatchRun, address: str) -> Mail:
    return Mail(
        subject=f"{request.number}: somebody else could be asked now",
        text=(
            f"A lender of {request.number} did not take an offer. Matched again: "
            f"{run.filled} filled or proposed, {run.unfilled} still open.\n\n"
            f"Look at the proposal and send the offers:\n{address}" + _FOOTER
        ),
    )


def _asked(offer: Offer) -> list[str]:
    totals: dict[str, int] = {}
    for line in offer.lines.select_related("need"):
        job = line.need.job
        mode = "remote" if line.remote else "on site"
        words = job.plural if job.is_kit else f"{job.title}, {mode}"
        totals[words] = totals.get(words, 0) + line.units
    return [f"{count} × {words}" for words, count in totals.items()]


def _clock(moment: object) -> str:
    return timezone.localtime(moment).strftime("%H:%M on %A, %B %-d (%Z)")  # type: ignore[arg-type]
