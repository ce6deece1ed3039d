"""`muster office …`: who may bind an organization, who holds it, and what stands empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from muster.cli.acting import As, AsJson, acting_as, organization_of
from muster.cli.environment import hub
from muster.cli.printing import print_rows
from muster.domain.failures import NotFound, Refused

if TYPE_CHECKING:
    from muster.authz.actors import Actor
    from muster.directory.models import Office

app = typer.Typer(no_args_is_help=True)
For = Annotated[
    str, typer.Option("--for", help="The organization's short name, if you speak for several.")
]
Title = Annotated[str, typer.Argument(help="The office's title, as the list shows it.")]
NAME_ONE = "Name one with --for"


@app.callback()
def office() -> None:
    """Authority hangs on offices; people hold them for a time."""


@app.command("list")
def list_offices(email: As, named: For = "", as_json: AsJson = False) -> None:
    """Your organization's offices, what each may do and who holds it."""
    with hub():
        from muster.directory.queries.offices import offices_of

        actor = acting_as(email)
        found = offices_of(organization_of(actor, named, NAME_ONE), at=actor.at)
        rows = [
            {
                "office": one.title,
                "duties": ", ".join(one.duty_names),
                "may": ", ".join(one.authority_names),
                "held_by": ", ".join(names) or "vacant",
                "affirmed": one.affirmed_at,
            }
            for one, names in found
        ]
    print_rows("Offices", rows, as_json=as_json)


@app.command()
def vacant(email: As, as_json: AsJson = False) -> None:
    """Offices of all members that bind, or answer at night, with nobody in them."""
    with hub():
        from muster.directory.queries.offices import vacant_offices, vacant_since

        actor = acting_as(email)
        if not (actor.coordinates or actor.audits):
            raise Refused("Only the hub coordinator and auditors see what stands empty everywhere.")
        rows = [
            {
                "organization": one.organization.slug,
                "office": one.title,
                "since": vacant_since(one, at=actor.at),
            }
            for one in vacant_offices(at=actor.at).prefetch_related("tenures")
        ]
    print_rows("Vacant", rows, as_json=as_json)


@app.command()
def seat(
    title: Title,
    mail: Annotated[str, typer.Argument(help="The address the person signs in with.")],
    email: As,
    name: Annotated[str, typer.Option(help="Needed for somebody new.")] = "",
    acting: Annotated[
        bool, typer.Option("--acting", help="Until somebody takes it fully.")
    ] = False,
    named: For = "",
    as_json: AsJson = False,
) -> None:
    """Seat somebody in an office from now on; they are told by mail."""
    with hub():
        from muster.directory.services.tenures import start_tenure

        actor = acting_as(email)
        tenure = start_tenure(
            actor=actor, office=_office(actor, title, named), mail=mail, name=name, acting=acting
        )
        row = {"office": title, "person": tenure.person.name, "since": tenure.during.lower}
    print_rows("Seated", [row], as_json=as_json)


@app.command()
def leave(
    title: Title,
    email: As,
    successor: Annotated[str, typer.Option(help="Mail address of who takes over.")] = "",
    name: Annotated[str, typer.Option(help="The successor's name, for somebody new.")] = "",
    named: For = "",
    as_json: AsJson = False,
) -> None:
    """End the tenure of whoever holds an office; without a successor it is vacant."""
    with hub():
        from muster.directory.queries.offices import current_tenures
        from muster.directory.services.tenures import hand_over

        actor = acting_as(email)
        found = _office(actor, title, named)
        tenure = current_tenures(found.pk, at=actor.at).first()
        if tenure is None:
            raise NotFound(f"Nobody holds the office {title}.", "Run: ./muster office list")
        after = hand_over(actor=actor, tenure=tenure, mail=successor, name=name)
        row = {
            "office": title,
            "left": tenure.person.name,
            "successor": after.person.name if after else "vacant",
        }
    print_rows("Left", [row], as_json=as_json)


def _office(actor: Actor, title: str, named: str) -> Office:
    organization = organization_of(actor, named, NAME_ONE)
    found = organization.offices.filter(title__iexact=title, retired_at=None).first()
    if found is None:
        raise NotFound(f"{organization} has no office called {title}.", "Run: ./muster office list")
    return found
