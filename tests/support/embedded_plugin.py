"""Loaded before Django's settings: points a test run at a throwaway database server of its own.

Two runs in one checkout never share a server: each takes the first free one. The workers of one
run do share, through the environment their controller hands down.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from muster.embedded.cluster import Cluster  # noqa: E402

CLUSTER = "MUSTER_TEST_CLUSTER"
"""Environment variable: where this run's server lives."""

MOST_RUNS = 8
_open_locks: list[int] = []


def _free_place() -> Path:
    """The first place no other run uses. Ours until this process ends."""
    home = ROOT / "var"
    home.mkdir(exist_ok=True)
    for number in range(MOST_RUNS):
        place = home / ("test-postgres" if not number else f"test-postgres-{number}")
        descriptor = os.open(f"{place}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
        else:
            _open_locks.append(descriptor)
            return place
    raise pytest.UsageError(f"{MOST_RUNS} test runs use this checkout. Wait for one to end.")


_is_worker = "PYTEST_XDIST_WORKER" in os.environ
if not _is_worker:
    os.environ[CLUSTER] = str(_free_place())
    os.environ["MUSTER_VAR"] = tempfile.mkdtemp(prefix="muster-tests-")
    Path(os.environ["MUSTER_VAR"], "static").mkdir()

CLUSTER_OF_THIS_RUN = Cluster(Path(os.environ[CLUSTER]), durable=False)
_variables = {
    "MUSTER_DEMO": "1",
    "MUSTER_OUTBOX": str(Path(os.environ["MUSTER_VAR"]) / "outbox"),
    "DATABASE_URL": CLUSTER_OF_THIS_RUN.url("muster"),
}
os.environ.update(_variables)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Workers come and go in any order, so their controller owns the server."""
    CLUSTER_OF_THIS_RUN.start()


def pytest_unconfigure() -> None:
    CLUSTER_OF_THIS_RUN.stop()
    if not _is_worker:
        shutil.rmtree(os.environ["MUSTER_VAR"], ignore_errors=True)
