"""The declaration itself is kept beside what was recorded of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.agreements.declaring import declared
from tests.documents.test_scans import PHOTO, pdf
from tests.support.cast import Cast
from tests.support.refusals import refused
from tests.support.signed_in import client_of

from muster.agreements import services
from muster.agreements.models import Declaration, DeclarationDocument
from muster.domain.failures import Conflict, Invalid, Refused

pytestmark = pytest.mark.django_db


def typed(cast: Cast) -> dict[str, str]:
    return {
        "level": "state",
        "jurisdiction": cast.texas.ocd_id,
        "issued_by": "Governor of Texas (synthetic)",
        "reference": "Proclamation 42",
        "effective": f"{cast.now:%Y-%m-%dT00:00}",
        "expires": f"{cast.now + timedelta(days=20):%Y-%m-%dT00:00}",
    }


def test_it_is_recorded_with_its_document_or_not_at_all(cast: Cast) -> None:
    hub = client_of(cast.coordinator)
    many = SimpleUploadedFile("all.pdf", pdf(300), "application/pdf")
    bad = hub.post("/agreements/declare/", {**typed(cast), "document": many})
    assert bad.status_code == 422
    assert "This PDF has 300 pages" in bad.content.decode()
    assert "Proclamation 42" in bad.content.decode()
    assert not Declaration.objects.exists()

    one = SimpleUploadedFile("issued.pdf", pdf(2), "application/pdf")
    assert hub.post("/agreements/declare/", {**typed(cast), "document": one}).status_code == 302
    document = DeclarationDocument.objects.get()
    assert (document.declaration.reference, document.pages) == ("Proclamation 42", 2)


def test_it_is_added_later_once_and_fetched_by_members(cast: Cast) -> None:
    declaration = declared(cast)
    hub = client_of(cast.coordinator)
    address = f"/declarations/{declaration.pk}/documents/"
    empty = hub.post(address, {})
    assert empty.status_code == 422
    file = SimpleUploadedFile("issued.jpg", PHOTO, "image/jpeg")
    assert hub.post(address, {"file": file}).status_code == 302
    document = DeclarationDocument.objects.get()
    fetched = client_of(cast.keene_representative).get(f"/documents/{document.pk}/")
    assert fetched.content == PHOTO
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    with refused(Conflict, "kept with it already"):
        services.add_document(
            actor=cast.actor(cast.coordinator), declaration=declaration, file=PHOTO
        )


def test_others_add_nothing_and_no_program_is_kept(cast: Cast) -> None:
    declaration = declared(cast)
    with refused(Refused, "Only the hub coordinator"):
        services.add_document(
            actor=cast.actor(cast.keene_representative), declaration=declaration, file=PHOTO
        )
    with refused(Invalid, "Only a PDF, a PNG or a JPEG"):
        services.add_document(
            actor=cast.actor(cast.coordinator), declaration=declaration, file=b"MZ"
        )
