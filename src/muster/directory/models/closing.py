"""What the closing of an organization ended, so that it can be taken back."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models

from muster.directory.models.offices import Tenure
from muster.directory.models.organizations import Organization
from muster.domain.ids import uuid7


class ClosedTenure(models.Model):
    """A tenure that ended because its organization ceased; `planned` is the time it had before.

    Gone when the organization is opened again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="closed_tenures"
    )
    tenure = models.OneToOneField(Tenure, on_delete=models.PROTECT, related_name="+")
    planned = DateTimeRangeField()

    def __str__(self) -> str:
        return f"{self.tenure_id} ended with {self.organization_id}"
