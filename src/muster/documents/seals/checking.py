"""Checking a seal. Files come from anybody, so nothing they hold is taken on trust."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from muster.documents.seals.keys import KeyRing, SealingKey, fingerprint_of
from muster.documents.seals.report import SealReport, Standing
from muster.documents.seals.sealing import FIELD, as_asn1


def check(pdf: bytes, ring: KeyRing) -> SealReport:
    """What the file's seal is worth. Total: any bytes give a report.

    A key is known by its fingerprint, never by the names in its certificate.
    """
    # The library keeps an event loop of its own, which the caller's thread may have already.
    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(_checked, pdf, ring).result()


def _checked(pdf: bytes, ring: KeyRing) -> SealReport:
    try:
        return _report(PdfFileReader(BytesIO(pdf)), ring)
    except Exception as error:
        return SealReport(Standing.UNREADABLE, remark=type(error).__name__)


def _report(reader: PdfFileReader, ring: KeyRing) -> SealReport:
    if reader.encrypted:
        return SealReport(Standing.UNREADABLE, remark="It is encrypted.")
    signatures = list(reader.embedded_signatures)
    if not signatures:
        return SealReport(Standing.UNSEALED)
    ours = [(one, key) for one in signatures if (key := _key_of(one, ring)) is not None]
    if not ours:
        return SealReport(Standing.STRANGER, remark=f"Signed by {_signer_name(signatures[0])}.")
    signature, key = ours[0]
    sealed_at = signature.self_reported_timestamp
    facts: dict[str, Any] = {
        "key_number": key.number,
        "fingerprint": key.fingerprint,
        "sealed_at": sealed_at.astimezone(UTC) if sealed_at else None,
        "reason": str(signature.sig_object.get("/Reason", "")),
    }
    status = validate_pdf_signature(signature, _context(ring))
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    untouched = status.modification_level in (None, ModificationLevel.NONE)
    named = signature.field_name == FIELD and len(signatures) == 1
    if not (status.intact and status.valid and whole and untouched and named):
        return SealReport(Standing.CHANGED, **facts)
    if not status.trusted:
        return SealReport(Standing.STRANGER, **facts)
    return _by_retirement(key, facts)


def _by_retirement(key: SealingKey, facts: dict[str, Any]) -> SealReport:
    if key.retired is None:
        return SealReport(Standing.SOUND, **facts)
    sealed_at: datetime | None = facts["sealed_at"]
    day = f"{key.retired.at:%Y-%m-%d}"
    if sealed_at is None or sealed_at >= key.retired.at:
        return SealReport(
            Standing.RETIRED, remark=f"Key {key.number} was retired on {day}.", **facts
        )
    remark = (
        f"Key {key.number} was retired on {day}: {key.retired.reason} The seal says it is older; "
        "a thief could write any time, so ask the hub whether it has this paper on record."
    )
    return SealReport(Standing.SOUND, remark=remark, **facts)


def _key_of(signature: Any, ring: KeyRing) -> SealingKey | None:
    certificate = signature.signer_cert
    if certificate is None:
        return None
    return ring.key_with(fingerprint_of(x509.load_der_x509_certificate(certificate.dump())))


def _signer_name(signature: Any) -> str:
    certificate = signature.signer_cert
    text = str(certificate.subject.human_friendly) if certificate is not None else "nobody named"
    return "".join(one for one in text if one.isprintable())[:100]


def _context(ring: KeyRing) -> ValidationContext:
    return ValidationContext(
        trust_roots=[as_asn1(ring.root)],
        other_certs=[as_asn1(key.certificate) for key in ring.keys],
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
