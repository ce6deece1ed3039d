"""Reading files of strangers in a process of its own, with limits on time and memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Final

from muster.domain.failures import Conflict

SECONDS: Final = 10
MEMORY: Final = 1_500_000_000
AT_ONCE: Final = 2
"""Files read at the same time by one web process; the other threads go on serving pages."""

SOURCES: Final = Path(__file__).parents[2]
_places = threading.BoundedSemaphore(AT_ONCE)


def answer_apart(module: str, data: bytes, *arguments: str) -> dict[str, Any] | None:
    """What `python -m module` prints as JSON for the bytes; None when it ran out of time or memory.

    Raises Conflict when others keep all places busy.
    """
    if not _places.acquire(timeout=SECONDS):
        raise Conflict("Other files are being read just now.", "Try again in a minute.")
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            # Neither passwords nor the passphrase of the keys get there.
            env={"PYTHONPATH": str(SOURCES), "PATH": ""},
        )
        row = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    finally:
        _places.release()
    return row if isinstance(row, dict) else None


def read_within_limits() -> bytes:
    """In the process apart: set the limits, then take the file."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    return sys.stdin.buffer.read()
