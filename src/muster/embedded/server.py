"""The command lines of initdb and postgres, their settings and who may connect."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import IO

from muster.embedded.errors import ClusterError
from muster.embedded.location import Location, server_major
from muster.embedded.parentage import dies_with_parent

ADMIN_ROLE = "postgres"
APP_ROLE = "muster"

SETTINGS = {
    "listen_addresses": "",  # the socket is the only way in
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_parallel_workers_per_gather": "1",
    "max_parallel_workers": "2",
    "random_page_cost": "1.1",
    "jit": "off",  # our queries are short; compiling them costs more than it saves
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %d ",
    "log_checkpoints": "off",
}
# For tests only: survives kill -9, not a power cut.
FLEETING = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "10min",
}


def initialise(location: Location, log: IO[bytes], *, durable: bool) -> None:
    """Create the data directory, under another name until it is complete.

    Raises ClusterError when the data is of another major version or initdb fails.
    """
    version = location.data / "PG_VERSION"
    if version.exists():
        _refuse_other_version(location.data, version.read_text().strip())
        return
    building = location.directory / "data.new"
    if building.exists():
        shutil.rmtree(building)
    building.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(building, location.uid, location.gid)
    command = [
        *(str(location.pginstall / "bin" / "initdb"), "-D", str(building), "-U", ADMIN_ROLE),
        *("--auth=peer", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"),
        *("--no-instructions", *(() if durable else ("--no-sync",))),
    ]
    if spawn(command, location, log, signal.SIGTERM).wait() != 0:
        raise ClusterError("The database could not be created.")
    building.rename(location.data)


def launch(location: Location, log: IO[bytes], *, durable: bool) -> "subprocess.Popen[bytes]":
    """Start postgres in the foreground as our child; it shuts down fast when we die."""
    access, people = _access_files(location)
    settings = {
        **SETTINGS,
        **({} if durable else FLEETING),
        "unix_socket_directories": f'"{location.sockets}"',
        "hba_file": str(access),
        "ident_file": str(people),
    }
    command = [str(location.pginstall / "bin" / "postgres"), "-D", str(location.data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return spawn(command, location, log, signal.SIGINT)


def spawn(
    command: list[str], location: Location, log: IO[bytes], on_parent_death: signal.Signals
) -> "subprocess.Popen[bytes]":
    """Start a server binary as the server's user, away from the terminal's Ctrl-C."""
    before_exec: Callable[[], None] = dies_with_parent(on_parent_death)
    root = os.geteuid() == 0
    return subprocess.Popen(
        command,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        user=location.uid if root else None,
        group=location.gid if root else None,
        extra_groups=[] if root else None,
        start_new_session=True,
        preexec_fn=before_exec,  # noqa: PLW1509
    )


def _access_files(location: Location) -> tuple[Path, Path]:
    """Only our own system user may connect, proven by the kernel (peer), as either role.

    Written beside the data, where the server's user cannot change them.
    """
    access, people = location.directory / "pg_hba.conf", location.directory / "pg_ident.conf"
    access.write_text(f"local all {APP_ROLE},{ADMIN_ROLE} peer map=hub\n")
    user = pwd.getpwuid(os.geteuid()).pw_name
    people.write_text("".join(f'hub "{user}" {role}\n' for role in (APP_ROLE, ADMIN_ROLE)))
    for file in (access, people):
        file.chmod(0o644)
    return access, people


def _refuse_other_version(data: Path, found: str) -> None:
    if found != server_major():
        raise ClusterError(
            f"The data in {data} was written by PostgreSQL {found} and this checkout runs "
            f"{server_major()}. Restore your last dump into a new directory, or use the "
            "checkout that wrote it."
        )
