"""What the demo hub shows at first: an exercise in which 22 governments have asked for help."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from muster.aid.models import Request
from muster.aid.services.requests import ask
from muster.authz.actors import Duty
from muster.demo.acting import holder_acting
from muster.demo.everyday import load_everyday
from muster.demo.loading import load_hub
from muster.demo.personas import VICTIM_KEY
from muster.demo.scenario_orders import order_of
from muster.demo.texas_2019.victims import VICTIMS
from muster.directory.models import Organization

BETWEEN_REQUESTS = timedelta(minutes=12)
NOTICED_BEFORE = timedelta(minutes=45)
NEXT_SHIFT = timedelta(hours=3)
"""Helpers are asked for the next shift, so a declaration of the next hours still counts."""


@transaction.atomic
def load_demo_hub(*, now: datetime) -> bool:
    """The hub, its open requests and its everyday, relative to `now`; False when it is there.

    Keene, which the first persona speaks for, has not asked yet.
    """
    if not load_hub(anchor=now):
        return False
    others = [victim for victim in VICTIMS if victim.ocd_id != VICTIM_KEY]
    organizations = {
        one.jurisdiction.ocd_id: one
        for one in Organization.objects.select_related("jurisdiction").filter(
            jurisdiction__ocd_id__in=[victim.ocd_id for victim in others]
        )
        if one.jurisdiction
    }
    for position, victim in enumerate(others):
        organization = organizations[victim.ocd_id]
        at = now - BETWEEN_REQUESTS * (len(others) - position)
        ask(
            actor=holder_acting(organization, Duty.REPRESENT, at=at),
            organization=organization,
            order=order_of(victim, noticed_at=at - NOTICED_BEFORE, starts_at=now + NEXT_SHIFT),
        )
    load_everyday(now=now)
    return True


def loaded_at() -> datetime | None:
    """When the demo's last request of its own was opened; None before that."""
    newest = Request.objects.filter(incident__exercise=True).order_by("opened_at").last()
    return newest.opened_at if newest else None
