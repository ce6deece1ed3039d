"""Mutual-aid instruments, their clauses and their parties."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from muster.directory.models import Office, Organization
from muster.domain.clauses import CLAUSE_NAMES, ClauseKind
from muster.domain.ids import uuid7


class InstrumentKind(models.TextChoices):
    STATEWIDE = "statewide", "Statewide mutual aid agreement"
    REGIONAL = "regional", "Regional mutual aid agreement"
    NATIONAL_GUARD = "national_guard", "National Guard under state active duty"
    VOLUNTEER_CORPS = "volunteer_corps", "Volunteer corps program"


class Agreement(models.Model):
    """One instrument. `demonstration` marks text modeled for practice, not a real instrument."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=InstrumentKind.choices)
    citation = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    demonstration = models.BooleanField(default=False)
    in_force = DateTimeRangeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Clause(models.Model):
    """One executable or readable term, as `muster.domain.clauses` understands it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="clauses")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(
        max_length=20, choices=[(kind.value, name) for kind, name in CLAUSE_NAMES.items()]
    )
    terms = models.JSONField(default=dict)
    wording = models.TextField()
    citation = models.CharField(max_length=300)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "order"], name="clause_order_unique"),
            models.UniqueConstraint(
                fields=["agreement", "kind"],
                condition=models.Q(kind__in=[ClauseKind.SCOPE.value, ClauseKind.COST.value]),
                name="clause_one_scope_and_one_cost",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} §{self.order}"


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

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="party_joined_once_at_a_time",
                expressions=[
                    ("agreement", RangeOperators.EQUAL),
                    ("organization", RangeOperators.EQUAL),
                    ("exercise", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} in {self.agreement_id}"
