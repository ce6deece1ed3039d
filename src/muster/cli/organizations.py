"""`muster organization …`: partners and bodies under a government, entered by people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from muster.cli.acting import As, AsJson, acting_as
from muster.cli.environment import hub
from muster.cli.printing import print_rows
from muster.domain.failures import Invalid, NotFound

if TYPE_CHECKING:
    from muster.directory.models import Organization

app = typer.Typer(no_args_is_help=True)
Slug = Annotated[str, typer.Argument(help="Its short name. From: ./muster organization list")]
AsOf = Annotated[str, typer.Option(help="The day it was read there, such as 2026-05-31.")]
Source = Annotated[str, typer.Option(help="Where it is published.")]
Latitude = Annotated[float | None, typer.Option(help="Degrees north.")]
Longitude = Annotated[float | None, typer.Option(help="Degrees east; west is negative.")]
Aka = Annotated[str, typer.Option("--also-known-as", help="Other names; all are found.")]
Website = Annotated[str, typer.Option(help="For example www.example.org")]
State = Annotated[str, typer.Option(help="Postal abbreviation; without, it works in several.")]
Town = Annotated[str, typer.Option(help="Town or county of that state.")]
_LONGEST_LIST = 200


@app.command("list")
def list_organizations(
    email: As,
    search: Annotated[str, typer.Argument(help="Letters of name, county or state.")] = "",
    everybody: Annotated[
        bool, typer.Option("--all", help="Also governments that are not members.")
    ] = False,
    closed: Annotated[bool, typer.Option("--closed", help="Also those that ceased.")] = False,
    as_json: AsJson = False,
) -> None:
    """Members and partners by name, at most 200."""
    with hub():
        from muster.directory.queries.organizations import organizations

        acting_as(email)
        found = organizations(search, members=not everybody, closed=closed)
        rows = [_row(one) for one in found.select_related("parent")[:_LONGEST_LIST]]
    print_rows("Organizations", rows, as_json=as_json)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="As its own website spells it.")],
    email: As,
    kind: Annotated[str, typer.Option(help="Such as university, association, emergency_center.")],
    source: Source,
    as_of: AsOf,
    under: Annotated[
        str, typer.Option(help="Short name of the government it is a body of; else a partner.")
    ] = "",
    state: State = "",
    town: Town = "",
    latitude: Latitude = None,
    longitude: Longitude = None,
    also_known_as: Aka = "",
    website: Website = "",
    domain: Annotated[str, typer.Option(help="Official mail domain of a partner.")] = "",
    another: Annotated[
        bool, typer.Option("--another", help="It is none of those with a name alike.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a partner, or with --under a body, on record."""
    with hub():
        from muster.directory.services.organization_facts import OrganizationFacts
        from muster.directory.services.organizations import LooksKnown, add_body, add_partner

        actor = acting_as(email)
        facts = OrganizationFacts(
            name=name,
            kind=kind,
            source=source,
            as_of=_day(as_of, "as-of"),
            also_known_as=also_known_as,
            website=website,
            state=state,
            town=town,
            latitude=latitude,
            longitude=longitude,
        )
        try:
            if under:
                _require_partners_only(state=state, town=town, domain=domain)
                added = add_body(actor=actor, parent=_found(under), facts=facts, another=another)
            else:
                added = add_partner(actor=actor, facts=facts, domain=domain, another=another)
        except LooksKnown as failure:
            failure.what_to_do = "If it is none of them, add it with --another."
            raise
        row = _row(added)
    print_rows("On record", [row], as_json=as_json)


@app.command()
def change(
    organization: Slug,
    email: As,
    name: Annotated[str | None, typer.Option(help="Its right name.")] = None,
    kind: Annotated[str | None, typer.Option(help="Its right kind.")] = None,
    also_known_as: Annotated[
        str | None, typer.Option("--also-known-as", help="Other names; all are found.")
    ] = None,
    website: Annotated[str | None, typer.Option(help="For example www.example.org")] = None,
    state: Annotated[str | None, typer.Option(help="Postal abbreviation.")] = None,
    town: Annotated[str | None, typer.Option(help="Town or county of that state.")] = None,
    latitude: Latitude = None,
    longitude: Longitude = None,
    source: Annotated[str | None, typer.Option(help="Where it is published.")] = None,
    as_of: Annotated[str | None, typer.Option(help="The day it was read there.")] = None,
    under: Annotated[
        str | None, typer.Option(help='Short name of the one it is put under; "" for none.')
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Correct what is on record, or put it under another one; what is left out stays."""
    with hub():
        from muster.audit.recording import use_case
        from muster.directory.services.organization_ends import move
        from muster.directory.services.organization_facts import facts_of
        from muster.directory.services.organizations import correct

        actor, found = acting_as(email), _found(organization)
        given: dict[str, Any] = {
            "name": name,
            "kind": kind,
            "also_known_as": also_known_as,
            "website": website,
            "state": state,
            "town": town,
            "latitude": latitude,
            "longitude": longitude,
            "source": source,
            "as_of": _day(as_of, "as-of") if as_of is not None else None,
        }
        said = {field: value for field, value in given.items() if value is not None}

        @use_case
        def both() -> Organization:
            changed = found
            if said:
                changed = correct(actor=actor, organization=changed, facts=facts_of(found, **said))
            if under is not None:
                above = _found(under) if under else None
                changed = move(actor=actor, organization=changed, parent=above)
            return changed

        row = _row(both())
    print_rows("On record", [row], as_json=as_json)


@app.command()
def close(
    organization: Slug,
    email: As,
    on: Annotated[str, typer.Option(help="The day it ceased, such as 2026-05-31.")],
    reason: Annotated[str, typer.Option(help="What happened, and where that is published.")],
    successor: Annotated[str, typer.Option(help="Short name of the one that took over.")] = "",
    as_json: AsJson = False,
) -> None:
    """Mark it as ceased. Nothing is deleted; reopen takes it back."""
    with hub():
        from muster.directory.services import organization_ends as ends

        closed = ends.close(
            actor=acting_as(email),
            organization=_found(organization),
            closed_on=_day(on, "on"),
            reason=reason,
            successor=_found(successor) if successor else None,
        )
        row = _row(closed)
    print_rows("Ceased", [row], as_json=as_json)


@app.command()
def reopen(organization: Slug, email: As, as_json: AsJson = False) -> None:
    """It exists after all: whoever held its offices holds them again."""
    with hub():
        from muster.directory.services import organization_ends as ends

        row = _row(ends.reopen(actor=acting_as(email), organization=_found(organization)))
    print_rows("Open again", [row], as_json=as_json)


def _found(slug: str) -> Organization:
    from muster.directory.models import Organization

    known = Organization.objects.select_related("jurisdiction", "seat", "parent")
    found = known.filter(slug=slug.strip()).first()
    if found is None:
        raise NotFound(
            f"There is no organization {slug}.", "Look for it: ./muster organization list --all"
        )
    return found


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid(
            f"--{option} {text} is no day.", f"Write it like this: --{option} 2026-05-31"
        ) from error


def _require_partners_only(**given: str) -> None:
    for name, value in given.items():
        if value:
            raise Invalid(
                f"A body has no --{name} of its own: it serves the territory of the one above it.",
                f"Leave out --{name}.",
            )


def _row(one: Organization) -> dict[str, Any]:
    return {
        "organization": one.slug,
        "name": one.name,
        "kind": one.kind,
        "under": one.parent.slug if one.parent else "",
        "county": one.county if one.jurisdiction or one.seat else "",
        "member": one.member_since is not None,
        "ceased": one.closed_on,
    }
