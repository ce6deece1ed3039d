"""The ring of this hub, from its settings, and a seal for papers that cannot wait for one."""

from __future__ import annotations

import logging
import time
from typing import Final

from django.conf import settings
from django.utils import timezone

from muster.documents.seals.keys import KeyRing, KeysUnusable

DEMONSTRATION = "Demonstration hub"
_PATIENCE: Final = 2.0
_log = logging.getLogger(__name__)


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
        return _made_by_another()


def sealed_if_possible(pdf: bytes, *, reason: str) -> tuple[bytes, int | None]:
    """The paper with the seal and its key's number; as it is, and None, where no key can seal.

    For papers people leave with at night: without a seal they still have their code, and a
    missing paper helps nobody. The log says why.
    """
    # The library takes a third of a second to load; only who seals waits for it.
    from muster.documents.seals.sealing import seal

    try:
        ring = hub_ring()
        return seal(pdf, reason=reason, ring=ring), ring.active.number
    except (KeysUnusable, OSError) as error:
        _log.warning("issued without a seal: %s", error)
        return pdf, None


def _made_by_another() -> KeyRing:
    """Another process of the same demo makes them at this moment."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return KeyRing(settings.MUSTER_KEYS_DIR, settings.MUSTER_KEYS_PASSPHRASE)
        except KeysUnusable:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
