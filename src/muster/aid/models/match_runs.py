"""What the matcher was asked and what it answered, kept so that it can be shown again."""

from __future__ import annotations

from django.db import models

from muster.aid.models.requests import Request
from muster.domain.ids import uuid7


class RunManager(models.Manager["MatchRun"]):
    """Leaves the packed inputs in the database until somebody replays the run."""

    def get_queryset(self) -> models.QuerySet[MatchRun]:
        return super().get_queryset().defer("inputs")


class MatchRun(models.Model):
    """One proposal. `answer` is the serialized solution; `fingerprint` is of its inputs.

    `inputs` is the question, packed, so that an auditor can solve it again; runs made before it
    was kept have none.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    requests = models.ManyToManyField(Request, related_name="match_runs")
    ran_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField()
    optimal = models.BooleanField()
    gap = models.PositiveIntegerField()
    filled = models.PositiveIntegerField()
    unfilled = models.PositiveIntegerField()
    seconds = models.FloatField()
    inputs = models.BinaryField(null=True)

    objects = RunManager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["-ran_at"]
        constraints = [
            models.CheckConstraint(
                name="match_run_optimal_means_no_gap",
                condition=models.Q(optimal=False) | models.Q(gap=0),
            )
        ]

    def __str__(self) -> str:
        return f"match run {self.pk}"
