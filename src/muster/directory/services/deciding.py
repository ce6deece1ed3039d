"""A person decides whose an official domain is where no rule may."""

from __future__ import annotations

from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import YES, Decision, no, require
from muster.directory.models import OfficialDomain, Organization
from muster.domain.failures import Conflict


def may_decide_domains(actor: Actor) -> Decision:
    if actor.coordinates:
        return YES
    return no("Only the hub coordinator decides whose an official domain is.")


@use_case
def decide_domain(
    *, actor: Actor, domain: OfficialDomain, organization: Organization | None, office_name: str
) -> OfficialDomain:
    """Say whose it is, or with None that nobody in this directory has it."""
    require(may_decide_domains(actor))
    locked = _undecided(domain)
    locked.organization = organization
    locked.office_name = office_name.strip()[:300] if organization else ""
    locked.set_aside = organization is None
    locked.decided_by_id = actor.person_id
    locked.decided_at = actor.at
    locked.save(
        update_fields=["organization", "office_name", "set_aside", "decided_by", "decided_at"]
    )
    record(
        actor=actor,
        action="directory:domain:decided",
        subject=locked,
        facts={
            "domain": locked.domain,
            "organization": organization.name if organization else "nobody",
        },
        organization_id=organization.pk if organization else None,
    )
    return locked


@use_case
def reopen_domain(*, actor: Actor, domain: OfficialDomain) -> OfficialDomain:
    """Take a decision back; the domain is listed as undecided again."""
    require(may_decide_domains(actor))
    locked = OfficialDomain.objects.select_for_update(no_key=True).get(pk=domain.pk)
    if locked.decided_at is None:
        raise Conflict(f"Nobody has decided on {locked.domain}.", "Reload the page.")
    before = locked.organization_id
    locked.organization, locked.office_name, locked.set_aside = None, "", False
    locked.decided_by, locked.decided_at = None, None
    locked.save(
        update_fields=["organization", "office_name", "set_aside", "decided_by", "decided_at"]
    )
    record(
        actor=actor,
        action="directory:domain:reopened",
        subject=locked,
        facts={"domain": locked.domain},
        organization_id=before,
    )
    return locked


def _undecided(domain: OfficialDomain) -> OfficialDomain:
    locked = OfficialDomain.objects.select_for_update(no_key=True).get(pk=domain.pk)
    if locked.decided_at is not None or locked.organization_id is not None:
        raise Conflict(
            f"{locked.domain} has been decided on meanwhile.",
            "Look at the decision first; it can be taken back.",
        )
    return locked
