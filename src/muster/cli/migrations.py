"""Bringing a database up to date, and skipping that in milliseconds when it is.

The stamp is a comment on the table of applied migrations. It lives and dies with the database, is
copied with it and is dropped with it, so it cannot speak for another one.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from muster.cli.environment import close_connections
from muster.embedded.cluster import Cluster

TABLE = "django_migrations"
TEMPLATE_PREFIX = "template_"


def fingerprint() -> str:
    """SHA-256 over name and content of every migration file of every installed app."""
    digest = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for file in sorted(Path(config.path, "migrations").glob("*.py")):
            content = file.read_bytes()
            digest.update(f"{config.label} {file.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def up_to_date() -> bool:
    """Whether the last migration of this database was with exactly these files."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass(%s))", [TABLE])
        (stamp,) = cursor.fetchone()
    return bool(stamp == fingerprint())


def migrate_if_needed() -> bool:
    """Apply what is missing; False when there was nothing to do."""
    if up_to_date():
        return False
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        comment = sql.SQL("COMMENT ON TABLE {} IS {}").format(
            sql.Identifier(TABLE), sql.Literal(fingerprint())
        )
        cursor.execute(comment.as_string(None))
    return True


def fresh_database(cluster: Cluster, name: str) -> None:
    """Drop and create a migrated, empty database and connect Django to it.

    It is copied from a template that is built once for each set of migration files; templates
    of older sets are dropped then.
    """
    template = TEMPLATE_PREFIX + fingerprint()[:16]
    if not cluster.database_exists(template):
        _drop_templates(cluster)
        building = f"{template}_building"
        cluster.drop_database(building)
        cluster.ensure_database(building)
        _connect_to(building)
        migrate_if_needed()
        close_connections()
        cluster.ensure_database(template, template=building)
        cluster.drop_database(building)
    close_connections()
    cluster.drop_database(name)
    cluster.ensure_database(name, template=template)
    _connect_to(name)


def _drop_templates(cluster: Cluster) -> None:
    with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
        old = admin.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [TEMPLATE_PREFIX]
        ).fetchall()
    for (name,) in old:
        cluster.drop_database(name)


def _connect_to(name: str) -> None:
    close_connections()
    connection.settings_dict["NAME"] = name
