"""`muster rota …`: who is called at night; calendars in and out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from muster.cli.acting import As, AsJson, acting_as, organization_of
from muster.cli.environment import hub
from muster.cli.printing import print_json, print_rows
from muster.domain.failures import Invalid, NotFound

if TYPE_CHECKING:
    from muster.authz.actors import Actor
    from muster.directory.models import Office, Organization
    from muster.directory.queries.rota import Call
    from muster.directory.services.rota_import import Preview

app = typer.Typer(no_args_is_help=True)
STANDARD_INPUT = "-"
MOST_BYTES = 2_000_000
For = Annotated[
    str, typer.Option("--for", help="The organization's short name, if it is not your only one.")
]
Reason = Annotated[str, typer.Option(help="Why; needed for another organization's rota.")]


@app.callback()
def rota() -> None:
    """Who is called at night."""


@app.command("import")
def import_calendar(
    file: Annotated[Path, typer.Argument(help="An .ics file; - reads standard input.")],
    email: As,
    named: For = "",
    office: Annotated[str, typer.Option(help="Title of the office that answers.")] = "",
    calendar: Annotated[str, typer.Option(help="Its name; without, the one in the file.")] = "",
    order: Annotated[int, typer.Option(help="1 is the first call, up to 3.")] = 1,
    weeks: Annotated[int, typer.Option(help="How many weeks ahead.")] = 26,
    phone: Annotated[
        list[str] | None, typer.Option(help='A number the file lacks: "Name=+1 …"; repeatable.')
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Do it; without, only look.")] = False,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Read a calendar into a rota. Without --apply nothing is changed."""
    text, phones = _text(file), _phones(phone or [])
    with hub():
        from muster.directory.services.rota_import import (
            ImportFacts,
            apply_import,
            preview_import,
        )

        actor = acting_as(email)
        organization = _organization(actor, named)
        facts = ImportFacts(
            text=text,
            office_id=_office(organization, office).pk,
            calendar=calendar,
            call_order=order,
            weeks=weeks,
            phones=phones,
        )
        preview = preview_import(actor=actor, organization=organization, facts=facts)
        if apply:
            apply_import(actor=actor, organization=organization, facts=facts, reason=reason)
        rows = _rows(preview)
    if as_json:
        print_json({"applied": apply, "calendar": preview.calendar, "changes": rows})
        return
    print_rows("On the rota now" if apply else "What would change", rows, as_json=False)
    if not apply and not preview.plan.changes_nothing:
        print("Nothing was changed. Add --apply to do it.")


@app.command("export")
def export_calendar(email: As, named: For = "") -> None:
    """The shifts of the coming year as iCalendar, numbers included, on standard output."""
    with hub():
        from muster.directory.queries.rota_calendar import rota_calendar

        actor = acting_as(email)
        written = rota_calendar(_organization(actor, named), at=actor.at)
    sys.stdout.write(written.decode().replace("\r\n", "\n"))


@app.command("now")
def now(email: As, named: For = "", as_json: AsJson = False) -> None:
    """Whom to call now: at your organization, or as coordinator everywhere."""
    with hub():
        from muster.directory.queries.rota import call_list, on_call_now

        actor = acting_as(email)
        if named or not actor.coordinates:
            one = _organization(actor, named)
            found = [(one, on_call_now([one.pk], at=actor.at)[one.pk])]
        else:
            found = call_list(actor)
        rows = [row for one, calls in found for row in _call_rows(one, calls)]
    print_rows("To call now", rows, as_json=as_json)


def _organization(actor: Actor, named: str) -> Organization:
    """The one named, if the actor may see its rota; else the only one they speak for."""
    from muster.directory.queries.rota import with_visible_rota

    if not named:
        return organization_of(actor, "", "Name one with --for")
    found = with_visible_rota(actor).filter(slug=named).first()
    if found is None:
        raise NotFound(f"There is no rota of {named} that you may see.")
    return found


def _office(organization: Organization, title: str) -> Office:
    offices = list(organization.offices.order_by("title"))
    found = [one for one in offices if one.title == title] if title else offices
    if len(found) == 1:
        return found[0]
    names = "; ".join(one.title for one in offices)
    raise Invalid("Say which office answers.", f"Name one with --office: {names}.")


def _call_rows(one: Organization, calls: list[Call]) -> list[dict[str, Any]]:
    silent: dict[str, Any] = {
        "call": "no number on record",
        "person": "",
        "office": "",
        "phone": "",
        "until": None,
    }
    said: list[dict[str, Any]] = [
        {
            "call": call.words,
            "person": call.person,
            "office": call.office_title,
            "phone": call.phone,
            "until": call.until,
        }
        for call in calls
    ]
    return [{"organization": one.name, **row} for row in said or [silent]]


def _phones(said: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in said]
    if any(not between for _, between, _ in pairs):
        raise Invalid("One number cannot be read.", 'Give --phone "Name=+1 940 555 0100".')
    return {name.strip(): number.strip() for name, _, number in pairs}


def _rows(preview: Preview) -> list[dict[str, Any]]:
    plan = preview.plan
    said = [("added", one.window, one.person, "") for one in plan.added]
    said += [("changed", one.after.window, one.after.person, "") for one in plan.changed]
    said += [("gone", one.window, one.person, "") for one in plan.gone]
    rows = [
        {"what": what, "who": who, "from": window.start, "until": window.end, "why": why}
        for what, window, who, why in said
    ]
    return rows + [
        {"what": "left out", "who": one.what, "from": one.start, "until": None, "why": one.sentence}
        for one in plan.refused
    ]


def _text(file: Path) -> str:
    try:
        if str(file) == STANDARD_INPUT:
            content = sys.stdin.buffer.read(MOST_BYTES)
        else:
            with file.open("rb") as opened:
                content = opened.read(MOST_BYTES)
        return content.decode("utf-8-sig").replace("\x00", "")
    except UnicodeDecodeError as error:
        raise Invalid(f"{file} is no UTF-8 text.", "Export it as iCalendar (.ics).") from error
    except OSError as error:
        raise Invalid(f"{file} cannot be read: {error.strerror}.", "Check its name.") from error
