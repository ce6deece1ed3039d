"""Keeping a declaration as it was issued beside what was recorded of it."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from muster.agreements.actions import Action
from muster.agreements.models import Declaration, DeclarationDocument
from muster.agreements.policies import may_record_declaration
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty
from muster.authz.decisions import require
from muster.documents.scans import Scan, accept_scan
from muster.domain.failures import Conflict


@use_case
def add_document(*, actor: Actor, declaration: Declaration, file: bytes) -> DeclarationDocument:
    """A scan or a PDF of the declaration. Raises Invalid, with the field `file`, for others."""
    require(may_record_declaration(actor))
    return keep_document(actor, declaration, accept_scan(file))


def keep_document(actor: Actor, declaration: Declaration, scan: Scan) -> DeclarationDocument:
    """The same for a file that was looked at, inside a use case."""
    standing = actor.holding(Duty.COORDINATE)
    try:
        with transaction.atomic():
            document = DeclarationDocument.objects.create(
                declaration=declaration,
                media_type=scan.media_type,
                pages=scan.pages,
                sha256=scan.sha256,
                data=scan.data,
                added_at=actor.at,
                added_by_id=standing.office_id if standing else None,
            )
    except IntegrityError as error:
        raise Conflict("This very file is kept with it already.", "Nothing to do.") from error
    record(
        actor=actor,
        action=Action.DECLARATION_DOCUMENTED,
        subject=document,
        about=declaration.pk,
        facts={"reference": declaration.reference, "sha256": scan.sha256},
    )
    return document
