"""`muster joining …`: who asks to join, what became of it, and refusing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from muster.cli.acting import As, AsJson, acting_as
from muster.cli.environment import hub
from muster.cli.printing import print_rows
from muster.domain.failures import NotFound

if TYPE_CHECKING:
    from muster.authz.actors import Actor
    from muster.directory.models import JoiningRequest

app = typer.Typer(no_args_is_help=True)
Id = Annotated[str, typer.Argument(help="From: ./muster joining list")]


@app.command("list")
def list_requests(
    email: As,
    status: Annotated[
        str, typer.Option(help="open, proven, refused, withdrawn or expired; without, all.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Requests to join, those that wait for the hub first."""
    with hub():
        from muster.authz.decisions import require
        from muster.directory.policies import may_see_joining_list
        from muster.directory.queries.joining import filtered, undone_first, visible_requests

        actor = acting_as(email)
        require(may_see_joining_list(actor))
        found = undone_first(filtered(visible_requests(actor), status=status))
        rows = [_row(one) for one in found]
    print_rows("Requests to join", rows, as_json=as_json)


@app.command()
def show(request_id: Id, email: As, as_json: AsJson = False) -> None:
    """What happened to one request."""
    with hub():
        from muster.directory.queries.joining import history_of

        found = _found(acting_as(email), request_id)
        rows = [
            {"at": one.at, "what": one.what, "detail": one.detail, "who": one.who}
            for one in history_of(found)
        ]
        title = f"{found.name}, {found.office_title} of {found.organization}: {found.status}"
    print_rows(title, rows, as_json=as_json)


@app.command()
def refuse(
    request_id: Id,
    email: As,
    reason: Annotated[str, typer.Option(help="The applicant reads it.")],
    as_json: AsJson = False,
) -> None:
    """End a request with a reason; for the hub coordinator or the organization itself."""
    with hub():
        from muster.directory.services.joining import deciding

        actor = acting_as(email)
        found = _found(actor, request_id)
        row = _row(deciding.refuse(actor=actor, request=found, reason=reason))
    print_rows("Refused", [row], as_json=as_json)


def _found(actor: Actor, request_id: str) -> JoiningRequest:
    from muster.directory.queries.joining import visible_requests

    missing = NotFound(f"There is no request {request_id}.", "They are in: ./muster joining list")
    try:
        key = UUID(request_id)
    except ValueError as error:
        raise missing from error
    found = visible_requests(actor).filter(pk=key).first()
    if found is None:
        raise missing
    return found


def _row(one: JoiningRequest) -> dict[str, Any]:
    return {
        "request": one.pk,
        "organization": one.organization.slug,
        "name": one.name,
        "office": one.office_title,
        "status": one.status,
        "confirmed": one.mail_confirmed_at is not None,
        "renewal": one.renews_id is not None,
        "asked": one.asked_at,
    }
