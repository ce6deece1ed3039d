"""Children that start, speak and stop together."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from muster.embedded.processes import Supervisor

PYTHON = sys.executable
SLEEPER = "import time; print('up'); time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up'); time.sleep(60)"
PARENT = """
import sys
from muster.embedded.processes import Supervisor
supervisor = Supervisor(echo=lambda line: print(line, flush=True))
for name in ("web", "worker"):
    print(supervisor.start(name, [sys.executable, "-c", {code!r}]), flush=True)
sys.exit(supervisor.run())
"""

Starter = Callable[[str], "subprocess.Popen[str]"]


class Heard(list[str]):
    """Collects the lines of a supervisor."""

    def wait_for(self, wanted: Sequence[str], seconds: float = 10.0) -> None:
        deadline = time.monotonic() + seconds
        while not set(wanted) <= set(self):
            assert time.monotonic() < deadline, list(self)
            time.sleep(0.02)


@pytest.fixture
def heard() -> Heard:
    return Heard()


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone_within(pids: Sequence[int], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while any(alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_when_one_child_dies_the_other_is_stopped_and_a_sentence_says_which(heard: Heard) -> None:
    supervisor = Supervisor(echo=heard.append)
    worker = supervisor.start("worker", [PYTHON, "-c", SLEEPER])
    supervisor.start("web", [PYTHON, "-c", "print('port taken'); raise SystemExit(3)"])
    assert supervisor.run() == 3
    assert not alive(worker)
    last = heard[-1] if "web ended" in heard[-1] else heard[-2]
    assert last.startswith("web ended with status 3. Stopping worker too.")
    assert "port taken" in last


@pytest.mark.parametrize(("code", "status"), [("", 1), ("import os; os.kill(os.getpid(), 9)", 137)])
def test_a_server_that_ends_is_a_failure_even_with_status_0(
    heard: Heard, code: str, status: int
) -> None:
    supervisor = Supervisor(echo=heard.append)
    supervisor.start("web", [PYTHON, "-c", code])
    assert supervisor.run() == status


def test_children_are_stopped_in_reverse_order(heard: Heard) -> None:
    farewell = "import signal, sys, time\nsignal.signal(15, lambda *_: sys.exit(print('bye')))\n"
    supervisor = Supervisor(echo=heard.append)
    for name in ("database", "web", "worker"):
        supervisor.start(name, [PYTHON, "-c", f"{farewell}print('up')\ntime.sleep(60)"])
    heard.wait_for(["database: up", "web: up", "worker: up"])
    supervisor.stop()
    byes = [line for line in heard if line.endswith("bye")]
    assert byes == ["worker: bye", "web: bye", "database: bye"]


def test_a_child_that_ignores_sigterm_is_killed_within_the_grace_time(heard: Heard) -> None:
    supervisor = Supervisor(grace_seconds=0.5, echo=heard.append)
    pids = [supervisor.start(name, [PYTHON, "-c", STUBBORN]) for name in ("web", "worker")]
    heard.wait_for(["web: up", "worker: up"])
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 3
    assert not any(alive(pid) for pid in pids)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_stop_everything_with_status_0(
    python_child: Starter, number: signal.Signals
) -> None:
    parent, pids = _family(python_child)
    parent.send_signal(number)
    assert parent.wait(10) == 0
    assert not any(alive(pid) for pid in pids)


def test_kill_9_of_the_supervisor_takes_the_children_with_it(python_child: Starter) -> None:
    parent, pids = _family(python_child)
    parent.kill()
    parent.wait()
    assert gone_within(pids, 5)


def test_another_thread_can_ask_for_the_end(heard: Heard) -> None:
    supervisor = Supervisor(echo=heard.append)
    supervisor.start("web", [PYTHON, "-c", SLEEPER])
    threading.Timer(0.3, supervisor.ask_to_stop).start()
    assert supervisor.run() == 0


def test_a_child_sees_exactly_the_environment_it_is_given(heard: Heard) -> None:
    supervisor = Supervisor(echo=heard.append)
    show = "import os; print(sorted(k for k in os.environ if k != 'LC_CTYPE'))"
    supervisor.start("web", [PYTHON, "-c", show], env={"HUB": "1"}, cwd=Path("/"))
    supervisor.run()
    assert "web: ['HUB', 'PYTHONUNBUFFERED']" in heard


def test_the_signal_handlers_are_put_back(heard: Heard) -> None:
    before = signal.getsignal(signal.SIGTERM)
    supervisor = Supervisor(echo=heard.append)
    supervisor.start("web", [PYTHON, "-c", ""])
    supervisor.run()
    assert signal.getsignal(signal.SIGTERM) is before


def _family(start: Starter) -> tuple["subprocess.Popen[str]", list[int]]:
    parent = start(PARENT.format(code=SLEEPER))
    assert parent.stdout is not None
    pids: list[int] = []
    ups = 0
    while ups < 2:
        line = parent.stdout.readline()
        assert line, "the supervisor ended early"
        if line.strip().isdigit():
            pids.append(int(line))
        ups += "up" in line
    assert all(alive(pid) for pid in pids)
    return parent, pids
