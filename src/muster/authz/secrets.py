"""Bearer secrets: shown once, kept only as a digest."""

from __future__ import annotations

import hashlib
import secrets

SECRET_BYTES = 32


def new_secret(prefix: str = "") -> str:
    """256 random bits, URL-safe, behind an optional prefix that tells what it opens."""
    return f"{prefix}{secrets.token_urlsafe(SECRET_BYTES)}"


def digest(secret: str) -> str:
    """SHA-256 in hexadecimal. Enough for random secrets; never for passwords people choose."""
    return hashlib.sha256(secret.encode()).hexdigest()
