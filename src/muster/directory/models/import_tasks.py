"""An official list somebody handed in on a page, until the worker has read it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from muster.directory.models.official import Import
from muster.domain.ids import uuid7


class ImportTask(models.Model):
    """Waiting, under way, or over with an outcome or a failure. `data` is dropped at the end."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file_name = models.CharField(max_length=200)
    data = models.BinaryField()
    dry_run = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="import_tasks"
    )
    asked_at = models.DateTimeField()
    step = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.JSONField(null=True)
    failure = models.TextField(blank=True)
    kept = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL, related_name="tasks")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="import_task_ends_with_an_outcome_or_a_failure",
                condition=Q(ended_at=None, outcome=None, failure="")
                | Q(ended_at__isnull=False, outcome__isnull=False, failure="")
                | Q(ended_at__isnull=False, outcome=None) & ~Q(failure=""),
            )
        ]

    def __str__(self) -> str:
        return self.file_name
