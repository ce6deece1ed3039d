"""What is proven of an organization, and which domains are on record for whom."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from muster.directory.models import (
    AffiliationProof,
    DomainClaim,
    Office,
    OfficialDomain,
    Organization,
)
from muster.domain.affiliation import REMINDERS, KnownDomain, at_or_above, mail_domain, proves

ENDING_SHOWN = 50
STATE_KIND = "State or territory"
"""CISA's kind of domains below which agencies and towns have names of their own."""


def domains_around(domain: str, *, below: bool = False) -> list[KnownDomain]:
    """What is on record at and above a folded domain; with `below`, also under it. Two queries."""
    around = Q(domain__in=at_or_above(domain))
    if below:
        around |= Q(domain__endswith=f".{domain}")
    official = OfficialDomain.objects.filter(around, gone_on=None)
    recorded = DomainClaim.objects.filter(around, withdrawn_at=None)
    return [
        *(_of_the_list(one) for one in official),
        *(KnownDomain(one.domain, str(one.organization_id), official=False) for one in recorded),
    ]


def proving_domain(organization: Organization, mail: str, office_title: str) -> str:
    """The domain by which this address belongs to the organization now; empty if none does."""
    domain = mail_domain(mail)
    if not domain:
        return ""
    return proves(mail, str(organization.pk), office_title, domains_around(domain))


def domains_that_prove(organization: Organization) -> list[str]:
    """Domains at which any office's mail proves, as a hint; not those of single offices."""
    official = organization.official_domains.filter(gone_on=None, office_name="")
    recorded = organization.domain_claims.filter(withdrawn_at=None)
    return sorted(
        {*official.values_list("domain", flat=True), *recorded.values_list("domain", flat=True)}
    )


def proofs_of(organization: Organization) -> QuerySet[AffiliationProof]:
    """Every proof that somebody belongs there, the newest first."""
    return (
        AffiliationProof.objects.filter(organization=organization)
        .select_related(
            "office",
            "request",
            "recorded_by__organization",
            "revoked_by__organization",
            "first_voucher__organization",
            "second_voucher__organization",
        )
        .order_by("-proven_at", "-pk")
    )


def standing_proofs() -> QuerySet[AffiliationProof]:
    """For each organization that goes on its latest proof not revoked, expired or not."""
    return (
        AffiliationProof.objects.filter(revoked_at=None, organization__closed_on=None)
        .exclude(way=AffiliationProof.Way.CONSENT)
        .select_related("organization", "office")
        .order_by("organization_id", "-expires_on", "-proven_at")
        .distinct("organization_id")
    )


def ending_proofs(*, today: date) -> list[AffiliationProof]:
    """Members' proofs that have ended, or end within the first reminder's time, oldest first."""
    last = today + timedelta(days=max(REMINDERS))
    latest = standing_proofs().values("pk")
    return list(
        AffiliationProof.objects.filter(pk__in=latest, expires_on__lte=last)
        .exclude(organization__member_since=None)
        .select_related("organization")
        .order_by("expires_on", "organization__name")[:ENDING_SHOWN]
    )


def standing_proof(organization: Organization) -> AffiliationProof | None:
    """By which the organization is held to be what it says; None when there never was one."""
    return standing_proofs().filter(organization=organization).first()


def unproven_since(proof: AffiliationProof | None, *, today: date) -> date | None:
    """The day on which the proof ended, if it has."""
    return proof.expires_on if proof and proof.has_expired(today) else None


def renewal_address(office: Office, mails: list[str]) -> str:
    """The first address by which this office could prove again by mail; else the first one."""
    for mail in mails:
        if mail and proving_domain(office.organization, mail, office.title):
            return mail
    return next((mail for mail in mails if mail), "")


def _of_the_list(row: OfficialDomain) -> KnownDomain:
    return KnownDomain(
        row.domain,
        str(row.organization_id) if row.organization_id else "",
        office=row.office_name,
        exact_only=row.kind.strip().partition(" - ")[0] == STATE_KIND,
    )
