"""Answers already given, so that the same click twice does a thing once."""

from __future__ import annotations

from django.db import models


class IdempotentReply(models.Model):
    """The answer to one keyed POST. `scope` is who sent it and where to."""

    key = models.CharField(max_length=80)
    scope = models.CharField(max_length=300)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    location = models.CharField(max_length=500, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    body = models.BinaryField(default=b"")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "scope"], name="idempotent_reply_once")
        ]

    def __str__(self) -> str:
        return self.key


class RateCount(models.Model):
    """How often something was tried in one window of time; see `muster.web.rate_limits`.

    The table is unlogged: after a crash everybody starts at nought, which costs nothing.
    """

    pk = models.CompositePrimaryKey("key", "began")
    key = models.CharField(max_length=64)
    began = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"
