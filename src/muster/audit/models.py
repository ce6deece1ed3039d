"""The chain itself. Rows are written by `muster.audit.recording` and by nothing else."""

from __future__ import annotations

from django.db import models


class AuditEvent(models.Model):
    """One thing that was done. `about` groups the events of one request into its timeline.

    `facts` holds what a reader of the timeline may see; `digest` chains over every other column.
    """

    sequence = models.BigIntegerField(primary_key=True)
    occurred_at = models.DateTimeField()
    action = models.CharField(max_length=80)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    office_id = models.UUIDField(null=True)
    organization_id = models.UUIDField(null=True)
    source = models.CharField(max_length=8)
    origin = models.CharField(max_length=64, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    about = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    previous_digest = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["about", "sequence"], name="audit_about"),
            models.Index(fields=["subject_id", "sequence"], name="audit_subject"),
            models.Index(fields=["organization_id", "sequence"], name="audit_organization"),
            models.Index(fields=["office_id", "sequence"], name="audit_office"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"
