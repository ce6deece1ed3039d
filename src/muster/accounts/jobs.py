"""What the worker does for accounts."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from muster.accounts.job_names import JobName
from muster.accounts.models import Person
from muster.accounts.services import LINK_LIFE, make_link
from muster.jobs.queue import RETRY, job
from muster.notify.mail import send

WAYS = {
    "webauthn": "A passkey",
    "totp": "An authenticator app",
    "recovery_codes": "A set of recovery codes",
    "printed_codes": "A sheet of printed codes",
}


@job(name=JobName.MAIL_SIGN_IN_LINK, retry=RETRY)
def mail_sign_in_link(person_id: str, destination: str = "") -> None:
    """Make the link at the moment of mailing, so that its secret is never in the queue."""
    person = Person.objects.get(pk=person_id)
    address = make_link(person=person, at=timezone.now(), destination=destination)
    minutes = int(LINK_LIFE.total_seconds() // 60)
    send(
        to=[person.email],
        subject="Your sign-in link",
        text=(
            f"Open this address within {minutes} minutes to sign in to Muster:\n\n{address}\n\n"
            "It works once. If you did not ask for it, do nothing."
        ),
    )


@job(name=JobName.MAIL_WAY_CHANGED, retry=RETRY)
def mail_way_changed(person_id: str, way: str, what: str) -> None:
    """So that whoever did not do it hears of it."""
    person = Person.objects.get(pk=person_id)
    named = WAYS.get(way, "A way to sign in")
    send(
        to=[person.email],
        subject=f"{named} was {what}",
        text=(
            f"{named} was {what} for your account just now.\n\nIf that was you, there is nothing "
            "to do. If not, call your hub coordinator at once, then look at "
            f"{settings.ORIGIN}{reverse('accounts:sessions')} and at "
            f"{settings.ORIGIN}{reverse('accounts:ways')}."
        ),
    )
