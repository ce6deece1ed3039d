"""What a hub that is not a demo has to have before it starts. Each refusal says what to set."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 50
FEWEST_CHARACTERS = 12
"""Different ones in a key; a key of one repeated letter is as long and guards nothing."""
DEMO_KEY = "demo-only-key-that-guards-nothing-real"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
_NEW_KEY = "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"


def refuse_an_unsafe_hub(
    *, secret_key: str, debug: bool, origin: str, hosts: list[str], security_contact: str
) -> None:
    """Raises ImproperlyConfigured with everything that is wrong, a sentence each."""
    faults = [
        *_of_key(secret_key),
        *(["Muster never runs with DEBUG outside of a demo: it shows secrets."] if debug else []),
        *_of_address(origin, hosts),
        *_of_contact(security_contact),
    ]
    if faults:
        raise ImproperlyConfigured("This hub is not safe to start. " + " ".join(faults))


def _of_key(key: str) -> Iterator[str]:
    if key == DEMO_KEY or "demo" in key.lower() or "insecure" in key.lower():
        yield f"MUSTER_SECRET_KEY is a demo's key, which everybody knows. {_NEW_KEY}"
    elif len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS:
        yield f"MUSTER_SECRET_KEY is too easy to guess. {_NEW_KEY}"


def _of_address(origin: str, hosts: list[str]) -> Iterator[str]:
    parts = urlsplit(origin)
    here = parts.hostname or ""
    if parts.scheme != "https" and here not in LOOPBACK:
        yield f"MUSTER_ORIGIN has to begin with https://; it is {origin!r}."
    if parts.path.strip("/") or parts.query:
        yield f"MUSTER_ORIGIN ends after the host name; it is {origin!r}."
    if any("*" in host or host.startswith(".") for host in hosts):
        yield "MUSTER_HOSTS names each host; a wildcard lets others write links into our mail."
    elif here not in {host.strip("[]") for host in hosts}:
        yield f"MUSTER_HOSTS has to name {here or 'the host of MUSTER_ORIGIN'}."


def _of_contact(contact: str) -> Iterator[str]:
    if not contact.startswith(("mailto:", "https://")):
        yield (
            "Set MUSTER_SECURITY_CONTACT to where a weakness is reported, "
            "such as mailto:security@aid.example.gov."
        )
