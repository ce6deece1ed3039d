"""Offices and who holds them: authority hangs here."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models

from muster.accounts.models import Person
from muster.authz.actors import DUTY_NAMES, Duty
from muster.directory.models.organizations import Organization
from muster.domain.ids import uuid7


class Office(models.Model):
    """A position in an organization. `mail` and `phone` are the office's own, not its holder's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="offices")
    title = models.CharField(max_length=120)
    duties = ArrayField(models.CharField(max_length=20), default=list)
    mail = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "title"], name="office_title_unique_in_organization"
            ),
            models.CheckConstraint(
                name="office_duties_known",
                condition=models.Q(duties__contained_by=[duty.value for duty in Duty]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.organization}"

    @property
    def duty_names(self) -> list[str]:
        return [DUTY_NAMES[Duty(duty)] for duty in self.duties]


class Tenure(models.Model):
    """One person's time in one office. Two full tenures of an office never overlap."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="tenures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tenures")
    during = DateTimeRangeField()
    acting = models.BooleanField(default=False)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="tenure_one_full_holder_at_a_time",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(acting=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} as {self.office}"
