"""Bearer secrets: shown once, kept only as a digest."""

from __future__ import annotations

import hashlib
import secrets
import zlib

SECRET_BYTES = 32


def new_secret(prefix: str = "") -> str:
    """256 random bits, URL-safe, behind an optional prefix that tells what it opens."""
    return f"{prefix}{secrets.token_urlsafe(SECRET_BYTES)}"


def digest(secret: str) -> str:
    """SHA-256 in hexadecimal. Enough for random secrets; never for passwords people choose."""
    return hashlib.sha256(secret.encode()).hexdigest()


CHECKED_DIGITS = 8


def new_checked_secret(prefix: str) -> str:
    """As `new_secret`, with a checksum at its end: scanners of source code can tell a real one, and
    the hub refuses a mistyped one without asking the database."""
    secret = new_secret(prefix)
    return f"{secret}{_checksum(secret)}"


def is_checked_secret(secret: str, prefix: str) -> bool:
    """Whether the checksum fits; says nothing about whether the secret was ever given out."""
    if not secret.isascii() or not secret.startswith(prefix) or len(secret) > 200:
        return False
    return secret[-CHECKED_DIGITS:] == _checksum(secret[:-CHECKED_DIGITS])


def _checksum(secret: str) -> str:
    return f"{zlib.crc32(secret.encode()):0{CHECKED_DIGITS}x}"
