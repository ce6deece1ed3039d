"""Asking one organization for its people, and the one-purpose link it answers by."""

from __future__ import annotations

from django.db import models

from muster.aid.models.match_runs import MatchRun
from muster.aid.models.requests import IncidentKind, Need, Request
from muster.directory.models import Office, Organization, Tenure
from muster.domain.ids import uuid7
from muster.domain.lifecycle import OfferStatus
from muster.responders.models import Kit, Responder


class Offer(models.Model):
    """A claim on one organization's people for one request, until `expires_at`.

    `county`, `incident_kind`, `exercise` and `tlp` are what a lender reads before it accepts the
    non-disclosure terms: they stand here, so that the request itself can stay closed to it.
    """

    known_request: Request | None
    """The request as the actor of `visible_offers` may see it; set by that query alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="offers")
    match_run = models.ForeignKey(
        MatchRun, null=True, on_delete=models.PROTECT, related_name="offers"
    )
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="offers")
    status = models.CharField(
        max_length=20,
        choices=[(s.value, s.value) for s in OfferStatus],
        default=OfferStatus.SENT.value,
    )
    county = models.CharField(max_length=120)
    incident_kind = models.CharField(max_length=20, choices=IncidentKind.choices, blank=True)
    exercise = models.BooleanField()
    tlp = models.CharField(max_length=12)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    terms_accepted_at = models.DateTimeField(null=True)
    terms_accepted_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    answerer_name = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                name="offer_status_known",
                condition=models.Q(status__in=[s.value for s in OfferStatus]),
            ),
            models.CheckConstraint(
                name="offer_accepted_only_under_the_terms",
                condition=~models.Q(status=OfferStatus.ACCEPTED)
                | models.Q(
                    terms_accepted_at__isnull=False,
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="offer_declined_has_reason",
                condition=~models.Q(status=OfferStatus.DECLINED) | ~models.Q(reason=""),
            ),
            models.UniqueConstraint(
                fields=["request", "organization"],
                condition=models.Q(status__in=[OfferStatus.SENT, OfferStatus.PROVISIONAL]),
                name="offer_one_open_per_organization_and_request",
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status in {OfferStatus.SENT, OfferStatus.PROVISIONAL}


class OfferLine(models.Model):
    """One person, or some units of kit, asked for one need. `path` is the legal path as found."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="lines")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="offer_lines")
    responder = models.ForeignKey(
        Responder, null=True, on_delete=models.PROTECT, related_name="offer_lines"
    )
    kit = models.ForeignKey(Kit, null=True, on_delete=models.PROTECT, related_name="offer_lines")
    helper_id = models.UUIDField()
    units = models.PositiveIntegerField(default=1)
    level = models.PositiveSmallIntegerField()
    remote = models.BooleanField(default=False)
    road_km = models.FloatField(default=0)
    arrives_at = models.DateTimeField()
    cost_cents = models.PositiveBigIntegerField(default=0)
    path = models.JSONField()
    kept = models.BooleanField(default=True)

    class Meta:
        ordering = ["need", "id"]
        constraints = [
            models.CheckConstraint(
                name="offer_line_is_a_person_or_kit",
                condition=models.Q(responder__isnull=False, kit__isnull=True, units=1)
                | models.Q(responder__isnull=True, kit__isnull=False, units__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"line of {self.offer_id}"


class OfferLink(models.Model):
    """A mail link that lets one office answer one offer once. Only its digest is kept.

    It was made for the tenure current then, and ends with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="links")
    tenure = models.ForeignKey(Tenure, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link to {self.offer_id}"
