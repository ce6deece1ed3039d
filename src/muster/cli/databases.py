"""`muster migrate` and `muster db url`."""

from __future__ import annotations

import typer

from muster.cli import environment
from muster.cli.environment import DEMO_DATABASE

app = typer.Typer(no_args_is_help=True)


def migrate_command() -> None:
    """Bring the hub's database up to date."""
    if not environment.own_database():
        with environment.embedded() as cluster:
            cluster.ensure_database(DEMO_DATABASE)
            environment.start_django(cluster.url(DEMO_DATABASE))
            _migrate()
            environment.close_connections()
        return
    environment.start_django()
    _migrate()


@app.callback()
def database() -> None:
    """The database."""


@app.command()
def url() -> None:
    """Print the address of the hub's database, for psql and other tools.

    The embedded database answers only while a demo runs.
    """
    print(environment.own_database() or environment.own_cluster().url(DEMO_DATABASE))


def _migrate() -> None:
    from muster.cli.migrations import migrate_if_needed

    print("The database is up to date now." if migrate_if_needed() else "Nothing to migrate.")
