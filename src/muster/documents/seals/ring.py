"""The ring of this hub, from its settings."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from muster.documents.seals.keys import KeyRing, KeysUnusable

DEMONSTRATION = "Demonstration hub"


def hub_ring() -> KeyRing:
    """Raises KeysUnusable where there are no keys; a demo hub makes its own."""
    folder, passphrase = settings.MUSTER_KEYS_DIR, settings.MUSTER_KEYS_PASSPHRASE
    try:
        return KeyRing(folder, passphrase)
    except KeysUnusable:
        if not settings.DEMO or (folder / "root.pem").exists():
            raise
    try:
        return KeyRing.make(folder, DEMONSTRATION, timezone.now(), passphrase)
    except KeysUnusable:
        # Another process of the same demo made them first.
        return KeyRing(folder, passphrase)
