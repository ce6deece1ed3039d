"""Reading the chain back: is every link intact?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from muster.audit.chain import GENESIS, digest_of
from muster.audit.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Verification:
    """What a full pass found. `broken_at` is the first sequence number that does not fit."""

    events: int
    head: str
    broken_at: int | None = None
    reason: str = ""

    @property
    def intact(self) -> bool:
        return self.broken_at is None


def verify(progress: Callable[[int], None] | None = None) -> Verification:
    """Recompute every digest in order. Sees changes, insertions and deletions inside the chain.

    A cut at the end shows only against a head that was written down elsewhere.
    """
    expected_sequence, digest = 1, GENESIS
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=5000):
        reason = _fault(event, expected_sequence, digest)
        if reason:
            return Verification(expected_sequence - 1, digest, expected_sequence, reason)
        digest = event.digest
        if progress and expected_sequence % 1000 == 0:
            progress(expected_sequence)
        expected_sequence += 1
    return Verification(expected_sequence - 1, digest)


def _fault(event: AuditEvent, expected_sequence: int, previous_digest: str) -> str:
    if event.sequence != expected_sequence:
        return f"Event {expected_sequence} is missing; {event.sequence} stands in its place."
    if event.previous_digest != previous_digest:
        return f"Event {event.sequence} does not follow the one before it."
    if event.digest != digest_of(event):
        return f"Event {event.sequence} was changed after it was written."
    return ""
