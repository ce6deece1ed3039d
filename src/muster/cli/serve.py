"""`muster serve`: a hub on its own database, configured by environment variables."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from muster.cli import environment, serving
from muster.cli.environment import DATABASE_URL
from muster.cli.ports import LARGEST_PORT, chosen_port
from muster.cli.serving import say
from muster.domain.failures import Conflict


def serve(
    host: Annotated[str, typer.Option(help="Listen on this address.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(min=1, max=LARGEST_PORT)] = None,
) -> None:
    """Run web server and worker on the database in DATABASE_URL, without demo data."""
    if not os.environ.get(DATABASE_URL, "").strip():
        raise Conflict(
            "DATABASE_URL is not set, so there is no database to serve.",
            "Set it to postgresql://…, or try the hub first with ./muster demo.",
        )
    number = chosen_port(host, port)
    environment.start_django()
    from django.conf import settings

    from muster.cli.migrations import up_to_date

    if not up_to_date():
        raise Conflict(
            "The database was not migrated with this version of Muster.", "Run ./muster migrate."
        )
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    environment.close_connections()
    code = serving.run_hub(
        host, number, on_ready=lambda: say(f"Muster runs at {settings.ORIGIN} ({host}:{number})")
    )
    raise typer.Exit(code)
