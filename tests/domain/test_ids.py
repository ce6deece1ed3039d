"""Identifiers: version 7, never twice, and in the order they were made."""

from __future__ import annotations

import threading
import time
from uuid import UUID

import pytest

from muster.domain import ids
from muster.domain.ids import uuid7


def test_each_is_greater_than_the_one_before() -> None:
    made = [uuid7() for _ in range(5_000)]

    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_it_is_a_version_7_of_the_usual_variant_and_carries_the_time() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()

    assert (made.version, made.variant) == (7, UUID(int=0x2 << 62).variant)
    assert 0 <= (made.int >> 80) - before < 60_000


def test_a_clock_that_steps_back_does_not_step_the_order_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = uuid7()
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1)

    assert uuid7() > before


def test_a_full_millisecond_borrows_from_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    full = (1 << ids.RANDOM_BITS) - 1
    monkeypatch.setattr(ids, "_last", (2_000_000_000_000_000 & ((1 << 48) - 1), full))
    last_of_it = UUID(
        int=(ids._last[0] << 80) | 0x7 << 76 | 0xFFF << 64 | 0x2 << 62 | (1 << 62) - 1
    )

    made = uuid7()

    assert made > last_of_it
    assert made.version == 7


def test_many_threads_never_make_the_same() -> None:
    made: list[UUID] = []
    threads = [
        threading.Thread(target=lambda: made.extend([uuid7() for _ in range(500)]))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(made)) == 4_000
