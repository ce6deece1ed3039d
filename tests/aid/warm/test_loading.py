"""Only what matches waits for compiled code to be loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import muster

SOURCES = Path(muster.__file__).parents[1]
LOADED = """
import sys
from muster.cli import app, environment
environment.start_django()
import muster.config.urls, muster.aid.jobs
print("numba" in sys.modules)
"""


def test_pages_jobs_and_commands_start_without_the_compiler() -> None:
    found = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=False, cwd=SOURCES
    )

    assert found.stdout.strip() == "False", found.stderr[-2_000:]
