"""Roles and databases of a running server, by an administrator's connection."""

import psycopg
from psycopg import errors, sql

from muster.embedded.errors import ClusterError
from muster.embedded.server import APP_ROLE

_Connection = psycopg.Connection[tuple[object, ...]]


def connect(url: str) -> _Connection:
    """A connection for administration, each statement its own transaction."""
    return psycopg.connect(url, autocommit=True, connect_timeout=5)


def ensure_app_role(admin_url: str) -> None:
    """The role the application uses: may create databases, is nobody's superuser."""
    with connect(admin_url) as connection:
        found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
        if found.fetchone() is None:
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN CREATEDB NOSUPERUSER NOCREATEROLE").format(
                    sql.Identifier(APP_ROLE)
                )
            )


def database_exists(admin_url: str, name: str) -> bool:
    """Whether a database of this name exists."""
    with connect(admin_url) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None


def create_database(admin_url: str, name: str, template: str | None) -> bool:
    """Create a database owned by the application's role; False when it was there already.

    Raises ClusterError when the template is missing or in use.
    """
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(APP_ROLE), sql.Identifier(template or "template1")
    )
    if database_exists(admin_url, name):
        return False
    try:
        with connect(admin_url) as connection:
            connection.execute(statement)
    except (errors.DuplicateDatabase, errors.UniqueViolation):
        return False  # somebody else created it between the look and the deed
    except errors.ObjectInUse:
        raise ClusterError(
            f"Database {template!r} is in use, so it cannot be copied to {name!r}. "
            "Close its connections and try again."
        ) from None
    except errors.InvalidCatalogName:
        raise ClusterError(f"There is no database {template!r} to copy. Create it first.") from None
    return True


def drop_database(admin_url: str, name: str) -> None:
    """Remove a database and cut off whoever uses it; harmless when there is none."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with connect(admin_url) as connection:
        connection.execute(statement)
