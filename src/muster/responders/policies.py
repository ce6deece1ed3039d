"""Who may change a roster and the equipment beside it."""

from __future__ import annotations

from muster.authz.actors import Actor, Duty
from muster.authz.decisions import YES, Decision, no
from muster.directory.models import Organization


def may_manage_roster(actor: Actor, organization: Organization) -> Decision:
    """Who is lent and what is proven of them binds the organization, so its representative says."""
    if actor.holding(Duty.REPRESENT, organization.pk):
        return YES
    return no(f"Only an authorized representative of {organization} changes its roster.")
