"""The `muster` command: its groups, and how every failure reaches the person at the keyboard."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import psycopg
import typer
from django.db.utils import Error as DjangoDatabaseError

from muster.cli import (
    agreements,
    audit,
    bench,
    changes,
    commitments,
    databases,
    demo,
    dependencies,
    importing,
    joining,
    keys,
    lines,
    matching,
    missions,
    offers,
    offices,
    organizations,
    replay,
    requests,
    rota,
    serve,
)
from muster.cli.printing import print_failure, print_problem
from muster.cli.readable import require_readable_arguments
from muster.domain.failures import Failure
from muster.embedded.errors import ClusterError

REFUSED = 2
"""Exit code when something was refused or could not be used as given."""

INTERRUPTED = 130

app = typer.Typer(
    name="muster",
    help="Open-source mutual aid for government technology.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.command("replay")(replay.replay)
app.command("bench", context_settings={"ignore_unknown_options": True})(bench.bench)
app.command("import")(importing.import_command)
app.command("migrate")(databases.migrate_command)
app.add_typer(audit.app, name="audit", help="The chain of proof.")
app.add_typer(dependencies.app, name="dependencies", help="What this checkout is built of.")
app.add_typer(databases.app, name="db", help="The database.")
requests.app.add_typer(changes.app)
requests.app.add_typer(lines.app)
app.add_typer(requests.app, name="request", help="Ask for help, and find who can come.")
app.add_typer(offers.app, name="offer", help="Answer what your people are asked for.")
app.add_typer(commitments.app, name="commitment", help="Bind both sides.")
app.add_typer(agreements.app, name="agreement", help="The legal ground.")
app.add_typer(joining.app, name="joining", help="Governments that ask to join.")
app.add_typer(organizations.app, name="organization", help="Partners, and bodies of governments.")
app.add_typer(matching.app, name="match", help="The matching engine.")
app.add_typer(offices.app, name="office", help="Who may bind an organization.")
app.add_typer(keys.app, name="keys", help="The keys that seal the hub's papers.")
app.add_typer(rota.app, name="rota", help="Who is called at night.")
app.add_typer(missions.app, name="mission", help="The papers people leave with.")


def main(arguments: Sequence[str]) -> int:
    """Run one command and answer its exit code: 0, 1 for a check that failed, 2, or 130."""
    try:
        require_readable_arguments(arguments)
        app(list(arguments), prog_name="muster")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except Failure as failure:
        print_failure(failure)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return INTERRUPTED
    except ClusterError as error:
        print_problem(str(error))
    except (psycopg.Error, DjangoDatabaseError) as error:
        print_problem(
            f"The database refused: {str(error).strip()}",
            "Check DATABASE_URL and that the server runs; ./muster migrate adds missing tables.",
        )
    return REFUSED
