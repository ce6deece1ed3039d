"""Offices and who holds them: authority hangs here."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models

from muster.accounts.models import Person
from muster.authz.actors import AUTHORITY_NAMES, DUTY_NAMES, Authority, Duty
from muster.directory.models.organizations import Organization
from muster.domain.ids import uuid7


class Office(models.Model):
    """A position in an organization. `mail` and `phone` are the office's own, not its holder's.

    `affirmed_at` is when its holder, or its organization, last said that all this is right. A
    retired office stays on record with what it signed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="offices")
    title = models.CharField(max_length=120)
    duties = ArrayField(models.CharField(max_length=20), default=list)
    mail = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    authorities = ArrayField(models.CharField(max_length=20), default=list)
    affirmed_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="office_authorities_known",
                condition=models.Q(authorities__contained_by=[one.value for one in Authority]),
            ),
            models.CheckConstraint(
                name="office_binds_only_as_representative",
                condition=models.Q(duties__contains=[Duty.REPRESENT.value])
                | models.Q(authorities__contained_by=[Authority.RECEIVE_AT_NIGHT.value]),
            ),
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

    def is_stale(self, at: datetime) -> bool:
        """Whether nobody has affirmed it for a year."""
        return self.affirmed_at is None or self.affirmed_at <= at - timedelta(days=365)

    @property
    def duty_names(self) -> list[str]:
        return [DUTY_NAMES[Duty(duty)] for duty in self.duties]

    @property
    def authority_names(self) -> list[str]:
        return [AUTHORITY_NAMES[one] for one in Authority if one in self.authorities]


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


class Delegation(models.Model):
    """An office lets another one of its organization act in its place, for a time, for some acts.

    It rests on the office that gave it, not on who held it then; it ends with its time, when it
    is revoked, or when either office is retired.
    """

    LONGEST_DAYS = 90

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    giver = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="delegations_given")
    receiver = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="delegations_received"
    )
    authorities = ArrayField(models.CharField(max_length=20))
    during = DateTimeRangeField()
    reason = models.CharField(max_length=300)
    given_by_name = models.CharField(max_length=200)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="delegation_to_another_office",
                condition=~models.Q(giver=models.F("receiver")),
            ),
            models.CheckConstraint(
                name="delegation_for_something_that_binds",
                condition=models.Q(
                    authorities__len__gte=1,
                    authorities__contained_by=[
                        one.value for one in Authority if one is not Authority.RECEIVE_AT_NIGHT
                    ],
                ),
            ),
            models.CheckConstraint(
                name="delegation_has_an_end",
                condition=models.Q(
                    during__isempty=False, during__lower_inf=False, during__upper_inf=False
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver.title} to {self.receiver.title}"

    @property
    def authority_names(self) -> list[str]:
        return [AUTHORITY_NAMES[one] for one in Authority if one in self.authorities]


class OfficeNotice(models.Model):
    """A mail about an office, so that each is sent once: that it is vacant, or to be affirmed."""

    class Kind(models.TextChoices):
        VACANT = "vacant", "Vacant"
        AFFIRM = "affirm", "To be affirmed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    since = models.DateTimeField()
    number = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "since", "number"], name="office_notice_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of {self.office_id}"
