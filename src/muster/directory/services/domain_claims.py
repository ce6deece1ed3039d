"""Domains that organizations use and CISA's list does not know, recorded by the coordinator."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty
from muster.authz.decisions import require
from muster.directory.actions import Action
from muster.directory.models import DomainClaim, Organization
from muster.directory.policies import may_record_domain
from muster.directory.queries.affiliation import domains_around
from muster.directory.wording import TURNED, turns_direction
from muster.domain.affiliation import claim_fault, folded
from muster.domain.failures import Conflict, Invalid, Refused
from muster.domain.reasons import required_reason

LONGEST_SOURCE = 300


@use_case
def record_domain(
    *, actor: Actor, organization: Organization, domain: str, published_in: str
) -> DomainClaim:
    """Put on record that mail at this domain is the organization's, as a source says.

    Raises Conflict with the other's domain when it is another government's.
    """
    require(may_record_domain(actor))
    standing = actor.holding(Duty.COORDINATE)
    if standing is None:
        raise Refused("Only somebody who holds the hub's office records a domain.")
    plain, source = folded(domain.strip().rpartition("@")[2]), published_in.strip()
    wrong = _faults(domain, plain, source)
    if wrong:
        raise Invalid("The domain was not recorded.", fields=wrong)
    fault = claim_fault(plain, str(organization.pk), domains_around(plain, below=True))
    if fault:
        raise Conflict(fault, "What you typed is below.")
    try:
        with transaction.atomic():
            claim = DomainClaim.objects.create(
                organization=organization,
                domain=plain,
                published_in=source,
                recorded_at=actor.at,
                recorded_by_id=standing.office_id,
                recorder_name=actor.name[:200],
            )
    except IntegrityError as error:
        raise Conflict(*_taken(plain, organization)) from error
    record(
        actor=actor,
        action=Action.DOMAIN_RECORDED,
        subject=claim,
        facts={"domain": plain, "organization": organization.name, "published_in": source},
        organization_id=organization.pk,
    )
    return claim


@use_case
def withdraw_domain(*, actor: Actor, claim: DomainClaim, reason: str) -> DomainClaim:
    """It proves nothing from now on; proofs already given stand until they end or are revoked."""
    require(may_record_domain(actor))
    locked = DomainClaim.objects.select_for_update(no_key=True, of=("self",)).get(pk=claim.pk)
    standing = actor.holding(Duty.COORDINATE)
    if locked.withdrawn_at or standing is None:
        raise Conflict("This domain is withdrawn already.", "There is nothing left to do.")
    locked.withdrawn_why = required_reason(reason)
    locked.withdrawn_at = actor.at
    locked.withdrawn_by_id = standing.office_id
    locked.save()
    record(
        actor=actor,
        action=Action.DOMAIN_WITHDRAWN,
        subject=locked,
        facts={"domain": locked.domain, "reason": locked.withdrawn_why},
        organization_id=locked.organization_id,
    )
    return locked


def _faults(typed: str, plain: str, source: str) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not typed.strip():
        wrong["domain"] = "Give the domain, such as ci.keene.tx.us."
    elif not plain:
        wrong["domain"] = "This is no domain. Write it like ci.keene.tx.us."
    if not source:
        wrong["published_in"] = "Say where it is published, so that others can check it."
    elif len(source) > LONGEST_SOURCE:
        wrong["published_in"] = f"Keep this within {LONGEST_SOURCE} characters."
    elif turns_direction(source):
        wrong["published_in"] = TURNED
    return wrong


def _taken(domain: str, organization: Organization) -> tuple[str, str]:
    """Who came first, for whoever came second."""
    own = DomainClaim.objects.filter(
        domain=domain, withdrawn_at=None, organization=organization
    ).exists()
    if own:
        return f"{domain} is on record for {organization} already.", "There is nothing left to do."
    return (
        f"Another government has {domain}, or one above or below it, on record.",
        "Nothing was changed. Settle it with both, or use another way of proof.",
    )
