"""Papers: what the hub sealed, the scan of what was signed by hand, the text of a declaration."""

from __future__ import annotations

from django.db import models

from muster.agreements.models.acts import Declaration, SignedAct
from muster.agreements.models.versions import Acceptance
from muster.directory.models import Office
from muster.domain.ids import uuid7


class SignedPaper(models.Model):
    """The file itself, of an acceptance or of an act. Never changed, never offered inline."""

    class Form(models.TextChoices):
        SEALED = "sealed", "Sealed by the hub"
        SCAN = "scan", "Scan of a paper signed by hand"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    form = models.CharField(max_length=6, choices=Form.choices)
    acceptance = models.ForeignKey(
        Acceptance, null=True, on_delete=models.CASCADE, related_name="papers"
    )
    act = models.ForeignKey(SignedAct, null=True, on_delete=models.CASCADE, related_name="papers")
    media_type = models.CharField(max_length=20)
    pages = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    data = models.BinaryField()
    made_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signed_paper_of_one_signature",
                condition=models.Q(acceptance__isnull=False, act=None)
                | models.Q(acceptance=None, act__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["acceptance"],
                condition=models.Q(form="sealed"),
                name="signed_paper_sealed_once",
            ),
            models.UniqueConstraint(
                fields=["act"],
                condition=models.Q(form="sealed"),
                name="signed_paper_of_act_sealed_once",
            ),
            models.CheckConstraint(
                name="signed_paper_has_its_digest",
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.sha256[:8]}"


class DeclarationDocument(models.Model):
    """The declaration as it was issued, a scan or a PDF; never offered inline."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="documents")
    media_type = models.CharField(max_length=20)
    pages = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "sha256"], name="declaration_document_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.sha256[:8]}"
