"""The linter and the type checker find nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PYTHONPATH": "src",
        "MUSTER_DEMO": "1",
        "DATABASE_URL": "postgresql:///never-opened",
    }
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_ruff_finds_nothing() -> None:
    found = _run("ruff", "check", "--no-cache", "src", "tests", "bench", "muster")
    assert found.returncode == 0, found.stdout


def test_every_file_is_formatted() -> None:
    found = _run("ruff", "format", "--no-cache", "--check", "src", "tests", "bench", "muster")
    assert found.returncode == 0, found.stdout


def test_mypy_finds_nothing() -> None:
    found = _run("mypy", "src", "--cache-dir", "var/mypy")
    assert found.returncode == 0, found.stdout
