"""One embedded PostgreSQL server under a directory: started, attached to, stopped, erased."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

from muster.embedded import databases, leftovers, server
from muster.embedded.errors import ClusterError
from muster.embedded.location import SOCKET_NAME, Location, locate
from muster.embedded.ownership import Ownership

__all__ = ["Cluster", "ClusterError"]

LOG_LIMIT = 4 * 1024 * 1024  # bytes; a longer log is set aside as log.1 at the next start
LOG_LINES_SHOWN = 12


class Cluster:
    """A PostgreSQL server for one checkout.

    The first process to start it supervises it; others attach. It never outlives its supervisor,
    and what a kill -9 leaves behind is cleared at the next start. Start it from the main thread:
    the kernel takes the end of the starting thread for the end of the supervisor.
    """

    def __init__(self, root: Path, *, durable: bool = True, start_seconds: float = 60.0) -> None:
        self.root = root.resolve()  # as /proc spells it, see leftovers
        self.durable = durable
        self._start_seconds = start_seconds
        self._location: Location | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._ownership = Ownership(self.root / "lock")

    @property
    def location(self) -> Location:
        """Where the server really lives; its `note` says why when that is not `root`."""
        if self._location is None:
            self._location = locate(self.root)
        return self._location

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.root / "log"

    @property
    def supervising(self) -> bool:
        """Whether this object started the server, and so will stop it."""
        return self._process is not None

    def start(self) -> None:
        """Start the server, or attach to the one that another process supervises.

        Raises ClusterError, with the last lines of the log, when it does not become ready.
        """
        location = self.location
        deadline = time.monotonic() + self._start_seconds
        while time.monotonic() < deadline:
            if self._process is not None and self._process.poll() is None:
                return
            if self._ownership.take():
                self._start_own(location, deadline)
                return
            # somebody supervises it: either it becomes ready, or its supervisor gives up the lock
            if self._ready(server.APP_ROLE):
                return
            time.sleep(0.05)
        raise self._failure("Another process is starting this database and does not get ready.", 0)

    def stop(self, timeout: float = 10.0) -> None:
        """Shut the server down (fast, then harder after `timeout` seconds) if we supervise it."""
        process, self._process = self._process, None
        if process is not None:
            for number, patience in ((signal.SIGINT, timeout), (signal.SIGQUIT, 5.0)):
                process.send_signal(number)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(patience)
                    break
            else:
                process.kill()
                process.wait()
        self._ownership.release()

    @contextlib.contextmanager
    def running(self) -> Iterator["Cluster"]:
        """The server, ready inside the `with` block and left as found after it."""
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def erase(self) -> None:
        """Delete every database for good. Raises ClusterError while another process uses them."""
        location = self.location
        self.stop()
        if not self._ownership.take():
            raise ClusterError("Another muster command uses this database. Stop it, then erase.")
        try:
            leftovers.clear(location.data, location.sockets, SOCKET_NAME)
            for path in (location.data, location.directory / "data.new"):
                if path.exists():
                    shutil.rmtree(path)
        finally:
            self._ownership.release()

    def url(self, database: str) -> str:
        """Address of a database for the application's role, which is not a superuser."""
        return self._url(server.APP_ROLE, database)

    def admin_url(self, database: str = "postgres") -> str:
        """Address of a database for the superuser; for administration only."""
        return self._url(server.ADMIN_ROLE, database)

    def ensure_database(self, name: str, template: str | None = None) -> bool:
        """Create a database for the application, empty or copied; False when it exists."""
        return databases.create_database(self.admin_url(), name, template)

    def database_exists(self, name: str) -> bool:
        """Whether a database of this name exists."""
        return databases.database_exists(self.admin_url(), name)

    def drop_database(self, name: str) -> None:
        """Remove a database, connections or not; harmless when there is none."""
        databases.drop_database(self.admin_url(), name)

    def _start_own(self, location: Location, deadline: float) -> None:
        offset = self._rotate_log()
        try:
            with self.log.open("ab") as log:
                leftovers.clear(location.data, location.sockets, SOCKET_NAME)
                server.initialise(location, log, durable=self.durable)
                self._process = server.launch(location, log, durable=self.durable)
            self._await_ready(self._process, deadline)
            databases.ensure_app_role(self.admin_url())
        except BaseException as error:
            self.stop(timeout=2.0)
            if isinstance(error, ClusterError | OSError | psycopg.Error):
                raise self._failure(str(error), offset) from error
            raise

    def _await_ready(self, process: "subprocess.Popen[bytes]", deadline: float) -> None:
        while not self._ready(server.ADMIN_ROLE):
            if process.poll() is not None:
                raise ClusterError("The database server ended while it was starting.")
            if time.monotonic() > deadline:
                raise ClusterError("The database server did not get ready in time.")
            time.sleep(0.02)

    def _ready(self, role: str) -> bool:
        """Whether a real connection works. The pid file is asked first, to keep the log clean."""
        with contextlib.suppress(OSError, psycopg.Error):
            status = (self.location.data / leftovers.PID_FILE).read_text().splitlines()[7:8]
            if status and status[0].strip() == "ready":
                databases.connect(self._url(role, "postgres")).close()
                return True
        return False

    def _rotate_log(self) -> int:
        """Set a long log aside; return the length of the one we go on writing."""
        if not self.log.exists():
            return 0
        if self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_name("log.1"))
            return 0
        return self.log.stat().st_size

    def _failure(self, sentence: str, offset: int) -> ClusterError:
        with contextlib.suppress(OSError), self.log.open("rb") as log:
            log.seek(offset)
            lines = log.read().decode(errors="replace").splitlines()[-LOG_LINES_SHOWN:]
            if lines:
                shown = "\n    ".join(["", *lines])
                return ClusterError(f"{sentence} The last lines of {self.log} are:{shown}")
        return ClusterError(sentence)

    def _url(self, role: str, database: str) -> str:
        host = quote(os.fspath(self.location.sockets), safe="")
        return f"postgresql://{role}@{host}/{quote(database, safe='')}"
