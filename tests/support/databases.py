"""A test database in milliseconds: copied from a migrated template, emptied behind the triggers."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from muster.embedded.cluster import Cluster

PREFIX = "migrated_"
BUILDING_LOCK = 0x54657374
KEPT = ("django_migrations", "django_content_type", "auth_permission")
"""What migrations filled and tests leave alone."""


def fingerprint() -> str:
    """Changes with every migration file of every installed app."""
    digest = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for file in sorted(Path(config.path, "migrations").glob("*.py")):
            digest.update(f"{config.label} {file.name}".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def test_database(cluster: Cluster) -> Iterator[str]:
    """A migrated, empty database for this process, connected to and dropped afterwards."""
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    before = connection.settings_dict["NAME"]
    cluster.drop_database(name)
    cluster.ensure_database(name, template=_template(cluster))
    _connect_to(name)
    try:
        yield name
    finally:
        _connect_to(before)
        cluster.drop_database(name)


def empty(cluster: Cluster, name: str) -> None:
    """Empty every table, the append-only chain too. Only the server's superuser can do that."""
    with psycopg.connect(cluster.admin_url(name)) as admin:
        admin.execute("SET session_replication_role = replica")
        rows = admin.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL(%s)",
            [list(KEPT)],
        ).fetchall()
        tables = sql.SQL(", ").join(sql.Identifier(row[0]) for row in rows)
        admin.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(tables))


def _template(cluster: Cluster) -> str:
    """The migrated template, built by the first of all workers and kept for the next run."""
    name = PREFIX + fingerprint()
    with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [BUILDING_LOCK])
        if not cluster.database_exists(name):
            for (old,) in admin.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"]
            ).fetchall():
                cluster.drop_database(old)
            building = f"{PREFIX}in_progress"
            cluster.ensure_database(building)
            _connect_to(building)
            call_command("migrate", verbosity=0, interactive=False)
            connection.close()
            admin.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(building), sql.Identifier(name)
                )
            )
    return name


def _connect_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
