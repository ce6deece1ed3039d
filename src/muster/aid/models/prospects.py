"""What acts that are missing would change, worked out beside a run of the matcher."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from muster.aid.models.match_runs import MatchRun
from muster.aid.models.requests import Request
from muster.domain.ids import uuid7


class Prospect(models.Model):
    """Of one request of a run: units filled before and after, if nobody lacked acts of a kind."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="prospects")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="prospects")
    kind = models.CharField(max_length=40)
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField()
    asked = models.PositiveIntegerField()
    worked_out_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="prospect_once_per_run", fields=["run", "request", "kind"]
            ),
            models.CheckConstraint(
                name="prospect_within_what_is_asked",
                condition=Q(before__lte=F("asked"), after__lte=F("asked")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.after} of {self.asked} instead of {self.before}"
