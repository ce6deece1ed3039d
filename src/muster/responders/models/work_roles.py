"""The work roles of the NICE Framework, as published; positions are mapped to them."""

from __future__ import annotations

from django.db import models


class WorkRole(models.Model):
    """One role. `gone_from` is the version of the framework that no longer has it."""

    code = models.CharField(primary_key=True, max_length=12)
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=100)
    description = models.TextField(blank=True)
    version = models.CharField(max_length=20)
    gone_from = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
