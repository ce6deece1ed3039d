"""The queue, on the hub's own database. Contexts declare their jobs in `<context>/jobs.py`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from enum import StrEnum
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from muster.authz.sight import everything

RETRY = RetryStrategy(max_attempts=6, exponential_wait=4)
"""Waits 4 s, 16 s, … about half an hour in all, then the job is marked failed."""

every = app.periodic

P = ParamSpec("P")
R = TypeVar("R")


def job(**options: Any) -> Callable[[Callable[P, R]], Task[P, R, P]]:
    """Declare a job; the options are the queue's. It acts for the hub, so it sees everything."""

    def declare(function: Callable[P, R]) -> Task[P, R, P]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with everything():
                return function(*args, **kwargs)

        task: Task[P, R, P] = app.task(**options)(run)
        return task

    return declare


def enqueue(name: StrEnum, *, once_per: str = "", **arguments: str) -> None:
    """Queue a job in the current transaction: no commit, no job.

    With `once_per`, nothing is queued while a job of this name waits for the same thing.
    """
    lock = f"{name.value}:{once_per}" if once_per else None
    task = app.configure_task(name.value, allow_unknown=True, queueing_lock=lock)
    # The savepoint keeps the transaction alive when the queue refuses the second of two.
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.defer(**arguments)


def work_off() -> None:
    """Run everything that is due in this process, then return. For the command line and tests.

    The worker gets a thread of its own: the caller's may already keep an event loop.
    """
    with ThreadPoolExecutor(max_workers=1) as aside:
        aside.submit(_work_off).result()


def _work_off() -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as here:  # type: ignore[attr-defined]
        here.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
