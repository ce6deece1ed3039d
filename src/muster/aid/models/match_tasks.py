"""A match somebody waits for: who asked, how far it is, how it ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from muster.aid.models.match_runs import MatchRun
from muster.aid.models.requests import Request
from muster.directory.models import ApiToken
from muster.domain.ids import uuid7


class MatchTask(models.Model):
    """Open until `ended_at`. Ended by a run, by a failure in words, or by somebody who stopped it.

    A person asked for it, or an organization's software with a token.

    `request_set` stands for the requests, so that the same ones are matched once at a time.
    `started_at` tells which worker has it: one that comes later takes over with its own time.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    requests = models.ManyToManyField(Request, related_name="match_tasks")
    request_set = models.CharField(max_length=64)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="match_tasks"
    )
    asked_with = models.ForeignKey(
        ApiToken, null=True, on_delete=models.PROTECT, related_name="match_tasks"
    )
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=80, blank=True)
    share = models.FloatField(default=0.0)
    cancelled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    run = models.ForeignKey(MatchRun, null=True, on_delete=models.PROTECT, related_name="tasks")
    failure = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                name="match_task_one_open_per_requests",
                fields=["request_set"],
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="match_task_one_asks",
                condition=(
                    Q(asked_by__isnull=False, asked_with=None)
                    | Q(asked_by=None, asked_with__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="match_task_share_is_a_share",
                condition=Q(share__gte=0.0) & Q(share__lte=1.0),
            ),
            models.CheckConstraint(
                name="match_task_ends_in_one_way",
                condition=(
                    Q(ended_at=None, run=None, failure="", cancelled_at=None)
                    | Q(ended_at__isnull=False, run__isnull=False, failure="", cancelled_at=None)
                    | (Q(ended_at__isnull=False, run=None, cancelled_at=None) & ~Q(failure=""))
                    | Q(ended_at__isnull=False, run=None, failure="", cancelled_at__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"match task {self.pk}"
