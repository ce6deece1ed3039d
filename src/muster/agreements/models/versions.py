"""What an agreement says: its versions, who accepted which, and the talk about a draft."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models

from muster.agreements.models.instruments import Agreement, Party
from muster.directory.models import Office
from muster.domain.drafting.kinds import Kind
from muster.domain.drafting.library import LIBRARY
from muster.domain.ids import uuid7

LONGEST_NOTE = 2_000


class VersionStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Put before the parties"
    WITHDRAWN = "withdrawn", "Withdrawn"


class AgreementVersion(models.Model):
    """One text of an agreement. `clauses` are the rows of `muster.domain.drafting`.

    A draft is edited; `revision` counts its saves. One that was put before the parties never
    changes again (a trigger); it binds whoever accepts it, over its `term` at most. It can be
    withdrawn as long as nobody has accepted it (a trigger as well).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=VersionStatus.choices)
    clauses = models.JSONField(default=list)
    note = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    term = DateTimeRangeField(null=True)
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="version_number_unique"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=models.Q(status="draft"),
                name="version_one_draft_at_a_time",
            ),
            models.CheckConstraint(
                name="version_number_from_one", condition=models.Q(number__gte=1)
            ),
            models.CheckConstraint(
                name="version_status_has_its_facts",
                condition=models.Q(status="draft", term=None, proposed_at=None, withdrawn_at=None)
                | models.Q(
                    status="proposed",
                    term__isnull=False,
                    proposed_at__isnull=False,
                    withdrawn_at=None,
                )
                | (
                    models.Q(
                        status="withdrawn",
                        proposed_at__isnull=False,
                        withdrawn_at__isnull=False,
                    )
                    & ~models.Q(withdrawal_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, version {self.number}"

    @property
    def title(self) -> str:
        return f"Version {self.number}"


class Acceptance(models.Model):
    """A party's word that a version binds it from `effective` on.

    Triggers: it is a version of the party's own agreement, and one that stands before the parties.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="acceptances")
    version = models.ForeignKey(
        AgreementVersion, on_delete=models.PROTECT, related_name="acceptances"
    )
    effective = models.DateTimeField()
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    signer_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "version"], name="acceptance_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.party_id} accepts {self.version_id}"


class Invitation(models.Model):
    """An organization asked to become a party, where nobody joins by signing alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="invitations")
    organization = models.ForeignKey(
        "directory.Organization", on_delete=models.PROTECT, related_name="+"
    )
    may_request = models.BooleanField(default=True)
    may_assist = models.BooleanField(default=True)
    invited_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organization"], name="invitation_once"),
            models.CheckConstraint(
                name="invitation_on_some_side",
                condition=models.Q(may_request=True) | models.Q(may_assist=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} to {self.agreement_id}"


class DraftComment(models.Model):
    """A remark about a draft, or about one of its clauses; settled ones stay on record."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="comments")
    clause = models.CharField(
        max_length=20, blank=True, choices=[(kind.value, LIBRARY[kind].title) for kind in Kind]
    )
    text = models.TextField()
    written_at = models.DateTimeField()
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=200)
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.text[:40]}"


class TermReminder(models.Model):
    """A mail that a term ends, or renews itself, in so many days; one per term and distance.

    `organization` is whose own paper ends; without one it concerns every party.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(
        "directory.Organization", null=True, on_delete=models.CASCADE, related_name="+"
    )
    ends_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organization", "ends_at", "days"],
                nulls_distinct=False,
                name="term_reminder_once",
            ),
            models.CheckConstraint(
                name="term_reminder_distances", condition=models.Q(days__in=[180, 90, 30])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} in {self.days} days"
