"""Both sides bound, and the people and kit that are thereby taken."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from muster.aid.models.offers import Offer
from muster.aid.models.requests import Need
from muster.directory.models import Office
from muster.domain.ids import uuid7
from muster.domain.lifecycle import CommitmentStatus
from muster.responders.models import Kit, Responder


class Commitment(models.Model):
    """An accepted offer in three sections: I request, II offer, III acceptance.

    Section I is signed on the request and II on the offer; III is signed here and binds. Without
    it by `sign_by` the people are free again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="commitment")
    status = models.CharField(
        max_length=20,
        choices=[(s.value, s.value) for s in CommitmentStatus],
        default=CommitmentStatus.AWAITING_ACCEPTANCE.value,
    )
    created_at = models.DateTimeField()
    sign_by = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    accepter_name = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="commitment_status_known",
                condition=models.Q(status__in=[s.value for s in CommitmentStatus]),
            ),
            models.CheckConstraint(
                name="commitment_bound_is_signed",
                condition=~models.Q(status=CommitmentStatus.BOUND)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"commitment {self.pk}"


class CommittedResponder(models.Model):
    """A responder taken for a window. Nobody is in two active ones that overlap.

    A drill never blocks the real thing: exercise and reality are kept apart.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="people")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="committed_people")
    responder = models.ForeignKey(
        Responder, on_delete=models.PROTECT, related_name="committed_windows"
    )
    during = DateTimeRangeField()
    exercise = models.BooleanField()
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="responder_in_one_commitment_at_a_time",
                expressions=[
                    ("responder", RangeOperators.EQUAL),
                    ("exercise", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(active=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.responder_id} taken"


class CommittedKit(models.Model):
    """Units of a stock taken for a window. A trigger keeps the sum within the stock."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="kit")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="committed_kit")
    stock = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="committed_windows")
    units = models.PositiveIntegerField()
    during = DateTimeRangeField()
    exercise = models.BooleanField()
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.units} of {self.stock_id}"
