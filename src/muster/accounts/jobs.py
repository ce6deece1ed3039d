"""What the worker does for accounts."""

from __future__ import annotations

from django.utils import timezone

from muster.accounts.job_names import JobName
from muster.accounts.models import Person
from muster.accounts.services import LINK_LIFE, make_link
from muster.jobs.queue import RETRY, job
from muster.notify.mail import send


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
