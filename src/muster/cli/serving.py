"""Running the hub: the web server and the worker as children that live and end together."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable

from muster.cli.running_demo import FIRST_PAGE, answers
from muster.embedded.processes import Supervisor

WEB_PROCESSES = 2
WEB_THREADS = 4
READY_SECONDS = 60.0


def web_command(host: str, port: int) -> list[str]:
    """gunicorn, which loads the hub once and then forks."""
    return [
        *(sys.executable, "-m", "gunicorn", "muster.config.wsgi:application"),
        *("--bind", f"{host}:{port}"),
        *("--worker-class", "gthread"),
        *("--workers", str(WEB_PROCESSES), "--threads", str(WEB_THREADS)),
        *("--preload", "--no-control-socket", "--graceful-timeout", "3"),
        *("--log-level", "warning"),
    ]


def worker_command() -> list[str]:
    """The worker that sends mails, lets offers lapse and proposes the next best."""
    return [sys.executable, "-m", "django", "procrastinate", "worker"]


def run_hub(host: str, port: int, *, on_ready: Callable[[], None]) -> int:
    """Web and worker until Ctrl-C or the end of one; answers the exit code.

    `on_ready` is called once, from another thread, when the first page is served.
    """
    supervisor = Supervisor()
    supervisor.start("web", web_command(host, port))
    supervisor.start("worker", worker_command())
    over = threading.Event()
    address = f"http://{host}:{port}{FIRST_PAGE}"
    waiter = threading.Thread(target=_when_ready, args=(address, on_ready, over), daemon=True)
    waiter.start()
    try:
        return supervisor.run()
    finally:
        over.set()


def say(line: str, *more: str) -> None:
    """A line of progress, at once, even into a pipe."""
    print("\n".join((line, *more)), flush=True)


def _when_ready(address: str, on_ready: Callable[[], None], over: threading.Event) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and not over.is_set():
        if answers(address, patience=10.0):
            if not over.is_set():
                on_ready()
            return
        over.wait(0.1)
