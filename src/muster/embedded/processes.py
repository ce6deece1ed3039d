"""Long-running child processes that start, speak and stop together (web and worker)."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from muster.embedded.parentage import dies_with_parent

LINES_SHOWN = 15
FORWARDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _to_standard_error(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@dataclass
class _Child:
    name: str
    process: "subprocess.Popen[str]"
    tail: deque[str] = field(default_factory=lambda: deque(maxlen=LINES_SHOWN))
    reader: threading.Thread | None = None


class Supervisor:
    """Starts named children, passes their lines on, and stops all of them when one ends.

    Nothing is restarted: a hub that loses a part says so and ends. Start the children and call
    `run` from the main thread; the kernel ends the children when that thread is gone.
    """

    def __init__(
        self, *, grace_seconds: float = 5.0, echo: Callable[[str], None] = _to_standard_error
    ) -> None:
        self._grace_seconds = grace_seconds
        self._echo = echo
        self._children: list[_Child] = []
        self._asked = threading.Event()
        self._hurry = threading.Event()

    def start(
        self,
        name: str,
        argv: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> int:
        """Start a child and return its process id. `env` is its whole environment, if given.

        Raises OSError when the program cannot be run.
        """
        environment = dict(os.environ if env is None else env)
        environment.setdefault("PYTHONUNBUFFERED", "1")  # its lines should come as they happen
        process = subprocess.Popen(
            list(argv),
            env=environment,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            errors="replace",
            start_new_session=True,  # Ctrl-C reaches us alone, and we stop them in order
            preexec_fn=dies_with_parent(signal.SIGTERM),  # noqa: PLW1509
        )
        child = _Child(name, process)
        child.reader = threading.Thread(target=self._read, args=(child,), daemon=True)
        child.reader.start()
        self._children.append(child)
        return process.pid

    def run(self) -> int:
        """Wait for Ctrl-C, SIGTERM or the end of a child, then stop everything.

        Returns 0 when asked to stop, else the status of the child that ended (1 if it was 0, and
        128 plus the signal's number if it was killed).
        """
        with self._signals():
            try:
                while not self._asked.wait(0.1):
                    ended = next((c for c in self._children if c.process.poll() is not None), None)
                    if ended is not None:
                        return self._report(ended)
                return 0
            finally:
                self.stop()

    def stop(self) -> None:
        """Stop all children in reverse order: SIGTERM, then SIGKILL when their time is up."""
        children, self._children = self._children, []
        for position, child in enumerate(reversed(children)):
            share = self._grace_seconds / (len(children) - position + 1)
            with contextlib.suppress(ProcessLookupError):
                child.process.terminate()
            self._await_end(child, share)
            if child.process.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.process.pid, signal.SIGKILL)  # and whatever it started itself
            child.process.wait()
            if child.reader is not None:
                child.reader.join(timeout=1.0)

    def ask_to_stop(self) -> None:
        """Make `run` return; may be called from any thread."""
        self._asked.set()

    def _await_end(self, child: _Child, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while child.process.poll() is None and time.monotonic() < deadline:
            if self._hurry.wait(0.02):
                return

    def _read(self, child: _Child) -> None:
        output = child.process.stdout
        if output is None:
            return
        with output:
            for line in output:
                child.tail.append(line.rstrip("\n"))
                self._echo(f"{child.name}: {child.tail[-1]}")

    def _report(self, ended: _Child) -> int:
        status = ended.process.wait()
        if ended.reader is not None:
            ended.reader.join(timeout=1.0)
        how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
        others = [child.name for child in self._children if child is not ended]
        also = f" Stopping {' and '.join(others)} too." if others else ""
        shown = "\n    ".join(["", *ended.tail]) if ended.tail else " none."
        self._echo(f"{ended.name} {how}.{also} Its last lines were:{shown}")
        return 128 - status if status < 0 else status or 1

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """While inside, the first signal asks for an end and the second one for a quick end."""

        def handle(_number: int, _frame: FrameType | None) -> None:
            if self._asked.is_set():
                self._hurry.set()
            self._asked.set()

        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, handle) for number in FORWARDED}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
