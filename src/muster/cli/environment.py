"""The one place that makes Django ready for a command, with or without a database of its own.

Without DATABASE_URL a command uses the embedded server in var/postgres: it attaches to the one a
running demo supervises, or starts it for as long as the command takes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured

from muster.cli.running_demo import running_demo
from muster.config.environment import secret
from muster.domain.failures import Conflict, NotFound
from muster.embedded.cluster import Cluster

CHECKOUT = Path(__file__).resolve().parents[3]
DATABASE_URL = "DATABASE_URL"
DEMO_DATABASE = "muster"
OWNER_PATIENCE = 20.0
SET_IT = "Settings are read from the environment; then try again."


def var() -> Path:
    """Where this hub keeps its files; the same as `settings.VAR`, known before the settings."""
    return Path(os.environ.get("MUSTER_VAR", "").strip() or CHECKOUT / "var")


def own_cluster() -> Cluster:
    """The embedded server of this checkout, not started."""
    return Cluster(var() / "postgres")


def own_database() -> str:
    """The address of the database this hub was given, or nothing. Raises Conflict as
    `start_django` does."""
    try:
        return secret(DATABASE_URL, " ").strip()
    except ImproperlyConfigured as error:
        raise Conflict(str(error), SET_IT) from error


def start_django(url: str | None = None, *, origin: str = "") -> None:
    """Load settings and apps. With a `url` the hub is the demo on that database.

    Raises Conflict with the settings' sentence when a variable is missing or unreadable.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    if url is not None:
        os.environ.pop(f"{DATABASE_URL}_FILE", None)
        os.environ[DATABASE_URL] = url
        os.environ["MUSTER_DEMO"] = "1"
    if origin:
        os.environ.setdefault("MUSTER_ORIGIN", origin)
    try:
        django.setup()
        _work_on_whole_tables()
    except ImproperlyConfigured as error:
        raise Conflict(str(error), SET_IT) from error


def _work_on_whole_tables() -> None:
    from muster.authz.sight import open_this_process

    open_this_process()


@contextmanager
def hub() -> Iterator[None]:
    """Django on this hub's database while the block runs.

    Raises NotFound when DATABASE_URL is unset and there is no demo hub to use instead.
    """
    if own_database():
        start_django()
        yield
        return
    with embedded() as cluster:
        if not cluster.database_exists(DEMO_DATABASE):
            raise NotFound(
                "There is no demo hub on this machine yet, and DATABASE_URL is not set.",
                "Start one with ./muster demo, or set DATABASE_URL to your hub's database.",
            )
        start_django(cluster.url(DEMO_DATABASE))
        try:
            yield
        finally:
            close_connections()


@contextmanager
def embedded() -> Iterator[Cluster]:
    """The embedded server of this checkout, left as it was found.

    Raises Conflict when another command keeps it too long.
    """
    cluster = own_cluster()
    try:
        own_or_join(cluster)
        yield cluster
    finally:
        cluster.stop()


def own_or_join(cluster: Cluster, *, join: bool = True) -> None:
    """Start the server as its supervisor or, with `join`, attach to that of a running demo.

    Any other command's server would end with that command, in the middle of our work, so we
    wait for it. Raises Conflict when that takes too long.
    """
    deadline = time.monotonic() + OWNER_PATIENCE
    while time.monotonic() < deadline:
        cluster.start()
        if cluster.supervising or (join and running_demo(var())):
            return
        time.sleep(0.2)
    raise Conflict(
        "Another muster command is using the database of this checkout.",
        "Wait until it has finished, or stop it, then try again.",
    )


def close_connections() -> None:
    """Let go of the database, so that it can be stopped, copied or dropped."""
    from django.db import connections

    connections.close_all()
