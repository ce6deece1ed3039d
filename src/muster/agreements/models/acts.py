"""Acts that instruments wait for: declarations, and papers signed by one organization."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models

from muster.agreements.models.instruments import Agreement
from muster.directory.models import Jurisdiction, Office, Organization
from muster.domain.coverage import ACT_NAMES
from muster.domain.ids import uuid7


class Declaration(models.Model):
    """An emergency declaration. It reaches its jurisdiction and everything inside it."""

    class Level(models.TextChoices):
        LOCAL = "local", "Local"
        STATE = "state", "State"

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

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "reference"], name="declaration_reference_unique"
            )
        ]

    def __str__(self) -> str:
        return self.reference


class SignedAct(models.Model):
    """A paper one organization signed, such as a volunteer corps' client contract."""

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
    signed_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organization", "kind", "reference"],
                name="signed_act_reference_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"
