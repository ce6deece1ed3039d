"""Territories and the bodies that serve them."""

from __future__ import annotations

from django.db import models

from muster.domain.geo import Place
from muster.domain.ids import uuid7


class Jurisdiction(models.Model):
    """A territory, known by its Open Civic Data division id."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ocd_id = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=2, db_index=True)
    county_fips = models.CharField(max_length=5, blank=True)
    county_name = models.CharField(max_length=100, blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    neighbours = models.ManyToManyField("self", symmetrical=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    population = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=200, blank=True)
    as_of = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="jurisdiction_on_the_globe",
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place | None:
        if self.latitude is None or self.longitude is None:
            return None
        return Place(self.latitude, self.longitude)


class OrganizationKind(models.TextChoices):
    CITY = "city", "City or town"
    COUNTY = "county", "County"
    STATE_AGENCY = "state_agency", "State agency"
    SCHOOL_DISTRICT = "school_district", "School district"
    TRIBE = "tribe", "Tribal government"
    NATIONAL_GUARD = "national_guard", "National Guard"
    VOLUNTEER_CORPS = "volunteer_corps", "Volunteer corps"
    UNIVERSITY = "university", "University"
    ASSOCIATION = "association", "Association"
    HUB = "hub", "Hub"


class Organization(models.Model):
    """A member or partner body. `synthetic_staff` says that its people here are made up."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=OrganizationKind.choices)
    jurisdiction = models.ForeignKey(
        Jurisdiction, null=True, on_delete=models.PROTECT, related_name="organizations"
    )
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    synthetic_staff = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def county(self) -> str:
        """How the organization is described to those who may not know its name."""
        if self.jurisdiction is None:
            return "a county not on record"
        return self.jurisdiction.county_name or f"a county in {self.jurisdiction.state.upper()}"
