"""Whose roster changed, so that whoever keeps it in memory knows what to read again."""

from __future__ import annotations

from django.db import models


class RosterChange(models.Model):
    """Written by triggers: a transaction touched this organization's people or who answers for it.

    Without an organization it may be anybody's. `transaction` is PostgreSQL's number of it; rows
    may become visible out of order.
    """

    id = models.BigAutoField(primary_key=True)
    organization = models.UUIDField(null=True)
    transaction = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["transaction"], name="roster_change_transaction")]

    def __str__(self) -> str:
        return f"roster of {self.organization} changed in {self.transaction}"
