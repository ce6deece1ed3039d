"""Which port the hub listens on."""

from __future__ import annotations

import socket

from muster.domain.failures import Conflict

USUAL_PORT = 8000
PORTS_TRIED = 50
LARGEST_PORT = 65_535


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def chosen_port(host: str, wanted: int | None) -> int:
    """The wanted port, or without a wish the first free one from 8000 on.

    Raises Conflict naming the next free port when the wanted one is taken.
    """
    if wanted is not None and is_free(host, wanted):
        return wanted
    first = USUAL_PORT if wanted is None else wanted + 1
    last = min(first + PORTS_TRIED, LARGEST_PORT + 1)
    found = next((port for port in range(first, last) if is_free(host, port)), None)
    if wanted is None and found is not None:
        return found
    taken = f"Port {wanted} is in use." if wanted else f"Ports {first} to {last - 1} are in use."
    hint = f"Port {found} is free: add --port {found}." if found else "Name a free one: --port N."
    raise Conflict(taken, hint)
