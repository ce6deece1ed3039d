"""The words of every mail on the main road. None of them names a victim to a stranger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from muster.aid.models import Commitment, MatchRun, Mission, MissionOrder, Offer, Request
from muster.aid.queries.stories import DETAIL_NAMES
from muster.directory.models import Office, Organization
from muster.domain.lifecycle import MissionStatus
from muster.domain.tlp import Label

_FOOTER = (
    "\n\nMuster shows agreements, citations and what is missing. It does not give legal advice."
)


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    text: str
    tlp: str = Label.AMBER


def _mail(request: Request, subject: str, text: str) -> Mail:
    """A mail about one request: marked as exercise where it is one, labelled as the request."""
    drill = "EXERCISE: " if request.incident.exercise else ""
    return Mail(subject=f"{drill}{subject}", text=text + _FOOTER, tlp=request.tlp)


def offer(offer: Offer, office: Office, address: str) -> Mail:
    """To a lender: county and kind only; the rest opens after the non-disclosure terms."""
    incident = offer.request.incident
    asked = "\n".join(f"  - {line}" for line in _asked(offer))
    lines = list(offer.lines.select_related("need"))
    begins = min(line.need.during.lower for line in lines)
    ends = max(line.need.during.upper for line in lines)
    terms = "; ".join(
        dict.fromkeys(f"{line.path['instrument']} ({line.path['cost_rule']})" for line in lines)
    )
    return _mail(
        offer.request,
        subject=f"Can {offer.organization} help? {incident.get_kind_display()} in "
        f"{incident.organization.county}",
        text=(
            f"To the {office.title} of {offer.organization}\n\n"
            f"A government in {incident.organization.county} needs help: "
            f"{incident.get_kind_display().lower()}.\n\n"
            f"You are asked for:\n{asked}\n\n"
            f"From {_clock(begins)} until {_clock(ends)}.\n"
            f"Under: {terms}\n\n"
            f"Answer by {_clock(offer.expires_at)}, without signing in:\n{address}\n\n"
            "The link works once and is for you only. You may decline without giving up "
            "anything; if you do not answer in time, the hub looks for the next best.\n"
            "Who is affected is shown after you accept the non-disclosure terms."
        ),
    )


def _papers(request: Request, lender: Organization) -> str:
    """What became of the lender's mission orders, as the end of a paragraph."""
    orders = MissionOrder.objects.filter(
        mission__commitment__offer__request=request,
        mission__commitment__offer__organization=lender,
        mission__status=MissionStatus.ORDERED,
    ).select_related("mission")
    renewed = [o.mission.number for o in orders if o.revision > 1 and not o.outdated_at]
    outdated = [o.mission.number for o in orders if o.outdated_at]
    said = ""
    if renewed:
        said += f" Mission order {', '.join(renewed)} has a new revision: print that one."
    if outdated:
        said += (
            f" Mission order {', '.join(outdated)} still shows the old details, because an act it "
            "rests on was withdrawn: tell your people yourself."
        )
    return said


def amended(request: Request, lender: Organization, changed: Sequence[str], address: str) -> Mail:
    """To lenders who may know the request: what is different, with the new words."""
    new = {
        "where_to_report": f"Report to: {request.where_to_report}",
        "call_back_name": f"Who answers the telephone: {request.call_back_name}",
        "call_back_number": f"Call back: {request.call_back_number}",
        "starts_at": f"From: {_clock(request.during.lower)}",
        "ends_at": f"Until: {_clock(request.during.upper)}",
    }
    said = [new.get(name, f"Changed: {DETAIL_NAMES.get(name, name)}") for name in changed]
    lines = "\n".join(f"  - {line}" for line in said)
    return _mail(
        request,
        subject=f"{request.number}: {request.organization} changed its request",
        text=(
            f"{request.organization} changed its request:\n{lines}\n\n"
            f"Your people keep the time they were asked for.{_papers(request, lender)}\n\n{address}"
        ),
    )


def acceptance(offer: Offer, address: str) -> Mail:
    people = sum(line.units for line in offer.lines.filter(kept=True))
    return _mail(
        offer.request,
        subject=f"{offer.request.number}: {offer.organization} offers help",
        text=(
            f"{offer.organization} has accepted and holds {people} for you.\n\n"
            f"They leave when you sign the acceptance (section III):\n{address}"
        ),
    )


def mission_order(mission: Mission, address: str) -> Mail:
    return _mail(
        mission.commitment.offer.request,
        subject=f"Mission order {mission.number} is issued",
        text=(
            f"Mission order {mission.number} is issued. Nobody deploys without it: print it or "
            f"take it along on a phone.\n\n{address}\n\n"
            f"Anybody can verify it with the code {mission.order.code}."
        ),
    )


def recall(commitment: Commitment, address: str) -> Mail:
    offer = commitment.offer
    return _mail(
        offer.request,
        subject=f"{offer.request.number}: {offer.organization} recalls its people",
        text=(
            f"{offer.organization} takes its people back.\nReason: {commitment.end_reason}\n\n"
            f"The next best is being worked out:\n{address}"
        ),
    )


def ended(commitment: Commitment, address: str) -> Mail:
    """To the lender whose people are no longer needed or were not signed for."""
    offer = commitment.offer
    return _mail(
        offer.request,
        subject=f"{offer.request.number}: your people are free again",
        text=(
            f"What {offer.organization} offered for {offer.request.number} has ended; whoever is "
            f"on the way may turn back.\nReason: {commitment.end_reason}\n\n{address}"
        ),
    )


def unsigned(commitment: Commitment, address: str) -> Mail:
    """To the town that did not sign section III in time."""
    offer = commitment.offer
    return _mail(
        offer.request,
        subject=f"{offer.request.number}: {offer.organization} waits no longer",
        text=(
            f"The people of {offer.organization} waited for your signature until "
            f"{_clock(commitment.sign_by)} and are free again.\n\n"
            f"If you still need them, send the offer again:\n{address}"
        ),
    )


def withdrawn(offer: Offer) -> Mail:
    """To a lender who has not answered: still without the victim's name."""
    incident = offer.request.incident
    return _mail(
        offer.request,
        subject=f"No answer needed any more: help in {incident.organization.county}",
        text=(
            f"You were asked whether {offer.organization} could help with "
            f"{incident.get_kind_display().lower()} in {incident.organization.county}. The request "
            "was taken back; you need not answer. Thank you for being there."
        ),
    )


def next_best(request: Request, run: MatchRun, address: str) -> Mail:
    return _mail(
        request,
        subject=f"{request.number}: somebody else could be asked now",
        text=(
            f"A lender of {request.number} did not take an offer. Matched again: "
            f"{run.filled} filled or proposed, {run.unfilled} still open.\n\n"
            f"Look at the proposal and send the offers:\n{address}"
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
