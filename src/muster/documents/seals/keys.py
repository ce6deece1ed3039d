"""The hub's keys: one root that vouches for numbered sealing keys, of which one is in use.

RSA with 3,072 bits, as every PDF reader checks it and NIST SP 800-57 holds it good past 2030.
Sealing keys are replaced by use, not by date: a certificate that ran out would make readers
doubt every old paper, so each lives as long as the root.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID, ObjectIdentifier

from muster.domain.failures import Conflict

BITS: Final = 3_072
LIFE: Final = timedelta(days=20 * 365)
DOCUMENT_SIGNING: Final = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""The extended key usage of RFC 9336."""

ROOT: Final = "root"
RETIRED: Final = "retired.json"
SEALING: Final = re.compile(r"sealing-(\d{3})\.pem")
PRIVATE: Final = 0o600


class KeysUnusable(Conflict):
    """The keys cannot be used; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Retired:
    """From when on a key is not to be trusted, and why."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class SealingKey:
    """One numbered key; its private half stays in the folder."""

    number: int
    certificate: x509.Certificate
    retired: Retired | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in capitals and pairs."""
        return fingerprint_of(self.certificate)


class KeyRing:
    """The keys in one folder. Reading needs no passphrase; sealing and rotating do, if one is set.

    Raises KeysUnusable with a sentence for a folder that holds no ring, or cannot be read.
    """

    def __init__(self, folder: Path, passphrase: str = "") -> None:
        self._folder = folder
        self._passphrase = passphrase.encode() or None
        self.root = self._certificate(ROOT)
        retired = self._retired()
        self.keys = tuple(
            SealingKey(number, self._certificate(f"sealing-{number:03}"), retired.get(number))
            for number in self._numbers()
        )

    @classmethod
    def make(cls, folder: Path, name: str, now: datetime, passphrase: str = "") -> KeyRing:
        """A new root and its first sealing key. Raises KeysUnusable where there is one already."""
        if (folder / f"{ROOT}.pem").exists():
            raise KeysUnusable(
                f"{folder} holds keys already. Replace the sealing key by rotating it."
            )
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        key = _private_key()
        subject = _name(f"{name} root for seals")
        certificate = (
            _builder(subject, subject, key.public_key(), now)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .sign(key, hashes.SHA256())
        )
        _write(folder, ROOT, certificate, key, passphrase.encode() or None)
        ring = cls(folder, passphrase)
        ring.rotate(now)
        return cls(folder, passphrase)

    @property
    def active(self) -> SealingKey:
        """The newest key that is not retired. Raises KeysUnusable when there is none."""
        for key in reversed(self.keys):
            if key.retired is None:
                return key
        raise KeysUnusable(
            "Every sealing key is retired. Make a new one with: ./muster keys rotate"
        )

    @property
    def name(self) -> str:
        """As its certificate says it, unescaped: it is written into the next certificate."""
        (found,) = self.root.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(found.value)

    def key_with(self, fingerprint: str) -> SealingKey | None:
        return next((key for key in self.keys if key.fingerprint == fingerprint), None)

    def rotate(self, now: datetime) -> SealingKey:
        """A new sealing key, in use from now on; seals by older ones stay good."""
        number = max((key.number for key in self.keys), default=0) + 1
        root_key = self.private_key(ROOT)
        key = _private_key()
        subject = _name(f"{self.name.removesuffix(' root for seals')} seal {number}")
        certificate = (
            _builder(subject, self.root.subject, key.public_key(), now, ends=_ends(self.root))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()),
                critical=False,
            )
            .sign(root_key, hashes.SHA256())
        )
        _write(self._folder, f"sealing-{number:03}", certificate, key, self._passphrase)
        made = SealingKey(number, certificate)
        self.keys = (*self.keys, made)
        return made

    def retire(self, number: int, at: datetime, reason: str) -> None:
        """Seals made with the key from `at` on are not to be trusted: it may be stolen."""
        if number not in {key.number for key in self.keys}:
            raise KeysUnusable(
                f"There is no sealing key {number}. List them with: ./muster keys list"
            )
        found = self._retired() | {number: Retired(at.astimezone(UTC), reason)}
        rows = {
            str(one): {"at": retired.at.isoformat(), "reason": retired.reason}
            for one, retired in found.items()
        }
        target = self._folder / RETIRED
        fresh = target.with_suffix(".new")
        fresh.write_text(json.dumps(rows, indent=2), "utf-8")
        fresh.replace(target)
        self.keys = tuple(
            SealingKey(key.number, key.certificate, found.get(key.number)) for key in self.keys
        )

    def private_key(self, name: str) -> rsa.RSAPrivateKey:
        """Of the root or of `sealing-NNN`. Raises KeysUnusable for a wrong passphrase."""
        try:
            raw = (self._folder / f"{name}.key").read_bytes()
            # The hub made this key itself; testing its primes each time takes half a second.
            key = serialization.load_pem_private_key(
                raw, self._passphrase, unsafe_skip_rsa_key_validation=True
            )
        except OSError as error:
            raise KeysUnusable(
                f"The private key {name} cannot be read: {error.strerror}."
            ) from error
        except (TypeError, ValueError) as error:
            raise KeysUnusable(
                f"The private key {name} does not open.",
                "Set MUSTER_KEYS_PASSPHRASE to the passphrase it was made with.",
            ) from error
        if not isinstance(key, rsa.RSAPrivateKey):
            raise KeysUnusable(f"The private key {name} is of another kind than this hub makes.")
        return key

    def _numbers(self) -> Iterator[int]:
        for path in sorted(self._folder.iterdir()):
            found = SEALING.fullmatch(path.name)
            if found:
                yield int(found.group(1))

    def _certificate(self, name: str) -> x509.Certificate:
        try:
            return x509.load_pem_x509_certificate((self._folder / f"{name}.pem").read_bytes())
        except FileNotFoundError as error:
            raise KeysUnusable(
                "This hub has no keys to seal with.", "Run: ./muster keys new"
            ) from error
        except (OSError, ValueError) as error:
            raise KeysUnusable(f"The certificate {name}.pem cannot be read.") from error

    def _retired(self) -> dict[int, Retired]:
        """Raises KeysUnusable when unreadable: a stolen key must not come back with a typo."""
        try:
            rows = json.loads((self._folder / RETIRED).read_text("utf-8"))
            found = {
                int(number): Retired(datetime.fromisoformat(row["at"]), str(row["reason"]))
                for number, row in rows.items()
            }
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise KeysUnusable(
                f"The list of retired keys, {RETIRED}, cannot be read.",
                "Put it back from the backup of the keys; without it nothing is sealed or checked.",
            ) from error
        if any(one.at.tzinfo is None for one in found.values()):
            raise KeysUnusable(
                f"A time in {RETIRED} has no zone.", "Write it as 2026-03-01T09:00Z."
            )
        return {one: Retired(it.at.astimezone(UTC), it.reason) for one, it in found.items()}


def fingerprint_of(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def pem_of(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=BITS)


def _name(text: str) -> x509.Name:
    # An X.520 common name has 64 characters at most.
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[-64:])])


def _ends(certificate: x509.Certificate) -> datetime:
    return certificate.not_valid_after_utc


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


def _write(
    folder: Path,
    name: str,
    certificate: x509.Certificate,
    key: rsa.RSAPrivateKey,
    passphrase: bytes | None,
) -> None:
    """The private half first and never over another; a ring without its key is worth nothing."""
    locked: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(passphrase)
        if passphrase
        else serialization.NoEncryption()
    )
    raw = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)
    for suffix, content in (("key", raw), ("pem", pem_of(certificate))):
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        try:
            handle = os.open(folder / f"{name}.{suffix}", flags, PRIVATE)
        except FileExistsError as error:
            raise KeysUnusable(f"{name}.{suffix} exists; somebody rotated meanwhile.") from error
        with os.fdopen(handle, "wb") as file:
            file.write(content)
