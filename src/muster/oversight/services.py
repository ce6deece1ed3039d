"""Taking a copy of the audit record, which is an event of that record itself."""

from __future__ import annotations

from django.db.models import QuerySet

from muster.audit.models import AuditEvent
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty
from muster.authz.decisions import YES, Decision, no, require
from muster.directory.models import Organization
from muster.oversight.queries import Filter, found_events

EXPORTED = "oversight:audit_record:exported"
ASK_AN_AUDITOR = "Ask the hub's auditor, or the hub coordinator who that is."


def may_read_record(actor: Actor) -> Decision:
    return YES if actor.audits else no("The audit record is for auditors.")


@use_case
def export_record(*, actor: Actor, wanted: Filter) -> QuerySet[AuditEvent]:
    """The events found now, oldest first, and a note of who took them.

    What is written later, the note included, is not in the copy: the file has a fixed end.
    """
    require(may_read_record(actor), ASK_AN_AUDITOR)
    last = AuditEvent.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    found = found_events(wanted).filter(sequence__lte=last).order_by("sequence")
    office = next(standing for standing in actor.standings if Duty.AUDIT in standing.duties)
    record(
        actor=actor,
        action=EXPORTED,
        subject=Organization.objects.get(pk=office.organization_id),
        facts={"filter": wanted.facts(), "events": found.count(), "last_sequence": last},
        organization_id=office.organization_id,
    )
    return found
