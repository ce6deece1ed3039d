"""Acts that instruments wait for: declarations, and papers signed by one organization."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models

from muster.agreements.models.instruments import Agreement
from muster.directory.models import Jurisdiction, Office, Organization
from muster.domain.acts import ACT_NAMES
from muster.domain.ids import uuid7

FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
LAST_MOMENT = datetime(2200, 1, 1, tzinfo=UTC)
"""What is stored lies between them: a year Python cannot hold would make the row unreadable."""


class Declaration(models.Model):
    """An emergency declaration. It reaches its jurisdiction and everything inside it.

    `during` is when it holds. The row stays when it is over before its time: `ended` by whoever
    issued it, which shortens `during`, or `withdrawn` as recorded in error, and then it never
    counts again. `first_expiry` is the end it was recorded with.
    """

    class Level(models.TextChoices):
        LOCAL = "local", "Local"
        STATE = "state", "State"

    class Ending(models.TextChoices):
        ENDED = "ended", "Ended early"
        WITHDRAWN = "withdrawn", "Withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    level = models.CharField(max_length=8, choices=Level.choices)
    jurisdiction = models.ForeignKey(
        Jurisdiction, on_delete=models.PROTECT, related_name="declarations"
    )
    issued_by = models.CharField(max_length=200)
    reference = models.CharField(max_length=200)
    during = DateTimeRangeField()
    exercise = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    end_recorded_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)
    ended_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    ender_name = models.CharField(max_length=200, blank=True)
    first_expiry = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "reference", "exercise"],
                condition=~models.Q(ending="withdrawn"),
                name="declaration_reference_unique",
            ),
            models.CheckConstraint(
                name="declaration_in_readable_years",
                condition=models.Q(
                    during__startswith__gte=FIRST_MOMENT,
                    during__endswith__lte=LAST_MOMENT,
                    during__lower_inf=False,
                    during__upper_inf=False,
                ),
            ),
            models.CheckConstraint(
                name="declaration_ending_known",
                condition=models.Q(ending__in=["", "ended", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="declaration_ended_has_time_and_reason",
                condition=models.Q(
                    ending="", ended_at=None, end_recorded_at=None, end_reason="", ender_name=""
                )
                | (
                    ~models.Q(ending="")
                    & models.Q(ended_at__isnull=False, end_recorded_at__isnull=False)
                    & ~models.Q(end_reason="")
                    & ~models.Q(ender_name="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class SignedAct(models.Model):
    """A paper one organization signed, such as a volunteer corps' client contract.

    One signed in an exercise counts in exercises only. What others did for it, such as an order,
    is recorded the same way, `issued_by` them; recorded in error, it is withdrawn.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(
        max_length=20, choices=[(kind.value, name) for kind, name in ACT_NAMES.items()]
    )
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signed_acts")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="signed_acts"
    )
    during = DateTimeRangeField()
    reference = models.CharField(max_length=200)
    exercise = models.BooleanField(default=False)
    signed_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    signer_name = models.CharField(max_length=200, blank=True)
    issued_by = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organization", "kind", "reference", "exercise"],
                condition=models.Q(withdrawn_at=None),
                name="signed_act_reference_unique",
            ),
            models.CheckConstraint(
                name="signed_act_withdrawn_with_reason",
                condition=models.Q(withdrawn_at=None, withdrawal_reason="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawal_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"
