"""Dropping notes of changes that everybody has seen."""

from __future__ import annotations

from muster.agreements.models import GroundChange


def forget_changes(*, before: int) -> int:
    """Drop the notes of transactions below this one; answers how many.

    All of them have to have ended, and whoever keeps the ground in memory has to be told.
    """
    dropped, _ = GroundChange.objects.filter(transaction__lt=before).delete()
    return dropped
