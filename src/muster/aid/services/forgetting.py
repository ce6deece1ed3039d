"""Dropping what nobody needs any more: matches that were waited for, and notes of changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import Max

from muster.agreements.services.changes import forget_changes as forget_of_the_ground
from muster.aid.models import ChangeMark, MatchTask
from muster.responders.services.changes import forget_changes as forget_of_the_roster

TASKS_KEPT: Final = timedelta(days=7)
NOTES_KEPT: Final = timedelta(days=2)
"""A process that has not looked for longer reads everything again."""


def forget_ended_tasks(*, at: datetime) -> int:
    """Drop tasks that ended long ago; answers how many. Their runs stay."""
    old = MatchTask.objects.filter(ended_at__lt=at - TASKS_KEPT)
    _, dropped = old.delete()
    return dropped.get(MatchTask._meta.label, 0)


@transaction.atomic
def forget_changes(*, at: datetime) -> int:
    """Drop notes of changes that are old enough; answers how many.

    How old a note is, yesterday's marks tell: what had ended when a mark was set is older than it.
    A transaction that still runs is above all marks set since it began, and so are its notes. Mark
    and notes go together, so that nobody finds notes missing without being told.
    """
    oldest = _oldest_running()
    # In a restored database transactions are counted anew, and old marks mean nothing.
    ChangeMark.objects.filter(transaction__gt=oldest).delete()
    ChangeMark.objects.create(at=at, transaction=oldest)
    old = ChangeMark.objects.filter(at__lte=at - NOTES_KEPT)
    before: int | None = old.aggregate(last=Max("transaction"))["last"]
    if before is None:
        return 0
    ChangeMark.objects.filter(transaction__lt=before).delete()
    return forget_of_the_ground(before=before) + forget_of_the_roster(before=before)


def _oldest_running() -> int:
    """Every transaction below has ended, and what it wrote can be seen, or never will be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])
