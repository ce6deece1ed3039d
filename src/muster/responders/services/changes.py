"""Dropping notes of changes that everybody has seen."""

from __future__ import annotations

from muster.responders.models import RosterChange


def forget_changes(*, before: int) -> int:
    """Drop the notes of transactions below this one; answers how many.

    All of them have to have ended, and whoever keeps the roster in memory has to be told.
    """
    dropped, _ = RosterChange.objects.filter(transaction__lt=before).delete()
    return dropped
