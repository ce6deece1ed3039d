"""Mutual-aid instruments and their parties."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from muster.directory.models import Office, Organization
from muster.domain.ids import uuid7


class InstrumentKind(models.TextChoices):
    STATEWIDE = "statewide", "Statewide mutual aid agreement"
    REGIONAL = "regional", "Regional mutual aid agreement"
    NATIONAL_GUARD = "national_guard", "National Guard under state active duty"
    VOLUNTEER_CORPS = "volunteer_corps", "Volunteer corps program"


class Agreement(models.Model):
    """One instrument; what it says stands in its versions.

    `state` is two letters where only bodies of that state take part, else empty. `steward` keeps
    the text; without one the hub does. `in_force` is null until a version was put before the
    parties. `demonstration` marks text modeled for practice, not a real instrument.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=InstrumentKind.choices)
    citation = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    demonstration = models.BooleanField(default=False)
    in_force = DateTimeRangeField(null=True)
    state = models.CharField(max_length=2, blank=True)
    steward = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="stewarded_agreements"
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="agreement_state_is_two_letters",
                condition=models.Q(state="") | models.Q(state__regex=r"^[A-Z]{2}$"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Party(models.Model):
    """An organization in an instrument, from accession until withdrawal.

    One that joined in an exercise is a party in exercises only; it may still join in reality.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="memberships"
    )
    during = DateTimeRangeField()
    may_request = models.BooleanField(default=True)
    may_assist = models.BooleanField(default=True)
    signed_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=200, blank=True)
    exercise = models.BooleanField(default=False)
    notice_given_at = models.DateTimeField(null=True)
    notice_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    notice_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="party_notice_has_an_end",
                condition=models.Q(notice_given_at=None, notice_reason="")
                | models.Q(notice_given_at__isnull=False, during__upper_inf=False),
            ),
            ExclusionConstraint(
                name="party_joined_once_at_a_time",
                expressions=[
                    ("agreement", RangeOperators.EQUAL),
                    ("organization", RangeOperators.EQUAL),
                    ("exercise", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} in {self.agreement_id}"
