"""What a killed server leaves behind, and how to tell it from one that still runs.

A process id in postmaster.pid proves nothing: after a crash the number may belong to anybody.
A live server of a data directory is a process called postgres that works in that directory.
"""

import contextlib
import os
import signal
import time
from pathlib import Path

from muster.embedded.errors import ClusterError

PID_FILE = "postmaster.pid"


def server_processes(data: Path) -> list[int]:
    """Process ids of every live PostgreSQL process, main or helper, that works in `data`."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):  # gone meanwhile, or somebody else's
            where = str((entry / "cwd").readlink()).removesuffix(" (deleted)")
            title = (entry / "cmdline").read_bytes().split(b"\0")[0].split(b": ")[0]
            if where == str(data) and Path(os.fsdecode(title)).name == "postgres":
                found.append(int(entry.name))
    return found


def clear(data: Path, sockets: Path, socket_name: str, *, seconds: float = 15.0) -> None:
    """Stop what still runs in `data` without an owner, then remove its pid and socket files.

    The pid file may only go once no process is left: two servers in one directory destroy it.
    """
    for number, patience in ((signal.SIGINT, seconds), (signal.SIGKILL, 3.0)):
        processes = server_processes(data)
        for pid in processes:
            # helpers end with the main process; only the last resort is for them too
            if number == signal.SIGKILL or _is_main(pid, processes):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
        if _gone(data, patience):
            break
    else:
        raise ClusterError(
            f"Processes {server_processes(data)} of an earlier database in {data} do not end. "
            "Stop them (kill -9), then start again."
        )
    for leftover in (data / PID_FILE, sockets / socket_name, sockets / f"{socket_name}.lock"):
        leftover.unlink(missing_ok=True)


def _is_main(pid: int, processes: list[int]) -> bool:
    """Whether `pid` is a main server process: its parent is not one of the server's own."""
    with contextlib.suppress(OSError):
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
        return int(after_name.split()[1]) not in processes
    return False


def _gone(data: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while server_processes(data):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
