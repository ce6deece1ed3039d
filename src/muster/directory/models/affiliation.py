"""What has been proven: who may act for which organization, how, by whom, until when."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from muster.directory.models.joining import JoiningRequest
from muster.directory.models.offices import Office
from muster.directory.models.organizations import Organization
from muster.domain.ids import uuid7


class AffiliationProof(models.Model):
    """One proof, for one year. `recorded_by` is empty where the hub itself saw it, as by mail.

    Consent by the organization's own representative admits an office; it proves nothing anew
    about the organization. `reminded` is the latest reminder sent, in days before the end. The
    database also refuses an end before the proof.
    """

    class Way(models.TextChoices):
        DOMAIN_MAIL = "domain_mail", "Mail at an official domain"
        PUBLISHED_NUMBER = "published_number", "Code sent to a published number or address"
        VOUCHING = "vouching", "Two members vouched"
        CONSENT = "consent", "Its own representative agreed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="proofs")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="proofs")
    request = models.OneToOneField(JoiningRequest, on_delete=models.PROTECT, related_name="proof")
    way = models.CharField(max_length=20, choices=Way.choices)
    domain = models.CharField(max_length=253, blank=True)
    reached_by = models.CharField(max_length=6, blank=True)
    reached_at = models.CharField(max_length=300, blank=True)
    published_in = models.CharField(max_length=300, blank=True)
    first_voucher = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    second_voucher = models.ForeignKey(
        Office, null=True, on_delete=models.PROTECT, related_name="+"
    )
    proven_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    recorder_name = models.CharField(max_length=200)
    expires_on = models.DateField()
    reminded = models.PositiveSmallIntegerField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_why = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "-expires_on"], name="proof_organization_until")
        ]
        constraints = [
            models.CheckConstraint(
                name="proof_has_its_evidence",
                condition=(Q(way="domain_mail") & ~Q(domain=""))
                | (
                    Q(way="published_number", reached_by__in=["phone", "letter"])
                    & ~Q(reached_at="")
                    & ~Q(published_in="")
                    & Q(recorded_by__isnull=False)
                )
                | (
                    Q(way="vouching", first_voucher__isnull=False, second_voucher__isnull=False)
                    & ~Q(first_voucher=F("second_voucher"))
                )
                | Q(way="consent", recorded_by__isnull=False),
            ),
            models.CheckConstraint(
                name="proof_revoked_for_a_reason",
                condition=Q(revoked_at=None, revoked_by=None, revoked_why="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()} for {self.organization_id}"

    def has_expired(self, today: date) -> bool:
        """It counts through the day named on it."""
        return self.expires_on < today


class DomainClaim(models.Model):
    """A domain an organization uses that is not on CISA's list, as a published source says.

    Triggers refuse one at, above or below another organization's while both stand.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="domain_claims"
    )
    domain = models.CharField(max_length=253)
    published_in = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    recorder_name = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["domain"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain"], condition=Q(withdrawn_at=None), name="domain_claim_one_live"
            ),
            models.CheckConstraint(
                name="domain_claim_lower_case",
                condition=Q(domain=Lower("domain"), domain__regex=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"),
            ),
            models.CheckConstraint(
                name="domain_claim_published_somewhere", condition=~Q(published_in="")
            ),
            models.CheckConstraint(
                name="domain_claim_withdrawn_for_a_reason",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.domain
