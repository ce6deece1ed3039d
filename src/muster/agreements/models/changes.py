"""When the legal ground changed, so that whoever keeps it in memory knows to read it again."""

from __future__ import annotations

from django.db import models


class GroundChange(models.Model):
    """Written by triggers: a transaction touched an instrument, a party, an act or who may join.

    `transaction` is PostgreSQL's number of it; rows may become visible out of order.
    """

    id = models.BigAutoField(primary_key=True)
    transaction = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["transaction"], name="ground_change_transaction")]

    def __str__(self) -> str:
        return f"ground changed in {self.transaction}"
