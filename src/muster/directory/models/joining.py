"""Asking to act for an organization, and what is sent out to find out whether one does."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from muster.accounts.models import Person
from muster.authz.actors import DUTY_NAMES, Duty
from muster.directory.models.offices import Office
from muster.directory.models.organizations import Organization
from muster.domain.affiliation import MOST_TRIES
from muster.domain.ids import uuid7

JOINING_DUTIES = (Duty.REPRESENT, Duty.CONTACT)
"""What an office may ask for; the hub's own duties are given by the hub alone."""


class JoiningRequest(models.Model):
    """Somebody asks to act for an organization in an office. The row stays, however it ends.

    With `renews`, the holder of that office proves the affiliation again, and nothing else changes.
    `consent_asked_at` is when the organization's own representatives were asked.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        PROVEN = "proven", "Joined"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"
        EXPIRED = "expired", "Lapsed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="joining_requests"
    )
    renews = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="renewals")
    office_title = models.CharField(max_length=120)
    duties = ArrayField(models.CharField(max_length=20))
    name = models.CharField(max_length=200)
    mail = models.EmailField()
    phone = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    asked_at = models.DateTimeField()
    mail_confirmed_at = models.DateTimeField(null=True)
    consent_asked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.TextField(blank=True)
    closed_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    closer_name = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["status", "-asked_at"], name="joining_status_asked")]
        constraints = [
            models.CheckConstraint(
                name="joining_status_known",
                condition=Q(status__in=["open", "proven", "refused", "withdrawn", "expired"]),
            ),
            models.CheckConstraint(
                name="joining_duties_can_be_asked_for",
                condition=Q(duties__contained_by=[duty.value for duty in JOINING_DUTIES])
                & Q(duties__len__gt=0),
            ),
            models.CheckConstraint(
                name="joining_closed_has_time",
                condition=Q(status="open", closed_at=None)
                | (~Q(status="open") & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="joining_refused_has_reason",
                condition=~Q(status="refused") | ~Q(close_reason=""),
            ),
            models.CheckConstraint(
                name="joining_proven_has_confirmed_mail",
                condition=~Q(status="proven") | Q(mail_confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.organization}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def duty_names(self) -> list[str]:
        return [DUTY_NAMES[Duty(duty)] for duty in self.duties]


class AddressLink(models.Model):
    """A mail link that shows that an address is the applicant's. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(JoiningRequest, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link for {self.request_id}"


class JoiningCode(models.Model):
    """A code read over a published telephone number, or printed in a letter to an address.

    Only a keyed digest is kept. It ends when it is used, replaced, or tried too often.
    """

    class Kind(models.TextChoices):
        PHONE = "phone", "Telephone"
        LETTER = "letter", "Letter"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(JoiningRequest, on_delete=models.PROTECT, related_name="codes")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    reached_at = models.CharField(max_length=300)
    published_in = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    issued_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    issuer_name = models.CharField(max_length=200)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(used_at=None, ended_at=None),
                name="joining_code_one_live",
            ),
            models.CheckConstraint(
                name="joining_code_kind_known", condition=Q(kind__in=["phone", "letter"])
            ),
            models.CheckConstraint(
                name="joining_code_published_somewhere",
                condition=~Q(published_in="") & ~Q(reached_at=""),
            ),
            models.CheckConstraint(
                name="joining_code_locked_after_tries",
                condition=Q(tries__lt=MOST_TRIES)
                | Q(tries=MOST_TRIES, ended_at__isnull=False, used_at=None),
            ),
            models.CheckConstraint(
                name="joining_code_expires_later", condition=Q(expires_at__gt=F("issued_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} code for {self.request_id}"

    @property
    def locked(self) -> bool:
        return self.tries >= MOST_TRIES


class Vouch(models.Model):
    """A member asked to vouch. Two places; a declined one makes room for another member.

    `asking` repeats the applicant's organization, so that the database can refuse a member that
    vouches for itself.
    """

    class Answer(models.TextChoices):
        ASKED = "asked", "Not answered yet"
        CONFIRMED = "confirmed", "Vouched"
        DECLINED = "declined", "Declined"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(JoiningRequest, on_delete=models.PROTECT, related_name="vouches")
    asking = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="vouches")
    place = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    answerer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "place"],
                condition=~Q(answer="declined"),
                name="vouch_one_for_each_place",
            ),
            models.UniqueConstraint(
                fields=["request", "organization"], name="vouch_once_by_an_organization"
            ),
            models.UniqueConstraint(
                fields=["request", "answerer"],
                condition=Q(answer="confirmed"),
                name="vouch_once_by_a_person",
            ),
            models.CheckConstraint(name="vouch_two_places", condition=Q(place__in=[1, 2])),
            models.CheckConstraint(
                name="vouch_not_for_oneself", condition=~Q(organization=F("asking"))
            ),
            models.CheckConstraint(
                name="vouch_answered_by_an_office",
                condition=Q(answer="asked", answered_at=None, answered_by=None, answerer=None)
                | Q(
                    answer__in=["confirmed", "declined"],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    answerer__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="vouch_declined_has_reason",
                condition=~Q(answer="declined") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} asked about {self.request_id}"
