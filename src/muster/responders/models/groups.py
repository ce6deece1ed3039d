"""Teams that go whole, kit on loan, and the staffing an organization keeps at home."""

from __future__ import annotations

from django.db import models

from muster.directory.models import Organization
from muster.domain.ids import uuid7
from muster.domain.positions import CredentialLevel
from muster.responders.models.people import POSITION_CODES, Responder


class Team(models.Model):
    """Responders of one organization who deploy together or not at all."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=200)
    position = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    mobilization_minutes = models.PositiveIntegerField(default=240)
    members = models.ManyToManyField(Responder, related_name="teams")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="team_level_known",
                condition=models.Q(level__in=[level.value for level in CredentialLevel]),
            ),
            models.CheckConstraint(
                name="team_position_known", condition=models.Q(position__in=POSITION_CODES)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Kit(models.Model):
    """A stock of one kind of equipment at one organization."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="kit")
    position = models.CharField(max_length=40)
    units = models.PositiveIntegerField()
    mobilization_minutes = models.PositiveIntegerField(default=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "position"], name="kit_one_stock_per_kind"
            ),
            models.CheckConstraint(
                name="kit_position_known", condition=models.Q(position__in=POSITION_CODES)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.units} × {self.position}"


class HomeFloor(models.Model):
    """How many of a position stay home. Seen by the owner and the matcher only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="home_floors"
    )
    position = models.CharField(max_length=40)
    keep = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "position"], name="home_floor_once_per_position"
            ),
            models.CheckConstraint(
                name="home_floor_position_known", condition=models.Q(position__in=POSITION_CODES)
            ),
        ]

    def __str__(self) -> str:
        return f"keep {self.keep} × {self.position}"
