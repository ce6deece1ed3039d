"""Who holds an office, and when that ends."""

from __future__ import annotations

from datetime import datetime

from muster.accounts.models import Person
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.directory.models import Office, Tenure
from muster.directory.policies import may_end_tenure
from muster.domain.failures import Conflict


@use_case
def end_tenure(*, actor: Actor, tenure: Tenure) -> Tenure:
    """The person leaves the office; what the office promised stays."""
    organization = tenure.office.organization
    require(may_end_tenure(actor, organization))
    locked = Tenure.objects.select_for_update(no_key=True).get(pk=tenure.pk)
    if not Tenure.objects.filter(pk=tenure.pk, during__contains=actor.at).exists():
        raise Conflict("This tenure is not current.", "Reload the page.")
    locked.during = type(locked.during)(locked.during.lower, actor.at)
    locked.save(update_fields=["during"])
    record(
        actor=actor,
        action="directory:tenure:ended",
        subject=locked,
        facts={"office": tenure.office.title},
        organization_id=organization.pk,
    )
    return locked


def holder_of(office: Office, *, at: datetime) -> Person | None:
    """Who holds the office fully or as acting at that moment."""
    tenure = (
        office.tenures.filter(during__contains=at)
        .select_related("person")
        .order_by("acting")
        .first()
    )
    return tenure.person if tenure else None
