"""The queue, on the hub's own database. Contexts declare their jobs in `<context>/jobs.py`."""

from __future__ import annotations

from enum import StrEnum

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

RETRY = RetryStrategy(max_attempts=6, exponential_wait=4)
"""Waits 4 s, 16 s, … about half an hour in all, then the job is marked failed."""

job = app.task
every = app.periodic


def enqueue(name: StrEnum, **arguments: str) -> None:
    """Queue a job in the current transaction: no commit, no job."""
    app.configure_task(name.value, allow_unknown=True).defer(**arguments)


def work_off() -> None:
    """Run everything that is due in this process, then return. For the command line and tests."""
    with app.replace_connector(app.connector.get_worker_connector()) as here:  # type: ignore[attr-defined]
        here.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
