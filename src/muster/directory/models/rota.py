"""Who is called at night: shifts, and the changes that put them there or took them out."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from muster.directory.models.offices import Office
from muster.directory.models.organizations import Organization
from muster.domain.ids import uuid7
from muster.domain.rota import (
    CALLS,
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_SHIFT,
    LONGEST_UID,
    dialed,
)

FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
LAST_MOMENT = datetime(2200, 1, 1, tzinfo=UTC)


class RotaChange(models.Model):
    """One step in the history of a rota. Undoing it is another step."""

    class Kind(models.TextChoices):
        ADDED = "added", "Shift added"
        WEEKLY = "weekly", "Weekly turns added"
        CHANGED = "changed", "Shift changed"
        REMOVED = "removed", "Shift removed"
        IMPORTED = "imported", "Calendar read"
        UNDONE = "undone", "Undone"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="rota_changes"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    by_office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["organization", "-at"], name="rota_change_history")]
        constraints = [
            models.CheckConstraint(
                name="rota_change_kind_known",
                condition=Q(
                    kind__in=["added", "weekly", "changed", "removed", "imported", "undone"]
                ),
            ),
            models.CheckConstraint(
                name="rota_change_undoes_another",
                condition=Q(kind="undone", undoes__isnull=False)
                | (~Q(kind="undone") & Q(undoes__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.at:%Y-%m-%d %H:%M}"


class OnCallShift(models.Model):
    """Who answers for an organization from when to when. Never changed: another one replaces it;
    only its number goes, some time after it ended.

    `office` is what others see. `person_name` and `phone` say who is called in fact; without a
    number the office's own counts. `calendar`, `uid` and `recurrence` tell which entry of which
    imported calendar it is; all are empty for a shift typed here.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="shifts")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="shifts")
    person_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    phone = models.CharField(max_length=LONGEST_PHONE, blank=True)
    during = DateTimeRangeField()
    call_order = models.PositiveSmallIntegerField(default=1)
    calendar = models.CharField(max_length=100, blank=True)
    uid = models.CharField(max_length=LONGEST_UID, blank=True)
    recurrence = models.CharField(max_length=20, blank=True)
    added_in = models.ForeignKey(RotaChange, on_delete=models.PROTECT, related_name="added")
    removed_in = models.ForeignKey(
        RotaChange, null=True, on_delete=models.PROTECT, related_name="removed"
    )

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="rota_one_shift_of_a_call_at_a_time",
                expressions=[
                    ("organization", RangeOperators.EQUAL),
                    ("call_order", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(removed_in=None),
            ),
            models.UniqueConstraint(
                name="rota_each_entry_of_a_calendar_once",
                fields=["organization", "calendar", "uid", "recurrence"],
                condition=~Q(uid="") & Q(removed_in=None),
            ),
            models.CheckConstraint(
                name="rota_call_order_known", condition=Q(call_order__in=list(CALLS))
            ),
            models.CheckConstraint(
                name="rota_shift_bounded",
                condition=Q(
                    during__isempty=False,
                    during__lower_inf=False,
                    during__upper_inf=False,
                    during__startswith__gte=FIRST_MOMENT,
                    during__endswith__lte=LAST_MOMENT,
                ),
            ),
            models.CheckConstraint(
                name="rota_shift_at_most_31_days",
                condition=Q(during__endswith__lte=F("during__startswith") + LONGEST_SHIFT),
            ),
            models.CheckConstraint(
                name="rota_calendar_and_uid_together",
                condition=Q(calendar="", uid="", recurrence="") | (~Q(calendar="") & ~Q(uid="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_name or self.office.title}, {self.during.lower:%Y-%m-%d %H:%M} UTC"

    @property
    def number(self) -> str:
        """Whom to dial: the person's own number, else the office's."""
        return self.phone or self.office.phone

    @property
    def dialed(self) -> str:
        return dialed(self.number)

    @property
    def call(self) -> str:
        return CALLS[self.call_order]
