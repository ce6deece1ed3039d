"""The words of every mail about joining and affiliation. None of them carries a typed code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from muster.directory.models import AffiliationProof, JoiningRequest, Vouch


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    text: str


def address_link(request: JoiningRequest, link: str, page: str, until: datetime) -> Mail:
    """To the applicant's address. Whoever did not ask has nothing to do."""
    return Mail(
        subject=f"Confirm that you act for {request.organization}",
        text=(
            f"{request.name} asked to act for {request.organization} as {request.office_title}.\n\n"
            f"Open this address and press the button, by {_clock(until)}:\n{link}\n\n"
            f"It works once. Your request is on this page; keep its address:\n{page}\n\n"
            "If this was not you, do nothing: without you nothing happens."
        ),
    )


def new_request(request: JoiningRequest, page: str) -> Mail:
    """To the hub's coordinators: somebody whose address does not prove by itself."""
    what = "prove its affiliation again" if request.renews_id else "join"
    return Mail(
        subject=f"{request.organization} asks to {what}",
        text=(
            f"{request.name} asks to act for {request.organization} as {request.office_title}.\n"
            "The mail address does not prove it. Look up a published telephone number or address "
            f"and issue a code, or wait for two members to vouch:\n{page}"
        ),
    )


def consent_asked(request: JoiningRequest, page: str) -> Mail:
    return Mail(
        subject=f"Does {request.name} act for {request.organization}?",
        text=(
            f"{request.name} ({request.mail}, {request.phone}) asks to act for "
            f"{request.organization} as {request.office_title}, as "
            f"{' and '.join(request.duty_names)}.\n\n"
            "You represent it, so you decide. Call them at a number you know first:\n"
            f"{page}"
        ),
    )


def vouch_asked(vouch: Vouch, page: str) -> Mail:
    request = vouch.request
    return Mail(
        subject=f"Can {vouch.organization} vouch for {request.organization}?",
        text=(
            f"{request.name} ({request.mail}, {request.phone}) asks to act for "
            f"{request.organization} as {request.office_title} and names {vouch.organization} as "
            "one of two members that can vouch.\n\n"
            "Say yes only if you know that this person holds that office. Call them at a number "
            f"you know first. Answer here:\n{page}"
        ),
    )


def vouch_declined(vouch: Vouch, page: str) -> Mail:
    return Mail(
        subject=f"{vouch.organization} did not vouch",
        text=(
            f"{vouch.organization} did not vouch for you.\nReason: {vouch.reason}\n\n"
            f"You can name another member, or use another way:\n{page}"
        ),
    )


def code_issued(request: JoiningRequest, how: str, until: datetime, page: str) -> Mail:
    """Tells that a code is under way and where to type it, never the code."""
    return Mail(
        subject=f"A code for {request.organization}",
        text=(
            f"The hub reaches {request.organization} {how} and gives a code there.\n\n"
            f"Type it in by {_clock(until)}:\n{page}\n\n"
            "Nobody from the hub asks you for this code."
        ),
    )


def welcome(request: JoiningRequest, proof: AffiliationProof, sign_in: str) -> Mail:
    """The organization is in, or proved itself again."""
    if request.renews_id:
        return Mail(
            subject=f"{request.organization} is proven again",
            text=(
                f"The affiliation of {request.organization} is proven until "
                f"{_day(proof)}: {proof.get_way_display().lower()}."
            ),
        )
    return Mail(
        subject=f"{request.organization}: you are in",
        text=(
            f"You act for {request.organization} as {proof.office.title} "
            f"({', '.join(proof.office.duty_names)}).\n"
            f"How it was proven: {proof.get_way_display().lower()}. It counts until "
            f"{_day(proof)}; we remind you before.\n\n"
            f"Sign in with this address, no password needed:\n{sign_in}"
        ),
    )


def refused(request: JoiningRequest, page: str) -> Mail:
    return Mail(
        subject=f"Your request for {request.organization} was refused",
        text=(
            f"Your request to act for {request.organization} as {request.office_title} was "
            f"refused.\nReason: {request.close_reason}\n\n"
            f"If this is a mistake, call the hub coordinator. The request:\n{page}"
        ),
    )


def reminder(proof: AffiliationProof, days: int, link: str, page: str) -> Mail:
    """To a representative; with a `link` where mail at their address proves it again."""
    how = (
        f"Open this address and press the button, and it counts for another year:\n{link}"
        if link
        else f"Your mail address does not prove it. Choose a way here:\n{page}"
    )
    return Mail(
        subject=f"{proof.organization}: prove your affiliation again within {days} days",
        text=(
            f"What proves that {proof.organization} is what it says ends on {_day(proof)}.\n\n"
            f"{how}\n\nWhat your organization promised stays as it is either way."
        ),
    )


def reminder_to_hub(proof: AffiliationProof, days: int, page: str) -> Mail:
    return Mail(
        subject=f"{proof.organization} has nobody to prove its affiliation again",
        text=(
            f"The proof of {proof.organization} ends on {_day(proof)}, within {days} days, and it "
            f"has no representative now:\n{page}"
        ),
    )


def _clock(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local:%b} {local.day}, {local:%Y, %H:%M %Z}"


def _day(proof: AffiliationProof) -> str:
    return f"{proof.expires_on:%B} {proof.expires_on.day}, {proof.expires_on.year}"
