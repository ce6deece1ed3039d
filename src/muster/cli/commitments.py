"""`muster commitment …`: the signature that binds both sides, and letting go again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from muster.cli.acting import As, AsJson, acting_as
from muster.cli.environment import hub
from muster.cli.printing import print_rows

if TYPE_CHECKING:
    from muster.aid.models import Commitment

app = typer.Typer(no_args_is_help=True)
CommitmentId = Annotated[UUID, typer.Argument(help="From: ./muster commitment list")]
Why = Annotated[str, typer.Option("--reason", help="A few words; the other side reads them.")]


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
def accept(commitment_id: CommitmentId, email: As, as_json: AsJson = False) -> None:
    """Sign section III for the requesting organization; the mission order is issued."""
    with hub():
        from muster.aid.queries.visibility import commitment_by_id
        from muster.aid.services.commitments import accept_commitment

        actor = acting_as(email)
        mission = accept_commitment(actor=actor, commitment=commitment_by_id(actor, commitment_id))
        row = {"mission": mission.number, "status": mission.status}
    print_rows("Bound", [row], as_json=as_json)


@app.command("turn-down")
def turn_down(
    commitment_id: CommitmentId, email: As, reason: Why = "", as_json: AsJson = False
) -> None:
    """Do not take what was offered; the people are free again."""
    with hub():
        from muster.aid.queries.visibility import commitment_by_id
        from muster.aid.services import commitments

        actor = acting_as(email)
        found = commitment_by_id(actor, commitment_id)
        ended = commitments.turn_down_commitment(actor=actor, commitment=found, reason=reason)
        row = _row(ended)
    print_rows("Turned down", [row], as_json=as_json)


@app.command()
def release(
    commitment_id: CommitmentId, email: As, reason: Why = "", as_json: AsJson = False
) -> None:
    """Let the people go home; for the requesting side."""
    with hub():
        from muster.aid.queries.visibility import commitment_by_id
        from muster.aid.services import commitments

        actor = acting_as(email)
        found = commitment_by_id(actor, commitment_id)
        ended = commitments.release(actor=actor, commitment=found, reason=reason)
        row = _row(ended)
    print_rows("Released", [row], as_json=as_json)


@app.command()
def recall(
    commitment_id: CommitmentId, email: As, reason: Why = "", as_json: AsJson = False
) -> None:
    """Take your people back; for the assisting side. The next best is proposed."""
    with hub():
        from muster.aid.queries.visibility import commitment_by_id
        from muster.aid.services import commitments

        actor = acting_as(email)
        found = commitment_by_id(actor, commitment_id)
        ended = commitments.recall(actor=actor, commitment=found, reason=reason)
        row = _row(ended)
    print_rows("Recalled", [row], as_json=as_json)


def _row(commitment: Commitment) -> dict[str, Any]:
    return {
        "commitment": commitment.pk,
        "lender": commitment.offer.organization.name,
        "status": commitment.status,
    }
