"""Loads the demo hub into an empty database, whole or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from muster.demo.members import HUB_KEY, Members, load_members
from muster.demo.papers import load_papers
from muster.demo.personas import VICTIM_KEY, load_personas
from muster.demo.roster import load_roster
from muster.demo.territories import load_territories
from muster.demo.texas_2019.victims import VICTIMS
from muster.directory.models import Organization
from muster.domain.failures import Conflict

LOADING_LOCK = 0x4D44656D
"""Key of the advisory lock that lets one loader in at a time ('MDem' in ASCII)."""

SETTLED = timedelta(days=2 * 365)
"""How long before the anchor everybody has been in office and a party."""


def is_loaded() -> bool:
    """Whether the demo hub is in this database; its hub organization is the mark of it."""
    return Organization.objects.filter(slug=HUB_KEY).exists()


@transaction.atomic
def load_hub(*, anchor: datetime) -> bool:
    """Write directory, agreements, rosters and the five personas; False if they are there.

    `anchor` is the moment the scenario starts. Raises Conflict on a database that holds other
    organizations, so that made-up people never mix with real ones, and AtlasError without the
    map file.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])
    if is_loaded():
        return False
    if Organization.objects.exists():
        raise Conflict(
            "This database holds a hub already, so the demo is not loaded into it.",
            "Point DATABASE_URL at an empty database, or leave it unset.",
        )
    _load(since=anchor - SETTLED)
    return True


def _load(*, since: datetime) -> Members:
    territories = load_territories(settings.BROWSER_PARTS / "us-atlas" / "counties-10m.json")
    members = load_members(territories, since=since)
    staff = load_roster(members)
    load_papers(members, since=since)
    victim = next(one for one in VICTIMS if one.ocd_id == VICTIM_KEY)
    load_personas(members, staff, victim_place=victim.place, since=since)
    return members
