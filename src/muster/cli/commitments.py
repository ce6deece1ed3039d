"""`muster commitment …`: the signature that binds both sides."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer

from muster.cli.acting import As, AsJson, acting_as
from muster.cli.environment import hub
from muster.cli.printing import print_rows

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_commitments(email: As, as_json: AsJson = False) -> None:
    """Commitments you may see, the newest first."""
    with hub():
        from muster.aid.queries.visibility import visible_commitments

        rows = [
            {
                "commitment": commitment.pk,
                "request": commitment.offer.request.number,
                "lender": commitment.offer.organization.name,
                "status": commitment.status,
                "mission": commitment.mission.number if hasattr(commitment, "mission") else "",
            }
            for commitment in visible_commitments(acting_as(email)).select_related("mission")
        ]
    print_rows("Commitments", rows, as_json=as_json)


@app.command()
def accept(
    commitment_id: Annotated[UUID, typer.Argument(help="From: ./muster commitment list")],
    email: As,
    as_json: AsJson = False,
) -> None:
    """Sign section III for the requesting organization; the mission order is issued."""
    with hub():
        from muster.aid.queries.visibility import commitment_by_id
        from muster.aid.services.commitments import accept_commitment

        actor = acting_as(email)
        mission = accept_commitment(actor=actor, commitment=commitment_by_id(actor, commitment_id))
        row = {"mission": mission.number, "status": mission.status}
    print_rows("Bound", [row], as_json=as_json)
