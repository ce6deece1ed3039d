"""Only who seals or hands in a file waits for the signing library to be loaded."""

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
import muster.config.urls, muster.agreements.jobs
print("pyhanko" in sys.modules)
"""


def test_pages_jobs_and_commands_start_without_the_signing_library() -> None:
    found = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=False, cwd=SOURCES
    )

    assert found.stdout.strip() == "False", found.stderr[-2_000:]
