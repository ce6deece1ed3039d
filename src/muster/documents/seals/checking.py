"""Checking a seal. Files come from anybody, so nothing they hold is taken on trust."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from muster.documents.seals.keys import KeyRing, SealingKey
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
    except Exception:
        return SealReport(Standing.UNREADABLE)


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
    status = validate_pdf_signature(signature, _context(ring))
    if not (status.intact and status.valid):
        # Our certificate is public: anybody can put it into a file. Nothing in it is a fact.
        return SealReport(Standing.CHANGED)
    known: dict[str, Any] = {"key_number": key.number, "fingerprint": key.fingerprint}
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    untouched = status.modification_level in (None, ModificationLevel.NONE)
    named = signature.field_name == FIELD and len(signatures) == 1
    if not (whole and untouched and named):
        # What was added may stand in place of the reason and the time.
        return SealReport(Standing.CHANGED, **known)
    if not status.trusted:
        return SealReport(Standing.STRANGER, **known)
    sealed_at = signature.self_reported_timestamp
    return _by_retirement(
        key,
        known
        | {
            "sealed_at": sealed_at.astimezone(UTC) if sealed_at else None,
            "reason": str(signature.sig_object.get("/Reason", "")),
        },
    )


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
    # Of the bytes as they are: a stranger's certificate may be one no library reads.
    return ring.key_with(sha256(certificate.dump()).digest().hex(":").upper())


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
