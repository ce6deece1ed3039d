"""`muster demo`: a whole hub on this machine, with synthetic people, in one command."""

from __future__ import annotations

import os
import shutil
import sys
import webbrowser
from typing import Annotated

import typer

from muster.cli import environment, serving
from muster.cli.environment import DEMO_DATABASE
from muster.cli.ports import LARGEST_PORT, chosen_port
from muster.cli.running_demo import announced, running_demo
from muster.cli.serving import say
from muster.domain.failures import Conflict
from muster.embedded.cluster import Cluster

HOST = "127.0.0.1"
STALE_DAYS = 5


def demo(
    port: Annotated[
        int | None,
        typer.Option(min=1, max=LARGEST_PORT, help="Listen here. Default: 8000, or the next free."),
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the hub in a browser.")
    ] = True,
    reset: Annotated[
        bool, typer.Option("--reset", help="Throw the demo hub away and make a new one.")
    ] = False,
) -> None:
    """Start the demo hub: database, synthetic members, web server and worker."""
    _refuse_a_second_one()
    number = chosen_port(HOST, port)
    if reset and sys.stdin.isatty():
        typer.confirm("This deletes everything done in the demo hub. Continue?", abort=True)
    origin = f"http://{HOST}:{number}"
    cluster = environment.own_cluster()
    try:
        environment.own_or_join(cluster, join=False)
        say(f"✓ Database in {cluster.location}")
        _prepare(cluster, origin, reset=reset)
        with announced(environment.var(), origin):
            code = serving.run_hub(
                HOST, number, on_ready=lambda: _announce(origin, open_browser=open_browser)
            )
    finally:
        cluster.stop()
    say("Stopped. Everything is kept; ./muster demo goes on from here.")
    raise typer.Exit(code)


def _refuse_a_second_one() -> None:
    """Two demos would share one database, and the second would end with the first."""
    address = running_demo(environment.var())
    if address:
        raise Conflict(
            f"The demo hub runs already: {address}",
            "Open that address, or stop it with Ctrl-C where it runs and start again.",
        )


def _prepare(cluster: Cluster, origin: str, *, reset: bool) -> None:
    """A migrated database with the demo hub in it; free when nothing changed."""
    if reset:
        cluster.drop_database(DEMO_DATABASE)
        shutil.rmtree(environment.var() / "outbox", ignore_errors=True)
        say("✓ The old demo hub is gone")
    cluster.ensure_database(DEMO_DATABASE)
    os.environ["MUSTER_ORIGIN"] = origin
    environment.start_django(cluster.url(DEMO_DATABASE))
    from django.conf import settings
    from django.utils import timezone

    from muster.cli.migrations import migrate_if_needed
    from muster.demo.demo_hub import load_demo_hub
    from muster.documents.seals.ring import hub_ring
    from muster.maps.topology import AtlasError

    if migrate_if_needed():
        say("✓ Tables")
    hub_ring()
    try:
        if load_demo_hub(now=timezone.now()):
            say("✓ Demo hub: synthetic members, and 22 governments that have asked for help")
    except AtlasError as error:
        raise Conflict(str(error), "Start with ./muster, which puts the map file there.") from error
    # WhiteNoise serves from the sources and only wants the folder to be there.
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    _say_if_stale()
    environment.close_connections()


def _say_if_stale() -> None:
    from django.utils import timezone

    from muster.demo.demo_hub import loaded_at

    since = loaded_at()
    days = (timezone.now() - since).days if since else 0
    if days >= STALE_DAYS:
        say(f"This demo hub is {days} days old and its requests end soon; --reset makes a new one.")


def _announce(origin: str, *, open_browser: bool) -> None:
    """The address and the five ways in. Runs beside the supervisor, so it closes what it opens."""
    from django.urls import reverse

    from muster.accounts.models import Person
    from muster.accounts.views.signing_in import demo_ticket

    people = Person.objects.filter(synthetic=True, demo_rank__gt=0).order_by("demo_rank")
    rows = [
        (
            person.demo_part,
            f"{origin}{reverse('accounts:demo_sign_in', args=[demo_ticket(person)])}",
        )
        for person in people
    ]
    environment.close_connections()
    say("", f"Muster runs at {origin}", "Everybody in it is synthetic. Sign in as one of them:")
    # One line per address: a table would cut them, and a cut address cannot be copied.
    for part, address in rows:
        say("", f"  {part}", f"  {address}")
    say("", "Ctrl-C stops it.")
    if open_browser and _has_display():
        webbrowser.open(origin)


def _has_display() -> bool:
    return sys.platform == "darwin" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
