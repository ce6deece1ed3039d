"""`muster request …` once it is sent: corrected, cancelled, closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from muster.cli.acting import As, AsJson, acting_as
from muster.cli.environment import hub
from muster.cli.moments import moment_option
from muster.cli.printing import print_rows
from muster.domain.failures import Invalid
from muster.domain.tlp import Label

if TYPE_CHECKING:
    from muster.aid.models import Request
    from muster.authz.actors import Actor

app = typer.Typer()
Number = Annotated[str, typer.Argument(help="For example R-2026-0007.")]
Said = Annotated[str | None, typer.Option(show_default=False)]
Zoned = Annotated[
    str | None, typer.Option(show_default=False, help="Such as 2026-03-01T02:30-06:00.")
]


@app.command()
def amend(
    number: Number,
    email: As,
    what_happened: Said = None,
    where_to_report: Said = None,
    call_back_name: Said = None,
    call_back_number: Said = None,
    starts_at: Zoned = None,
    ends_at: Zoned = None,
    tlp: Annotated[Label | None, typer.Option(show_default=False)] = None,
    local_declaration: Annotated[
        bool | None, typer.Option("--local-declaration/--no-local-declaration", show_default=False)
    ] = None,
    systems: Annotated[
        list[str] | None,
        typer.Option("--system", help="A system that is down; once for each. Replaces the list."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Correct what was sent; what you do not name stays as it is."""
    named = {
        "what_happened": what_happened,
        "where_to_report": where_to_report,
        "call_back_name": call_back_name,
        "call_back_number": call_back_number,
        "starts_at": moment_option("starts_at", starts_at) if starts_at else None,
        "ends_at": moment_option("ends_at", ends_at) if ends_at else None,
        "tlp": tlp,
        "local_declaration": local_declaration,
        "systems_down": tuple(systems) if systems else None,
    }
    given: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
    if not given:
        raise Invalid("Nothing was named.", 'For example: --call-back-number "+1 512 555 0100"')
    with hub():
        from muster.aid.services.amending import amend_request, details_of

        def amended(actor: Actor, found: Request) -> Request:
            details = replace(details_of(found), **given)
            return amend_request(actor=actor, request=found, version=found.version, details=details)

        row = _changed(email, number, amended) | {"changed": list(given)}
    print_rows("Amended", [row], as_json=as_json)


@app.command()
def cancel(
    number: Number,
    email: As,
    reason: Annotated[str, typer.Option(help="A few words.")] = "",
    as_json: AsJson = False,
) -> None:
    """Withdraw the request; everybody who was asked is free again."""
    with hub():
        from muster.aid.services.requests import cancel_request

        row = _changed(
            email,
            number,
            lambda actor, found: cancel_request(
                actor=actor, request=found, version=found.version, reason=reason
            ),
        )
    print_rows("Cancelled", [row], as_json=as_json)


@app.command()
def close(number: Number, email: As, as_json: AsJson = False) -> None:
    """The help is done; people still there are released."""
    with hub():
        from muster.aid.services.requests import close_request

        row = _changed(
            email,
            number,
            lambda actor, found: close_request(actor=actor, request=found, version=found.version),
        )
    print_rows("Closed", [row], as_json=as_json)


def _changed(
    email: str, number: str, change: Callable[[Actor, Request], Request]
) -> dict[str, Any]:
    from muster.aid.queries.visibility import request_by_number

    actor = acting_as(email)
    after = change(actor, request_by_number(actor, number))
    return {"number": after.number, "status": after.status, "version": after.version}
