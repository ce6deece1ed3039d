"""Mails about offices that are due now, each sent once: vacancies weekly, affirmations yearly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.directory.actions import Action
from muster.directory.job_names import JobName
from muster.directory.models import Office, OfficeNotice
from muster.jobs.queue import enqueue

WEEK = timedelta(days=7)
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for an office that nobody has affirmed yet."""


@use_case
def alarm_vacancy(*, actor: Actor, office: Office, since: datetime) -> int:
    """The number of the mail that goes out now, counting from 1 and one a week; 0 for none."""
    number = int((actor.at - since) / WEEK) + 1
    if not _first(actor, office, OfficeNotice.Kind.VACANT, since, number):
        return 0
    enqueue(JobName.MAIL_VACANT, office_id=str(office.pk))
    return number


@use_case
def ask_to_affirm(*, actor: Actor, office: Office) -> bool:
    """Whether the holder is asked now; four weeks later once more, and then each four weeks."""
    since = office.affirmed_at or NEVER
    number = int(max(actor.at - since, timedelta()) / (4 * WEEK)) + 1
    if not _first(actor, office, OfficeNotice.Kind.AFFIRM, since, number):
        return False
    enqueue(JobName.MAIL_AFFIRM, office_id=str(office.pk))
    return True


def _first(
    actor: Actor, office: Office, kind: OfficeNotice.Kind, since: datetime, number: int
) -> bool:
    _, is_new = OfficeNotice.objects.get_or_create(
        office=office, kind=kind, since=since, number=number, defaults={"sent_at": actor.at}
    )
    if is_new:
        record(
            actor=actor,
            action=Action.OFFICE_NOTICED,
            subject=office,
            facts={"office": office.title, "kind": kind.value, "number": number},
            organization_id=office.organization_id,
        )
    return is_new
