"""How an organization's own software acts for one of its offices."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from muster.authz.scopes import SCOPE_WORDS
from muster.directory.models.offices import Office, Tenure
from muster.domain.ids import uuid7

SCOPES = [(scope.value, words) for scope, words in SCOPE_WORDS.items()]


class ApiToken(models.Model):
    """A bearer token for one office and purpose. Only its digest is kept.

    It works while the tenure under which it was issued lasts: authority ends with the office's
    holder, also the authority handed to software. After a rotation the secret before works until
    `previous_until`, so that software can be changed without a gap.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="api_tokens")
    issued_under = models.ForeignKey(Tenure, on_delete=models.PROTECT, related_name="api_tokens")
    purpose = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    last_used_from = models.CharField(max_length=64, blank=True)
    scopes = ArrayField(models.CharField(max_length=20, choices=SCOPES), default=list)
    previous_digest = models.CharField(max_length=64, blank=True)
    previous_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="api_token_expires_after_creation",
                condition=models.Q(expires_at__gt=models.F("created_at")),
            ),
            models.CheckConstraint(
                name="api_token_previous_secret_ends",
                condition=models.Q(previous_digest="", previous_until=None)
                | ~models.Q(previous_digest="") & models.Q(previous_until__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["previous_digest"],
                condition=~models.Q(previous_digest=""),
                name="api_token_previous_secret_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} for {self.office_id}"
