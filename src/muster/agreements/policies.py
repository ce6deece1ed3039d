"""Who may put legal acts on record."""

from __future__ import annotations

from muster.agreements.models import Agreement
from muster.agreements.queries import MAY_ACCEDE, OPEN_TO_ACCESSION
from muster.authz.actors import Actor, Duty
from muster.authz.decisions import YES, Decision, no
from muster.directory.models import Organization


def may_record_declaration(actor: Actor) -> Decision:
    if actor.coordinates:
        return YES
    return no("Only the hub coordinator puts a declaration on record.")


def may_end_declaration(actor: Actor) -> Decision:
    if actor.coordinates:
        return YES
    return no("Only the hub coordinator ends or withdraws a declaration on record.")


def may_accede(actor: Actor, agreement: Agreement, organization: Organization) -> Decision:
    """Only instruments open to every government of the state can be joined by signing alone."""
    if agreement.kind not in OPEN_TO_ACCESSION:
        return no(f"{agreement.name} names its parties; nobody joins it by signing here.")
    if organization.kind not in MAY_ACCEDE:
        return no(f"{agreement.name} is for governments; {organization} is none.")
    return may_sign_act(actor, agreement, organization)


def may_sign_act(actor: Actor, agreement: Agreement, organization: Organization) -> Decision:
    if actor.holding(Duty.REPRESENT, organization.pk):
        return YES
    return no(
        f"Only an authorized representative of {organization} can sign under {agreement.name}."
    )
