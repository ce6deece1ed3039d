"""What official lists say: who publishes what, what was read, and which domain is whose."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from muster.directory.models.organizations import Organization
from muster.domain.ids import uuid7


class OfficialList(models.TextChoices):
    """In the order in which they build on each other."""

    DIVISIONS = "divisions", "Open Civic Data division ids"
    POPULATION = "population", "Census population estimates"
    GAZETTEER = "gazetteer", "Census Gazetteer"
    ADJACENCY = "adjacency", "Census county adjacency"
    UNITS = "units", "Census government units"
    DOMAINS = "domains", "CISA .gov domains"
    WORK_ROLES = "work_roles", "NICE framework components"


class Import(models.Model):
    """One reading of one published file: who, when, what changed. All or nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    list = models.CharField(max_length=20, choices=OfficialList.choices)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="imports"
    )
    read = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    gone = models.PositiveIntegerField()
    seconds = models.FloatField()

    class Meta:
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} at {self.imported_at:%Y-%m-%d %H:%M}"


class RefusedRow(models.Model):
    """A row that could not be used, as it was written, and why."""

    id = models.BigAutoField(primary_key=True)
    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="refused")
    line = models.PositiveIntegerField()
    text = models.TextField()
    sentence = models.TextField()

    class Meta:
        ordering = ["line", "pk"]

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


class OfficialDomain(models.Model):
    """A row of CISA's .gov list: tied to its government by a rule or a person, or undecided.

    `office_name` is set where the domain is that of an office under the organization. With
    `set_aside` a person said that nobody in this directory has it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    domain = models.CharField(max_length=253, unique=True)
    kind = models.CharField(max_length=40)
    election = models.BooleanField(default=False)
    registrant = models.CharField(max_length=300)
    suborganization = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=2, blank=True)
    contact_domain = models.CharField(max_length=253, blank=True)
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="official_domains"
    )
    office_name = models.CharField(max_length=300, blank=True)
    rule = models.CharField(max_length=60, blank=True)
    why = models.TextField(blank=True)
    candidates = models.JSONField(default=list)
    """[[organization id, reason], …] of an undecided one"""
    set_aside = models.BooleanField(default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    as_of = models.DateField()
    gone_on = models.DateField(null=True)

    class Meta:
        ordering = ["domain"]
        indexes = [models.Index(fields=["kind", "state"], name="official_domain_kind_state")]
        constraints = [
            models.CheckConstraint(
                name="official_domain_lower_case", condition=Q(domain__regex=r"^[a-z0-9.-]+$")
            ),
            models.CheckConstraint(
                name="official_domain_decided_by_somebody",
                condition=Q(decided_by=None, decided_at=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="official_domain_tied_for_a_reason",
                condition=Q(organization=None) | ~Q(rule="") | Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="official_domain_set_aside_by_somebody",
                condition=Q(set_aside=False) | Q(organization=None, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.domain
