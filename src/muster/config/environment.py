"""Reads settings from environment variables and fails with a sentence when one is missing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes or on; raises ImproperlyConfigured for anything unreadable."""
    raw = os.environ.get(name, "").strip().lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"Set {name} to yes or no; it is {raw!r}.")


def text(name: str, default: str | None = None) -> str:
    """The variable's value; raises ImproperlyConfigured when it is absent without a default."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def secret(name: str, default: str | None = None) -> str:
    """As `text`, or the content of the file that NAME_FILE names, as container platforms hand
    secrets over. Raises ImproperlyConfigured when both are set or the file cannot be read."""
    path = os.environ.get(f"{name}_FILE", "").strip()
    if not path:
        return text(name, default)
    if os.environ.get(name, "").strip():
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}.") from error
    if not value:
        raise ImproperlyConfigured(f"{name}_FILE names an empty file.")
    return value


def folder(name: str, default: Path) -> Path:
    return Path(text(name, str(default)))


def number(name: str, default: int) -> int:
    """A whole number; raises ImproperlyConfigured for anything else."""
    raw = text(name, str(default))
    if not (raw.isascii() and raw.isdigit()):
        raise ImproperlyConfigured(f"Set {name} to a whole number; it is {raw!r}.")
    return int(raw)


def refuse_a_public_demo(origin: str, hosts: list[str]) -> None:
    """A demo signs anybody in and has a known key: it serves this machine only."""
    loopback = {"127.0.0.1", "localhost", "::1", "[::1]", "testserver"}
    strangers = {host for host in hosts if host not in loopback}
    if strangers or (urlsplit(origin).hostname or "") not in loopback:
        raise ImproperlyConfigured(
            "MUSTER_DEMO=1 serves loopback only. For a real hub leave it out and set "
            "MUSTER_SECRET_KEY, MUSTER_ORIGIN and MUSTER_HOSTS."
        )


def words(name: str, default: str) -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for a postgresql:// address, socket directories included."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL has to start with postgresql://.")
    options = dict(parse_qsl(parts.query))
    netloc_host = unquote(parts.netloc.rpartition("@")[2].partition(":")[0])
    return {
        "ENGINE": "muster.authz.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", netloc_host),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
