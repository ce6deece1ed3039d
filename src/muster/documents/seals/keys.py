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
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from muster.documents.seals.certificates import issued, new_root
from muster.domain.failures import Conflict

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
        locked = passphrase.encode() or None
        key, root = new_root(name, now)
        first, certificate = issued(root, key, f"{name} seal 1", now)
        # The root's certificate last: where it stands, the ring is whole.
        _write_key(folder, ROOT, key, locked)
        _write_key(folder, "sealing-001", first, locked)
        _write_certificate(folder, "sealing-001", certificate)
        _write_certificate(folder, ROOT, root)
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
        hub = self.name.removesuffix(" root for seals")
        key, certificate = issued(self.root, self.private_key(ROOT), f"{hub} seal {number}", now)
        # A key without a certificate is in use by nobody, should this be cut short between them.
        _write_key(self._folder, f"sealing-{number:03}", key, self._passphrase)
        _write_certificate(self._folder, f"sealing-{number:03}", certificate)
        made = SealingKey(number, certificate)
        self.keys = (*self.keys, made)
        return made

    def retire(self, number: int, at: datetime, reason: str) -> None:
        """Seals made with the key from `at` on are not to be trusted: it may be stolen."""
        if number not in {key.number for key in self.keys}:
            raise KeysUnusable(
                f"There is no sealing key {number}. List them with: ./muster keys list"
            )
        earlier = self._retired().get(number)
        if earlier is not None and at > earlier.at:
            raise KeysUnusable(
                f"Key {number} is retired from {earlier.at:%Y-%m-%d %H:%M} UTC on.",
                "Only an earlier moment can be set: what was not trusted once never is again.",
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


def _write_key(folder: Path, name: str, key: rsa.RSAPrivateKey, passphrase: bytes | None) -> None:
    locked: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(passphrase)
        if passphrase
        else serialization.NoEncryption()
    )
    _write(
        folder / f"{name}.key",
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked),
    )


def _write_certificate(folder: Path, name: str, certificate: x509.Certificate) -> None:
    _write(folder / f"{name}.pem", pem_of(certificate))


def _write(path: Path, content: bytes) -> None:
    """On the disk before anything is signed with it, and never over another."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    except FileExistsError as error:
        raise KeysUnusable(
            f"{path.name} exists: somebody makes keys at this moment, or was cut short at it.",
            f"Try again in a minute; if it still says so, move {path.name} away and try again.",
        ) from error
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
