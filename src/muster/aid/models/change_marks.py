"""Up to where notes of changes were dropped."""

from __future__ import annotations

from django.db import models


class ChangeMark(models.Model):
    """At this moment every transaction below this one had ended.

    One is set each day. Notes of changes below the oldest mark may be gone: whoever has not
    looked since then reads everything again.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    transaction = models.BigIntegerField()

    def __str__(self) -> str:
        return f"transactions below {self.transaction} had ended"
