"""What follows when somebody's ways in change: it is on record, and they are told."""

from __future__ import annotations

from muster.accounts.job_names import JobName
from muster.accounts.models import Person
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.jobs.queue import enqueue


@use_case
def note_way_added(*, actor: Actor, person: Person, way: str) -> None:
    _note(actor, person, way, "added")


@use_case
def note_way_removed(*, actor: Actor, person: Person, way: str) -> None:
    _note(actor, person, way, "removed")


def _note(actor: Actor, person: Person, way: str, what: str) -> None:
    record(actor=actor, action=f"accounts:way:{what}", subject=person, facts={"way": way})
    enqueue(JobName.MAIL_WAY_CHANGED, person_id=str(person.pk), way=way, what=what)
