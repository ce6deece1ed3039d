"""Responders, what they are qualified for and when they are away."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models

from muster.accounts.models import Person
from muster.directory.models import Organization
from muster.domain.acts import DutyStatus
from muster.domain.ids import uuid7
from muster.domain.positions import POSITIONS, CredentialLevel

FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
LAST_MOMENT = datetime(2200, 1, 1, tzinfo=UTC)
POSITION_CODES = [position.code for position in POSITIONS]


class Responder(models.Model):
    """A person who can be sent. `removed_at` ends that; past deployments stay."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="responders"
    )
    person = models.OneToOneField(
        Person, null=True, on_delete=models.PROTECT, related_name="responder"
    )
    name = models.CharField(max_length=200)
    synthetic = models.BooleanField(default=False)
    duty_status = models.CharField(
        max_length=20, choices=[(status.value, status.value) for status in DutyStatus]
    )
    latitude = models.FloatField()
    longitude = models.FloatField()
    travel_limit_km = models.PositiveIntegerField(default=400)
    remote_capable = models.BooleanField(default=False)
    hourly_cents = models.PositiveIntegerField(default=0)
    mobilization_minutes = models.PositiveIntegerField(default=60)
    hours_given = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["organization"], name="responder_organization")]
        constraints = [
            models.CheckConstraint(
                name="responder_on_the_globe",
                condition=models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Qualification(models.Model):
    """A position a responder can fill and how far that is proven."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    responder = models.ForeignKey(
        Responder, on_delete=models.CASCADE, related_name="qualifications"
    )
    position = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["responder", "position"], name="qualification_once_per_position"
            ),
            models.CheckConstraint(
                name="qualification_level_known",
                condition=models.Q(level__in=[level.value for level in CredentialLevel]),
            ),
            models.CheckConstraint(
                name="qualification_position_known",
                condition=models.Q(position__in=POSITION_CODES),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} level {self.level}"


class Absence(models.Model):
    """A time when the responder cannot be asked. Outside absences they can."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    responder = models.ForeignKey(Responder, on_delete=models.CASCADE, related_name="absences")
    during = DateTimeRangeField()

    class Meta:
        ordering = ["during"]
        constraints = [
            # A year Python cannot hold would make the row, and with it the pool, unreadable.
            models.CheckConstraint(
                name="absence_in_readable_years",
                condition=models.Q(
                    during__startswith__gte=FIRST_MOMENT,
                    during__endswith__lte=LAST_MOMENT,
                    during__lower_inf=False,
                    during__upper_inf=False,
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.responder_id} away"
