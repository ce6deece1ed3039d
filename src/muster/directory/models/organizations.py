"""Territories and the bodies that serve them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Length

from muster.domain.geo import Place
from muster.domain.ids import uuid7
from muster.domain.time_zones import usual_zone


class Jurisdiction(models.Model):
    """A territory, known by its Open Civic Data division id.

    Without a point of its own it is shown at its county's, `placed_by_county`.
    """

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
    placed_by_county = models.BooleanField(default=False, db_default=False)
    population = models.PositiveIntegerField(null=True)
    population_year = models.PositiveSmallIntegerField(null=True)
    geoid = models.CharField(max_length=20, blank=True, db_default="", db_index=True)
    descriptor = models.CharField(max_length=40, blank=True, db_default="")
    ended_on = models.DateField(null=True)
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
    STATE = "state", "State or territory"
    SCHOOL_DISTRICT = "school_district", "School district"
    SPECIAL_DISTRICT = "special_district", "Special district"
    TRIBE = "tribe", "Tribal government"
    REGIONAL = "regional", "Body of several governments"
    STATE_AGENCY = "state_agency", "State agency"
    SHERIFF = "sheriff", "Sheriff or police"
    UTILITY = "utility", "Water, power or other utility"
    EMERGENCY_CENTER = "emergency_center", "911 center"
    COURT = "court", "Court or clerk"
    ELECTIONS = "elections", "Elections office"
    LIBRARY = "library", "Library"
    SCHOOL = "school", "School or college of a government"
    HEALTH = "health", "Public health or hospital"
    DEPARTMENT = "department", "Department"
    NATIONAL_GUARD = "national_guard", "National Guard"
    VOLUNTEER_CORPS = "volunteer_corps", "Volunteer corps"
    FEDERAL_TEAM = "federal_team", "Federal team"
    UNIVERSITY = "university", "University"
    ASSOCIATION = "association", "Association"
    COOPERATIVE = "cooperative", "Purchasing cooperative"
    SHARING_CENTER = "sharing_center", "Information sharing center (ISAC)"
    HUB = "hub", "Hub"


GOVERNMENTS = frozenset(
    {
        OrganizationKind.CITY,
        OrganizationKind.COUNTY,
        OrganizationKind.STATE,
        OrganizationKind.SCHOOL_DISTRICT,
        OrganizationKind.SPECIAL_DISTRICT,
        OrganizationKind.TRIBE,
        OrganizationKind.REGIONAL,
    }
)
"""Bodies that official lists name; all others are entered by people."""

BODIES = (
    OrganizationKind.SHERIFF,
    OrganizationKind.UTILITY,
    OrganizationKind.EMERGENCY_CENTER,
    OrganizationKind.COURT,
    OrganizationKind.ELECTIONS,
    OrganizationKind.LIBRARY,
    OrganizationKind.SCHOOL,
    OrganizationKind.HEALTH,
    OrganizationKind.DEPARTMENT,
    OrganizationKind.STATE_AGENCY,
)
"""What lies under a government and serves its territory."""

PARTNERS = (
    OrganizationKind.UNIVERSITY,
    OrganizationKind.ASSOCIATION,
    OrganizationKind.COOPERATIVE,
    OrganizationKind.SHARING_CENTER,
    OrganizationKind.VOLUNTEER_CORPS,
    OrganizationKind.NATIONAL_GUARD,
    OrganizationKind.FEDERAL_TEAM,
    OrganizationKind.STATE_AGENCY,
    OrganizationKind.REGIONAL,
)
"""What has no territory of its own."""


class DivisionAlias(models.Model):
    """Another Open Civic Data id of the same government, as of a consolidated city and county."""

    ocd_id = models.CharField(primary_key=True, max_length=200)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.CASCADE, related_name="aliases")
    note = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.ocd_id} is {self.jurisdiction}"


class Settlement(models.Model):
    """A place the Census counts that has no government; addresses name it all the same."""

    geoid = models.CharField(primary_key=True, max_length=7)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=2)
    latitude = models.FloatField()
    longitude = models.FloatField()

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"


class Organization(models.Model):
    """A body that is a member, a partner, or known from an official list.

    A body under a government serves that one's territory. One without a territory has a `seat`,
    where its door is, and a point of its own if somebody gave one. `synthetic_staff` says that its
    people here are made up. `entered_at` is when a person entered it; empty for those of official
    lists. `closed_on` is the day on which it ceased to exist.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=OrganizationKind.choices)
    jurisdiction = models.ForeignKey(
        Jurisdiction, null=True, on_delete=models.PROTECT, related_name="organizations"
    )
    seat = models.ForeignKey(
        Jurisdiction, null=True, on_delete=models.PROTECT, related_name="seated_here"
    )
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    synthetic_staff = models.BooleanField(default=False)
    member_since = models.DateField(null=True)
    city = models.CharField(max_length=100, blank=True, db_default="")
    source = models.CharField(max_length=200, blank=True, db_default="")
    as_of = models.DateField(null=True)
    # Empty where the usual zone of its state and county is right.
    time_zone = models.CharField(max_length=40, blank=True, db_default="")
    also_known_as = models.CharField(max_length=200, blank=True, db_default="")
    website = models.CharField(max_length=200, blank=True, db_default="")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    entered_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    successor = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    # Written by triggers from the names and the territory's county and state.
    search_key = models.TextField(db_default="", editable=False)

    class Meta:
        ordering = ["name"]
        indexes = [
            GinIndex(OpClass("search_key", name="gin_trgm_ops"), name="organization_search_key"),
            models.Index(Length("search_key"), "name", "id", name="organization_shortest"),
            models.Index(
                Length("search_key"),
                "name",
                "id",
                name="organization_shortest_members",
                condition=models.Q(member_since__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="organization_on_the_globe",
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
            models.CheckConstraint(
                name="organization_succeeded_when_closed",
                condition=models.Q(successor=None)
                | (models.Q(closed_on__isnull=False) & ~models.Q(successor=models.F("id"))),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone_name(self) -> str:
        """IANA name of the zone its people live by; `MUSTER_TIME_ZONE` for an unknown state."""
        if self.time_zone:
            return self.time_zone
        territory = self.jurisdiction or self.seat
        if territory is None:
            return settings.TIME_ZONE
        return usual_zone(territory.state, territory.county_fips, otherwise=settings.TIME_ZONE)

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None

    @property
    def is_listed(self) -> bool:
        """Whether an official list names it, so that its name stays as it stands there."""
        return self.kind in GOVERNMENTS and self.entered_at is None

    @property
    def place(self) -> Place | None:
        """Where it is on the map: its own point, else its territory's, else its seat's."""
        if self.latitude is not None and self.longitude is not None:
            return Place(self.latitude, self.longitude)
        where = self.jurisdiction or self.seat
        return where.place if where else None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @property
    def county(self) -> str:
        """How the organization is described to those who may not know its name."""
        where = self.jurisdiction or self.seat
        if where is None:
            return "a county not on record"
        return where.county_name or f"a county in {where.state.upper()}"
