"""`muster request …` line by line: more, another count, cancelled, unable to fill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from muster.cli.acting import As, AsJson, acting_as
from muster.cli.changes import Number, Zoned
from muster.cli.environment import hub
from muster.cli.moments import moment_option
from muster.cli.order_format import PRIORITIES
from muster.cli.printing import print_rows
from muster.domain.failures import Invalid, NotFound
from muster.domain.matching.problem import Mode, Priority
from muster.domain.orders import OrderLine
from muster.domain.positions import CredentialLevel

if TYPE_CHECKING:
    from muster.aid.models import Need, Request

app = typer.Typer()
Line = Annotated[
    str,
    typer.Argument(help="The position, such as laptop, or the id of the line."),
]
Count = Annotated[int, typer.Argument(help="How many.")]


@app.command()
def more(
    number: Number,
    position: Annotated[str, typer.Argument(help="Such as directory-recovery or laptop.")],
    count: Count,
    email: As,
    level: Annotated[
        int, typer.Option(help="At least this proven: 1 (most) to 4.")
    ] = CredentialLevel.QUALIFIED.value,
    mode: Mode = Mode.ON_SITE,
    priority: Annotated[str, typer.Option(help=", ".join(PRIORITIES))] = "essential",
    starts_at: Zoned = None,
    as_json: AsJson = False,
) -> None:
    """Ask for more under an open request, from now or a later moment of its window."""
    begins = moment_option("starts_at", starts_at) if starts_at else None
    line = OrderLine(position, count, level, mode, _priority(priority))
    with hub():
        from muster.aid.queries.visibility import request_by_number
        from muster.aid.services.amending import add_lines

        actor = acting_as(email)
        found = request_by_number(actor, number)
        after = add_lines(
            actor=actor, request=found, version=found.version, lines=(line,), starts_at=begins
        )
        row = {"number": number, "position": position, "count": count, "version": after.version}
    print_rows("Added", [row], as_json=as_json)


@app.command("change-count")
def change_count(
    number: Number, position: Line, count: Count, email: As, as_json: AsJson = False
) -> None:
    """Ask for more or fewer on one line, never fewer than are asked for or committed."""
    with hub():
        from muster.aid.queries.visibility import request_by_number
        from muster.aid.services import amending

        actor = acting_as(email)
        found = request_by_number(actor, number)
        line = _line(found, position)
        amending.change_count(
            actor=actor, request=found, version=found.version, need_id=line.pk, count=count
        )
        row = _row(found, line)
    print_rows("Changed", [row], as_json=as_json)


@app.command("cancel-line")
def cancel_line(number: Number, position: Line, email: As, as_json: AsJson = False) -> None:
    """Take one line back, when nobody is asked for it or committed to it."""
    with hub():
        from muster.aid.queries.visibility import request_by_number
        from muster.aid.services.amending import cancel_need

        actor = acting_as(email)
        found = request_by_number(actor, number)
        line = _line(found, position)
        cancel_need(actor=actor, request=found, version=found.version, need_id=line.pk)
        row = _row(found, line)
    print_rows("Line cancelled", [row], as_json=as_json)


@app.command()
def unable(
    number: Number,
    position: Line,
    email: As,
    reason: Annotated[
        str, typer.Option(help="What was tried, and where the town could turn.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Say that the hub finds nobody for a line; the town sees the reason."""
    with hub():
        from muster.aid.queries.visibility import request_by_number
        from muster.aid.services.needs import mark_unable_to_fill

        actor = acting_as(email)
        found = request_by_number(actor, number)
        line = _line(found, position)
        mark_unable_to_fill(actor=actor, request=found, need_id=line.pk, reason=reason)
        row = _row(found, line)
    print_rows("Unable to fill", [row], as_json=as_json)


@app.command()
def reopen(number: Number, position: Line, email: As, as_json: AsJson = False) -> None:
    """Look again for a line that was marked unable to fill."""
    with hub():
        from muster.aid.queries.visibility import request_by_number
        from muster.aid.services.needs import reopen_need

        actor = acting_as(email)
        found = request_by_number(actor, number)
        line = _line(found, position)
        reopen_need(actor=actor, request=found, need_id=line.pk)
        row = _row(found, line)
    print_rows("Open again", [row], as_json=as_json)


def _priority(name: str) -> Priority:
    if name not in PRIORITIES:
        raise Invalid(
            "One option cannot be read.",
            fields={"priority": f"Give one of: {', '.join(PRIORITIES)}."},
        )
    return Priority[name.upper()]


def _line(request: Request, wanted: str) -> Need:
    """The line with this id, or the only one of this position that is not cancelled."""
    from muster.domain.lifecycle import NeedStatus

    lines = list(request.needs.all())
    found = [line for line in lines if line.pk == _id(wanted)]
    if not found:
        same = [line for line in lines if line.position == wanted]
        found = [line for line in same if line.status != NeedStatus.CANCELLED] or same
    if not found:
        raise NotFound(
            f"{request.number} asks for no {wanted}.",
            f"Its lines: ./muster request show {request.number}",
        )
    if len(found) > 1:
        raise Invalid(
            f"{request.number} has {len(found)} lines for {wanted}.",
            f"Give the id of one: {', '.join(str(line.pk) for line in found)}.",
        )
    return found[0]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _row(request: Request, line: Need) -> dict[str, Any]:
    line.refresh_from_db()
    return {
        "number": request.number,
        "line": line.pk,
        "position": line.position,
        "asked": line.count,
        "status": line.status,
    }
