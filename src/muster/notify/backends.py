"""A mail backend that writes each message as one file into a folder, for demo and drills."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_clock_lock = threading.Lock()
_last_tick = 0


class OutboxBackend(BaseEmailBackend):
    """Writes to `folder`, or to `settings.MUSTER_OUTBOX`. A reader never sees half a message."""

    def __init__(
        self, fail_silently: bool = False, folder: Path | None = None, **options: Any
    ) -> None:
        super().__init__(fail_silently=fail_silently, **options)
        chosen = folder or getattr(settings, "MUSTER_OUTBOX", None)
        if chosen is None:
            raise ImproperlyConfigured("Set MUSTER_OUTBOX to the folder that mail is written to.")
        self.folder = Path(chosen)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many messages were written. Raises OSError unless told to fail silently."""
        written = 0
        for message in email_messages:
            if not message.recipients():
                continue
            try:
                write_message(self.folder, message.message().as_bytes())
            except OSError:
                if not self.fail_silently:
                    raise
            else:
                written += 1
        return written


def write_message(folder: Path, content: bytes) -> Path:
    """The new .eml file in `folder`, readable by the owner only: mail carries one-time links."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=folder, prefix=".unfinished-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        final = folder / f"{_new_id()}.eml"
        Path(unfinished).replace(final)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    return final


def _new_id() -> str:
    """Sorts by time to the nanosecond; the random tail keeps two processes apart."""
    seconds, nanoseconds = divmod(_tick(), 1_000_000_000)
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%Y%m%dT%H%M%S}.{nanoseconds:09d}Z-{uuid4().hex[:12]}"


def _tick() -> int:
    """Nanoseconds since 1970 that always grow, though clocks are coarse and step back."""
    global _last_tick
    with _clock_lock:
        _last_tick = max(_last_tick + 1, time.time_ns())
        return _last_tick
