"""What a forger may try, and what a seal must not break: no fact is taken from a changed file."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfReader
from tests.documents.seals.conftest import NOW

from muster.documents.seals.checking import check
from muster.documents.seals.keys import KeyRing, KeysUnusable
from muster.documents.seals.report import SealReport, Standing
from muster.documents.seals.sealing import FIELD, as_asn1, seal

LIE = "Accession of Larkmoor, signed by everybody"


@pytest.fixture(scope="module")
def sealed(paper: bytes, ring: KeyRing) -> bytes:
    return seal(paper, reason="What was signed", ring=ring)


def appended(pdf: bytes, change: object) -> bytes:
    """The file with an update after the seal."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)  # type: ignore[operator]
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def changed_and_silent(report: SealReport) -> bool:
    return (report.standing, report.reason, report.sealed_at) == (Standing.CHANGED, "", None)


def test_a_reason_written_over_the_seal_is_not_repeated_to_readers(
    sealed: bytes, ring: KeyRing
) -> None:
    def lie(writer: IncrementalPdfFileWriter) -> None:
        signature = writer.root["/AcroForm"]["/Fields"][0]["/V"]
        signature["/Reason"] = generic.TextStringObject(LIE)
        writer.update_container(signature)

    assert changed_and_silent(check(appended(sealed, lie), ring))


def test_a_seal_moved_to_another_paper_is_not_ours(
    sealed: bytes, paper: bytes, ring: KeyRing
) -> None:
    """The bytes of the signature are public; so is the certificate in them."""
    forged = sealed.replace(b"What was signed", b"What nobody did")
    assert forged != sealed
    assert changed_and_silent(check(forged, ring))
    assert check(forged, ring).key_number is None


@pytest.mark.parametrize("part", ["/Metadata", "/StructTreeRoot", "/Pages", "/Names"])
def test_any_part_put_over_it_afterwards_is_noticed(
    sealed: bytes, ring: KeyRing, part: str
) -> None:
    def replace(writer: IncrementalPdfFileWriter) -> None:
        held = writer.root.get(part)
        fresh = generic.DictionaryObject(held if isinstance(held, dict) else {})
        writer.root[generic.pdf_name(part)] = writer.add_object(fresh)
        writer.update_root()

    assert check(appended(sealed, replace), ring).standing is Standing.CHANGED


def test_a_paper_a_thief_signs_with_our_key_in_another_field_is_not_taken_for_a_seal(
    paper: bytes, ring: KeyRing
) -> None:
    """Another program of the hub's operator may use the key; only the hub's own form counts."""
    signer = signers.SimpleSigner(
        signing_cert=as_asn1(ring.active.certificate),
        signing_key=_asn1_key(ring),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    metadata = signers.PdfSignatureMetadata(
        field_name="Signature1", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    output = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(paper))
    # Other tests of this worker may have left an event loop in its thread.
    with ThreadPoolExecutor(max_workers=1) as aside:
        aside.submit(signers.sign_pdf, writer, metadata, signer, output=output).result()
    assert check(output.getvalue(), ring).standing is Standing.CHANGED


def test_a_key_that_does_not_fit_its_certificate_seals_nothing(
    paper: bytes, tmp_path: Path
) -> None:
    """From a backup put back by halves. Else every paper would be worthless, and nobody knew."""
    for name in ("one", "two"):
        KeyRing.make(tmp_path / name, "Synthetic Hub", NOW)
    shutil.copy(tmp_path / "two" / "sealing-001.key", tmp_path / "one" / "sealing-001.key")
    with pytest.raises(KeysUnusable, match="does not fit its certificate"):
        seal(paper, reason="x", ring=KeyRing(tmp_path / "one"))


def test_the_seals_field_breaks_neither_the_archive_nor_the_screen_reader(sealed: bytes) -> None:
    """PDF/A-2 6.3.2: printed and not hidden. PDF/UA-1 7.18: off the page, and tabs in order."""
    page = PdfReader(BytesIO(sealed)).pages[0]
    (field,) = [
        one.get_object()
        for one in page["/Annots"]  # type: ignore[attr-defined]
        if one.get_object()["/Subtype"] == "/Widget"
    ]
    assert field["/T"] == FIELD
    assert field["/F"] & 0b100111 == 0b100
    left, bottom, right, top = field["/Rect"]
    assert (left, bottom) == (right, top)
    assert right < 0
    assert top < 0
    assert page["/Tabs"] == "/S"


def test_a_time_from_before_the_theft_does_not_make_it_this_hubs_word(
    paper: bytes, tmp_path: Path
) -> None:
    ring = KeyRing.make(tmp_path / "ring", "Synthetic Hub", NOW)
    held = seal(paper, reason="x", ring=ring)
    assert not check(held, KeyRing(tmp_path / "ring")).doubtful
    ring.retire(1, NOW + timedelta(hours=1), "Stolen.")
    report = check(held, KeyRing(tmp_path / "ring"))
    assert report.doubtful
    assert "somebody else may have had it" in report.sentence


def _asn1_key(ring: KeyRing) -> object:
    from asn1crypto import keys

    raw = ring.private_key("sealing-001").private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return keys.PrivateKeyInfo.load(raw)
