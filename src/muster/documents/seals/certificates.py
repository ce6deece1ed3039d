"""The certificates of the hub's keys: X.509 as PDF readers check it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID, ObjectIdentifier

BITS: Final = 3_072
LIFE: Final = timedelta(days=20 * 365)
DOCUMENT_SIGNING: Final = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""The extended key usage of RFC 9336."""


def new_root(hub: str, now: datetime) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """A key that vouches for sealing keys and for nothing else, and its own word for it."""
    key = _private_key()
    subject = _name(f"{hub} root for seals")
    certificate = (
        _builder(subject, subject, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def issued(
    root: x509.Certificate, root_key: rsa.RSAPrivateKey, name: str, now: datetime
) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """A new sealing key, vouched for by the root as long as the root lives."""
    key = _private_key()
    builder = _builder(_name(name), root.subject, key.public_key(), now, root.not_valid_after_utc)
    certificate = (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()),
            critical=False,
        )
        .sign(root_key, hashes.SHA256())
    )
    return key, certificate


def _private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=BITS)


def _name(text: str) -> x509.Name:
    # An X.520 common name has 64 characters at most.
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[-64:])])


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: rsa.RSAPublicKey,
    now: datetime,
    ends: datetime | None = None,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(ends or now + LIFE)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
