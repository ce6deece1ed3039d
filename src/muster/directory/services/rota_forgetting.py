"""Numbers of people at home are not kept longer than they are of use."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from muster.directory.models import OnCallShift

KEPT: Final = timedelta(days=90)
"""How long after a shift its number stays, for whoever asks afterwards who was called."""


def forget_old_numbers(*, at: datetime) -> int:
    """Blank the numbers of shifts that ended long ago; answers how many. Names and times stay."""
    old = OnCallShift.objects.filter(during__endswith__lt=at - KEPT).exclude(phone="")
    return old.update(phone="")
