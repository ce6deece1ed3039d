"""The demo for real: one process starts it, one click signs in, Ctrl-C ends it, kill -9 too."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.real_data import atlas_path

from muster.cli.running_demo import FILE_NAME, announced, running_demo
from muster.embedded.leftovers import server_processes

SOURCES = Path(__file__).resolve().parents[2] / "src"
PATIENCE = 90.0


@pytest.fixture
def var() -> Iterator[Path]:
    """A place the database's unprivileged user can enter, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="m"))
    path.chmod(0o755)
    yield path
    for pid in server_processes(path / "postgres" / "data"):
        os.kill(pid, signal.SIGKILL)
    shutil.rmtree(path, ignore_errors=True)


class Demo:
    """A demo in a process of its own, ready once it has printed everything."""

    def __init__(self, var: Path) -> None:
        environment = {**os.environ, "MUSTER_VAR": str(var), "PYTHONPATH": str(SOURCES)}
        for name in ("DATABASE_URL", "MUSTER_OUTBOX", "MUSTER_ORIGIN"):
            environment.pop(name, None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "muster.cli", "demo", "--no-open"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        watchdog = threading.Timer(PATIENCE, self.process.kill)
        watchdog.start()
        for line in self.process.stdout or ():
            self.lines.append(line.strip())
            if "Ctrl-C stops it" in line:
                break
        watchdog.cancel()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        output, _ = self.process.communicate(timeout=30)
        self.lines += output.splitlines()
        return self.process.returncode


def _opened(address: str) -> str:
    cookies = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with cookies.open(address, timeout=20) as page:
        text: str = page.read().decode()
    return text


def test_the_demo_starts_signs_in_stops_and_survives_a_kill(var: Path) -> None:
    atlas_path()
    first = Demo(var)
    try:
        links = re.findall(r"http://127\.0\.0\.1:\d+/sign-in/demo/\S+", first.text)
        assert len(links) == 5, first.text
        assert "Synthetic IT Director (Keene)" in _opened(links[0])
        assert running_demo(var) in first.text
    finally:
        code = first.end(signal.SIGINT)
    assert code == 0
    assert "Stopped. Everything is kept" in first.text
    assert running_demo(var) == ""
    second = Demo(var)
    try:
        assert "✓ Tables" in first.text
        assert "✓ Tables" not in second.text
        assert "✓ Demo hub" not in second.text
    finally:
        second.end(signal.SIGKILL)
    third = Demo(var)
    try:
        assert "Ctrl-C stops it" in third.text, third.text
    finally:
        assert third.end(signal.SIGTERM) == 0


def test_an_address_left_by_a_killed_demo_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("http://127.0.0.1:1")
    assert running_demo(tmp_path) == ""


def test_only_an_address_on_this_machine_is_asked(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("http://demo.synthetic.example:80")
    assert running_demo(tmp_path) == ""


def test_the_address_is_gone_when_the_demo_ends(tmp_path: Path) -> None:
    with announced(tmp_path, "http://127.0.0.1:1"):
        assert (tmp_path / FILE_NAME).exists()
    assert not (tmp_path / FILE_NAME).exists()
