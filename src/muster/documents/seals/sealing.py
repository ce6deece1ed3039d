"""Putting the hub's seal on a PDF: an invisible PAdES B-B signature that allows no change.

A visible signature field would break PDF/UA, so the paper itself says who signed. The seal's time
is this machine's; no time stamp authority vouches for it (docs/decisions/0018).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Final

from asn1crypto import x509 as asn1_x509
from asn1crypto.algos import SignedDigestAlgorithm
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from muster.documents.seals.keys import KeyRing, KeysUnusable

FIELD: Final = "MusterSeal"

# PDF/A wants the print flag, PDF/UA a field that is hidden or off the page: this is both.
_PLACE: Final = fields.SigFieldSpec(
    FIELD, invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True)
)


def seal(pdf: bytes, *, reason: str, ring: KeyRing) -> bytes:
    """The same PDF with an incremental update that seals it, certified against any change.

    Raises KeysUnusable when the ring cannot sign.
    """
    active = ring.active
    private = ring.private_key(f"sealing-{active.number:03}")
    signer = _Signer(private, active.certificate, _store(ring))
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        name=ring.name.removesuffix(" root for seals"),
        reason=reason,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    # The library keeps an event loop of its own, which the caller's thread may have already.
    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(_signed, pdf, metadata, signer).result()


class _Signer(signers.Signer):
    """Signs with a key that is loaded already: reading one checks its primes for a long time."""

    def __init__(
        self,
        private: rsa.RSAPrivateKey,
        certificate: x509.Certificate,
        store: SimpleCertificateStore,
    ) -> None:
        self._private = private
        public = certificate.public_key()
        assert isinstance(public, rsa.RSAPublicKey)  # noqa: S101 (the ring makes no others)
        self._public = public
        super().__init__(
            signing_cert=as_asn1(certificate),
            cert_registry=store,
            signature_mechanism=SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
        )

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if dry_run:
            return bytes(self._private.key_size // 8)
        made = self._private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        # The key's numbers are not tested when it is read, and a signature made with damaged
        # ones gives the key away. This also notices a key that is not the certificate's.
        try:
            self._public.verify(made, data, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature as error:
            raise KeysUnusable(
                "The sealing key does not fit its certificate.",
                "Put the folder of the keys back from its backup, or run ./muster keys rotate.",
            ) from error
        return made


def _store(ring: KeyRing) -> SimpleCertificateStore:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register(as_asn1(ring.root))
    return store


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _signed(pdf: bytes, metadata: signers.PdfSignatureMetadata, signer: signers.Signer) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    output = BytesIO()
    signers.PdfSigner(metadata, signer, new_field_spec=_PLACE).sign_pdf(writer, output=output)
    return output.getvalue()
