"""Identifiers that sort by the moment they were made."""

from __future__ import annotations

import secrets
import threading
import time
from uuid import UUID

RANDOM_BITS = 74
STEP_BITS = 32

_lock = threading.Lock()
_last = (0, 0)


def uuid7() -> UUID:
    """A version 7 UUID (RFC 9562 §5.7): 48 bits of Unix milliseconds, 74 random bits.

    Within a process each is greater than the one before, also within a millisecond and when the
    clock steps back (§6.2, method 2): rows made together keep the order they were made in.
    """
    milliseconds, random = _next()
    value = milliseconds << 80 | 0x7 << 76 | (random >> 62) << 64
    return UUID(int=value | 0x2 << 62 | random & ((1 << 62) - 1))


def _next() -> tuple[int, int]:
    global _last
    with _lock:
        now = time.time_ns() // 1_000_000
        before, random = _last
        if now > before:
            _last = now, secrets.randbits(RANDOM_BITS)
        else:
            random += 1 + secrets.randbits(STEP_BITS)
            # A millisecond that is full borrows from the next.
            _last = before + (random >> RANDOM_BITS), random & ((1 << RANDOM_BITS) - 1)
        return _last
