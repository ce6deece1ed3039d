"""What happened, what help is asked for, and each line of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models

from muster.accounts.models import Person
from muster.directory.models import Office, Organization
from muster.domain.ids import uuid7
from muster.domain.lifecycle import NeedStatus, RequestStatus
from muster.domain.matching.problem import Mode, Priority
from muster.domain.orders import LARGEST_COUNT
from muster.domain.positions import BY_CODE, CredentialLevel, Position
from muster.domain.tlp import Label
from muster.responders.models.people import POSITION_CODES


class IncidentKind(models.TextChoices):
    RANSOMWARE = "ransomware", "Ransomware or encrypted systems"
    INTRUSION = "intrusion", "Intruder in the network"
    OUTAGE = "outage", "Outage or failed system"
    ELECTION = "election", "Election-system trouble"
    PANDEMIC = "pandemic", "Pandemic surge"
    DISASTER = "disaster", "Natural disaster"
    STAFF_LOSS = "staff_loss", "Sudden loss of IT staff"


class Incident(models.Model):
    """The event as its organization tells it. `exercise` travels with everything derived."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="incidents"
    )
    kind = models.CharField(max_length=20, choices=IncidentKind.choices, blank=True)
    noticed_at = models.DateTimeField(null=True)
    what_happened = models.TextField(blank=True)
    systems_down = ArrayField(models.CharField(max_length=40), default=list)
    local_declaration = models.BooleanField(null=True)
    exercise = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.kind} at {self.organization_id}"


class Request(models.Model):
    """The order for help. `typed` keeps a draft's raw input; `version` catches stale forms.

    Proposals older than `needs_changed_at` were made for other lines and are not sent from.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Drafts have no number yet; a unique column needs NULL for that.
    number = models.CharField(max_length=12, unique=True, null=True)  # noqa: DJ001
    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="request")
    status = models.CharField(
        max_length=20,
        choices=[(s.value, s.value) for s in RequestStatus],
        default=RequestStatus.DRAFT.value,
    )
    version = models.PositiveIntegerField(default=1)
    typed = models.JSONField(default=dict)
    drafted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    where_to_report = models.CharField(max_length=300, blank=True)
    call_back_name = models.CharField(max_length=120, blank=True)
    call_back_number = models.CharField(max_length=40, blank=True)
    tlp = models.CharField(
        max_length=12,
        choices=[(label.value, label.value) for label in Label],
        default=Label.AMBER.value,
    )
    during = DateTimeRangeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    needs_changed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    signer_name = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="request_status_known",
                condition=models.Q(status__in=[s.value for s in RequestStatus]),
            ),
            models.CheckConstraint(
                name="request_open_has_number_window_and_call_back",
                condition=models.Q(status__in=[RequestStatus.DRAFT, RequestStatus.CANCELLED])
                | models.Q(
                    number__isnull=False,
                    during__isnull=False,
                    opened_at__isnull=False,
                )
                & ~models.Q(call_back_number=""),
            ),
            models.CheckConstraint(
                name="request_ended_has_time",
                condition=~models.Q(status__in=[RequestStatus.CLOSED, RequestStatus.CANCELLED])
                | models.Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number or "draft"

    @property
    def organization(self) -> Organization:
        return self.incident.organization


class Need(models.Model):
    """One line of a request: this many, of this position, for this window."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="needs")
    position = models.CharField(max_length=40)
    minimum_level = models.PositiveSmallIntegerField(default=CredentialLevel.QUALIFIED.value)
    count = models.PositiveIntegerField()
    during = DateTimeRangeField()
    mode = models.CharField(max_length=8, choices=[(m.value, m.value) for m in Mode])
    priority = models.PositiveSmallIntegerField(default=Priority.ESSENTIAL.value)
    status = models.CharField(
        max_length=20,
        choices=[(s.value, s.value) for s in NeedStatus],
        default=NeedStatus.OPEN.value,
    )
    unable_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["priority", "id"]
        constraints = [
            models.CheckConstraint(
                name="need_count_sensible", condition=models.Q(count__range=(1, LARGEST_COUNT))
            ),
            models.CheckConstraint(
                name="need_position_known", condition=models.Q(position__in=POSITION_CODES)
            ),
            models.CheckConstraint(
                name="need_level_known",
                condition=models.Q(minimum_level__in=[level.value for level in CredentialLevel]),
            ),
            models.CheckConstraint(
                name="need_mode_known", condition=models.Q(mode__in=[mode.value for mode in Mode])
            ),
            models.CheckConstraint(
                name="need_priority_known",
                condition=models.Q(priority__in=[priority.value for priority in Priority]),
            ),
            models.CheckConstraint(
                name="need_status_known",
                condition=models.Q(status__in=[s.value for s in NeedStatus]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} × {self.position}"

    @property
    def job(self) -> Position:
        return BY_CODE[self.position]
