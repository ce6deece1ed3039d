"""Who may put legal acts on record."""

from __future__ import annotations

from muster.agreements.models import Agreement
from muster.agreements.queries.instruments import terms_or_none, why_not_accede
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
    """Whom the text lets join by signing alone, and whoever was invited."""
    why_not = why_not_accede(agreement, terms_or_none(agreement), organization)
    if why_not:
        return no(why_not)
    return may_sign_act(actor, agreement, organization)


def may_sign_act(actor: Actor, agreement: Agreement, organization: Organization) -> Decision:
    if actor.holding(Duty.REPRESENT, organization.pk):
        return YES
    return no(
        f"Only an authorized representative of {organization} can sign under {agreement.name}."
    )
