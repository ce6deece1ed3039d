"""A busy port is a sentence with a free one in it."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from muster.cli.ports import USUAL_PORT, chosen_port, is_free
from muster.domain.failures import Conflict

HOST = "127.0.0.1"


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_wanted_port_that_is_free_is_taken() -> None:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    assert chosen_port(HOST, port) == port


def test_a_wanted_port_that_is_busy_is_never_swapped_silently(busy_port: int) -> None:
    with pytest.raises(Conflict) as caught:
        chosen_port(HOST, busy_port)
    assert str(busy_port) in caught.value.sentence
    suggested = int(caught.value.what_to_do.rpartition("--port ")[2].rstrip("."))
    assert suggested > busy_port
    assert is_free(HOST, suggested)


def test_without_a_wish_the_next_free_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("muster.cli.ports.is_free", lambda _host, port: port >= USUAL_PORT + 2)
    assert chosen_port(HOST, None) == USUAL_PORT + 2


def test_when_everything_is_taken_the_person_names_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("muster.cli.ports.is_free", lambda _host, _port: False)
    for wanted in (None, 9_000, 65_535):
        with pytest.raises(Conflict, match="in use") as caught:
            chosen_port(HOST, wanted)
        assert "--port N" in caught.value.what_to_do
