"""Places for throwaway servers, and supervisors that can be killed."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from muster.embedded import location
from muster.embedded.cluster import Cluster
from muster.embedded.leftovers import server_processes

SOURCES = Path(location.__file__).parents[2]


@pytest.fixture
def open_directory() -> Iterator[Path]:
    """A short directory that every user may enter, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="m"))
    path.chmod(0o755)
    yield path
    for data in path.rglob("data"):
        for pid in server_processes(data):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def cluster(open_directory: Path) -> Iterator[Cluster]:
    """A server that is not started yet and is stopped in the end."""
    made = Cluster(open_directory / "pg", durable=False)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def shared() -> Iterator[Cluster]:
    """A running server for the tests that only use databases."""
    path = Path(tempfile.mkdtemp(prefix="m"))
    path.chmod(0o755)
    with Cluster(path / "pg", durable=False).running() as running:
        yield running
    shutil.rmtree(path)


@pytest.fixture
def python_child() -> Iterator[Callable[[str], "subprocess.Popen[str]"]]:
    """Starts Python code in a process of its own that can import muster."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", code],
            env={**os.environ, "PYTHONPATH": str(SOURCES)},
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
