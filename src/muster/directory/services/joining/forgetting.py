"""Addresses of people who did not join are not kept longer than they are of use."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from muster.directory.models import AddressLink, JoiningRequest

KEPT: Final = timedelta(days=90)
"""How long after a request ended without a proof, for whoever asks why."""

ENDED: Final = (
    JoiningRequest.Status.REFUSED,
    JoiningRequest.Status.WITHDRAWN,
    JoiningRequest.Status.EXPIRED,
)


def forget_old_contacts(*, at: datetime) -> int:
    """Blank mail and telephone of requests that ended long ago; answers how many.

    The request, its name and office, and what is on the chain about it stay.
    """
    old = JoiningRequest.objects.filter(status__in=ENDED, closed_at__lt=at - KEPT)
    held = old.exclude(Q(mail="") & Q(phone=""))
    AddressLink.objects.filter(request__in=held).delete()
    return held.update(mail="", phone="")
