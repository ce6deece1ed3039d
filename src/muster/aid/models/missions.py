"""The deployment, and the paper without which nobody goes."""

from __future__ import annotations

from django.db import models

from muster.aid.models.commitments import Commitment
from muster.domain.ids import uuid7
from muster.domain.lifecycle import MissionStatus


class Mission(models.Model):
    """One organization's people under way to one request."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=12, unique=True)
    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="mission")
    status = models.CharField(
        max_length=20,
        choices=[(s.value, s.value) for s in MissionStatus],
        default=MissionStatus.ORDERED.value,
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="mission_status_known",
                condition=models.Q(status__in=[s.value for s in MissionStatus]),
            )
        ]

    def __str__(self) -> str:
        return self.number


class MissionOrder(models.Model):
    """The order as issued: its PDF, the digest of it, and the code that verifies it.

    `acts` lists what each legal path relied on; the database refuses an order for a commitment
    that is not bound, and one whose list of missing acts is not empty. `outdated_at` says since
    when place or telephone have changed without a new revision.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mission = models.OneToOneField(Mission, on_delete=models.PROTECT, related_name="order")
    revision = models.PositiveSmallIntegerField(default=1)
    issued_at = models.DateTimeField()
    outdated_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=16, unique=True)
    content = models.JSONField()
    acts = models.JSONField()
    missing_acts = models.JSONField(default=list)
    pdf = models.BinaryField()
    pdf_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mission_order_lacks_no_act", condition=models.Q(missing_acts=[])
            ),
            models.CheckConstraint(
                name="mission_order_rests_on_acts", condition=~models.Q(acts=[])
            ),
        ]

    def __str__(self) -> str:
        return f"order of {self.mission_id}"


class ReplacedOrder(models.Model):
    """An order that a newer revision has replaced: kept as issued, so that its code can say so."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="replaced_orders")
    revision = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    replaced_at = models.DateTimeField()
    code = models.CharField(max_length=16, unique=True)
    pdf = models.BinaryField()
    pdf_digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "revision"], name="replaced_order_once_per_revision"
            ),
            models.CheckConstraint(
                name="replaced_order_was_issued_before",
                condition=models.Q(replaced_at__gte=models.F("issued_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"order {self.revision} of {self.mission_id}"
