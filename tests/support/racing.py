"""Several things at the same moment, each in a thread with a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

from django.db import connection

PATIENCE = 30.0


def race(*runners: Callable[[], Any]) -> list[Any]:
    """Start all at once; answers each one's result, or the exception it ended with, in order."""
    gate = threading.Barrier(len(runners))
    results: list[Any] = [None] * len(runners)

    def run(index: int, runner: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(PATIENCE)
            results[index] = runner()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(index, runner), daemon=True)
        for index, runner in enumerate(runners)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "A racer never arrived: a deadlock?"
    return results


def until_others_are_done() -> None:
    """Tests beside this one run transactions on the same server, which hold notes back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        (next_one,) = cursor.fetchone()
        end = monotonic() + 4 * PATIENCE
        while monotonic() < end:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] >= next_one:
                return
            sleep(0.05)
    raise AssertionError("a transaction beside this test runs on and on")
