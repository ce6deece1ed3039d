"""`muster offer …`: the assisting side."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer

from muster.cli.acting import As, AsJson, acting_as
from muster.cli.environment import hub
from muster.cli.printing import print_rows

app = typer.Typer(no_args_is_help=True)
OfferId = Annotated[UUID, typer.Argument(help="As printed by: ./muster offer list")]


@app.command("list")
def list_offers(
    email: As,
    everything: Annotated[bool, typer.Option("--all", help="Answered ones too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Offers you may see that wait for an answer."""
    with hub():
        from muster.aid.queries.visibility import visible_offers

        actor = acting_as(email)
        found = visible_offers(actor).prefetch_related("lines__need")
        rows = [
            {
                "offer": offer.pk,
                "to": offer.organization.name,
                "for": offer.known_request.organization.name
                if offer.known_request
                else f"somebody in {offer.county}",
                "asked_for": [f"{line.units} × {line.need.position}" for line in offer.lines.all()],
                "status": offer.status,
                "answer_by": offer.expires_at,
            }
            for offer in found
            if everything or offer.is_open
        ]
    print_rows("Offers", rows, as_json=as_json)


@app.command()
def accept(offer_id: OfferId, email: As, as_json: AsJson = False) -> None:
    """Lend everybody the offer asks for, under its non-disclosure terms."""
    with hub():
        from muster.aid.queries.visibility import offer_by_id
        from muster.aid.services.offers import accept_offer

        actor = acting_as(email)
        answered = accept_offer(actor=actor, offer=offer_by_id(actor, offer_id))
        row = {
            "offer": answered.pk,
            "status": answered.status,
            "for": answered.request.organization.name,
            "commitment": answered.commitment.pk,
        }
    print_rows("Accepted", [row], as_json=as_json)


@app.command()
def decline(
    offer_id: OfferId,
    email: As,
    reason: Annotated[str, typer.Option(help="A few words; it has no consequences.")] = "",
    as_json: AsJson = False,
) -> None:
    """Say no, with a reason."""
    with hub():
        from muster.aid.queries.visibility import offer_by_id
        from muster.aid.services.offers import decline_offer

        actor = acting_as(email)
        answered = decline_offer(actor=actor, offer=offer_by_id(actor, offer_id), reason=reason)
        row = {"offer": answered.pk, "status": answered.status}
    print_rows("Declined", [row], as_json=as_json)


@app.command("accept-terms")
def accept_terms(offer_id: OfferId, email: As, as_json: AsJson = False) -> None:
    """Agree to keep to yourself what you are about to learn: who is asking, and where."""
    with hub():
        from muster.aid.queries.visibility import offer_by_id
        from muster.aid.services import offers

        actor = acting_as(email)
        agreed = offers.accept_terms(actor=actor, offer=offer_by_id(actor, offer_id))
        row = {
            "offer": agreed.pk,
            "for": agreed.request.organization.name,
            "request": agreed.request.number,
            "where_to_report": agreed.request.where_to_report,
            "call_back_name": agreed.request.call_back_name,
            "call_back_number": agreed.request.call_back_number,
        }
    print_rows("Who is asking", [row], as_json=as_json)


@app.command()
def provisional(
    offer_id: OfferId,
    email: As,
    condition: Annotated[str, typer.Option("--if", help="What your answer depends on.")] = "",
    as_json: AsJson = False,
) -> None:
    """Say probably, if. The people are held a little longer."""
    with hub():
        from muster.aid.queries.visibility import offer_by_id
        from muster.aid.services.offers import answer_provisionally

        actor = acting_as(email)
        answered = answer_provisionally(
            actor=actor, offer=offer_by_id(actor, offer_id), condition=condition
        )
        row = {"offer": answered.pk, "status": answered.status, "answer_by": answered.expires_at}
    print_rows("Answered provisionally", [row], as_json=as_json)


@app.command()
def withdraw(offer_id: OfferId, email: As, as_json: AsJson = False) -> None:
    """Take an unanswered offer back; for the asking side."""
    with hub():
        from muster.aid.queries.visibility import offer_by_id
        from muster.aid.services.offers import withdraw_offer

        actor = acting_as(email)
        taken = withdraw_offer(actor=actor, offer=offer_by_id(actor, offer_id))
        row = {"offer": taken.pk, "to": taken.organization.name, "status": taken.status}
    print_rows("Withdrawn", [row], as_json=as_json)
