"""`muster request …`: the requesting side and the coordinator's desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from muster.cli.acting import As, AsJson, acting_as, exercise_here, organization_of
from muster.cli.environment import hub
from muster.cli.order_files import read_order
from muster.cli.order_format import FORMAT, STARTER
from muster.cli.printing import print_json, print_rows
from muster.cli.progress import match_progress
from muster.domain.failures import Conflict
from muster.domain.matching.problem import Priority

if TYPE_CHECKING:
    from muster.aid.models import Request
    from muster.authz.actors import Actor

app = typer.Typer(no_args_is_help=True)
Number = Annotated[str, typer.Argument(help="For example R-2026-0007.")]


@app.command("list")
def list_requests(email: As, as_json: AsJson = False) -> None:
    """Every request you may see, the newest first."""
    with hub():
        from muster.aid.queries.progress import requests_with_progress
        from muster.aid.queries.visibility import visible_requests

        found = visible_requests(acting_as(email)).exclude(number=None)
        rows = [
            {
                "number": request.number,
                "organization": request.organization.name,
                "status": request.status,
                "exercise": request.incident.exercise,
                "asked": progress.asked,
                "bound": progress.bound,
                "waiting": progress.waiting,
                "open": progress.open,
                "opened_at": request.opened_at,
            }
            for request, progress in requests_with_progress(found)
        ]
    print_rows("Requests", rows, as_json=as_json)


@app.command()
def show(number: Number, email: As, as_json: AsJson = False) -> None:
    """One request, line by line."""
    with hub():
        from muster.aid.queries.progress import progress_of
        from muster.aid.queries.visibility import request_by_number

        actor = acting_as(email)
        request = request_by_number(actor, number)
        rows = [
            {
                "line": row.need.pk,
                "position": row.need.position,
                "asked": row.need.count,
                "level": row.need.minimum_level,
                "mode": row.need.mode,
                "priority": Priority(row.need.priority).name.lower(),
                "status": row.need.status,
                "bound": row.bound,
                "accepted": row.accepted,
                "waiting": row.waiting,
                "open": row.open,
            }
            for row in progress_of(request, actor).needs
        ]
        drill = "EXERCISE, " if request.incident.exercise else ""
        title = f"{request.number}, {drill}{request.organization.name}, {request.status}"
    print_rows(title, rows, as_json=as_json)


@app.command(help=FORMAT)
def send(
    file: Annotated[Path, typer.Argument(help="The order as JSON; - reads standard input.")],
    email: As,
    as_json: AsJson = False,
) -> None:
    with hub():
        from muster.aid.services.requests import ask

        actor = acting_as(email)
        order, slug = read_order(file, exercise=exercise_here(None))
        exercise_here(order.exercise)
        asking = organization_of(actor, slug, 'Add "organization" to the file')
        sent = ask(actor=actor, organization=asking, order=order)
        row = {"number": sent.number, "status": sent.status, "lines": len(order.lines)}
    print_rows("Sent", [row], as_json=as_json)


@app.command()
def example() -> None:
    """Print an order file to start from."""
    print_json(STARTER)


@app.command()
def match(
    email: As,
    numbers: Annotated[
        list[str] | None, typer.Argument(help="Which requests; without, all open ones.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Propose who goes, for several requests at once. Nobody is asked yet.

    Ctrl-C stops it; nothing is kept then.
    """
    with hub():
        from muster.aid.queries.visibility import open_requests
        from muster.aid.services.matching import propose

        actor = acting_as(email)
        found = _named(actor, numbers) if numbers else list(open_requests(actor))
        with match_progress() as watch:
            run = propose(actor=actor, requests=found, watch=watch)
        rows = [row for request in found for row in _proposed(request, actor)]
        proof = "proven best" if run.optimal else f"at most {run.gap} from the best"
        title = f"{run.filled} filled, {run.unfilled} open, {proof}, {run.seconds:.1f} s"
    print_rows(title, rows, as_json=as_json)


@app.command()
def offers(number: Number, email: As, as_json: AsJson = False) -> None:
    """Send offers to everybody the latest match proposes for one request."""
    with hub():
        from muster.aid.queries.proposals import latest_run
        from muster.aid.queries.visibility import request_by_number
        from muster.aid.services.offers import Selection, send_offers

        actor = acting_as(email)
        request = request_by_number(actor, number)
        run = latest_run(request)
        if run is None:
            raise Conflict(
                f"{number} was not matched yet.", f"First: ./muster request match {number}"
            )
        sent = send_offers(
            actor=actor, request=request, run=run, version=request.version, selection=Selection()
        )
        rows = [
            {
                "offer": offer.pk,
                "organization": offer.organization.name,
                "answer_by": offer.expires_at,
            }
            for offer in sent
        ]
    print_rows("Offers sent", rows, as_json=as_json)


def _named(actor: Actor, numbers: list[str]) -> list[Request]:
    from muster.aid.queries.visibility import request_by_number

    return [request_by_number(actor, number) for number in dict.fromkeys(numbers)]


def _proposed(request: Request, actor: Actor) -> list[dict[str, Any]]:
    from muster.aid.queries.proposals import latest_run, proposal_of

    run = latest_run(request)
    if run is None:
        return []
    rows: list[dict[str, Any]] = []
    for line in proposal_of(request, run, actor).needs:
        chosen = [f"{row['name']} of {row['organization']}" for row in line.chosen]
        rows.append(
            {
                "number": request.number,
                "position": line.need.position,
                "asked": line.asked,
                "open": line.unfilled,
                "proposed": chosen,
                "because": line.unfilled_because,
            }
        )
    return rows
