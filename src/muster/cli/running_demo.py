"""Where a demo runs on this checkout, if one does, so that other commands can join it."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FILE_NAME = "demo-address"
LOOPBACK = "http://127.0.0.1:"
FIRST_PAGE = "/sign-in/"


def running_demo(var: Path) -> str:
    """The address of the running demo, which has just answered; empty when there is none."""
    with suppress(OSError, UnicodeDecodeError):
        address = (var / FILE_NAME).read_text().strip()
        if address.startswith(LOOPBACK) and answers(address + FIRST_PAGE):
            return address
    return ""


@contextmanager
def announced(var: Path, address: str) -> Iterator[None]:
    """While the block runs, other commands can find the demo. A killed one leaves no answer."""
    file = var / FILE_NAME
    file.write_text(address)
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def answers(address: str, *, patience: float = 2.0) -> bool:
    """Whether a page comes from that address; a refusal is an answer too."""
    try:
        with urllib.request.urlopen(address, timeout=patience):  # noqa: S310 (our own address)
            return True
    except urllib.error.HTTPError:
        return True
    except (OSError, ValueError):
        return False
