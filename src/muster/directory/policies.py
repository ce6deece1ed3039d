"""Who may see and change who is called at night."""

from __future__ import annotations

from muster.authz.actors import Actor, Duty
from muster.authz.decisions import YES, Decision, no
from muster.directory.models import Organization


def may_see_rota(actor: Actor, organization: Organization) -> Decision:
    """Numbers of people at home: for those who hold an office there, and the coordinator."""
    if actor.coordinates or actor.standing_in(organization.pk):
        return YES
    return no(f"Only {organization} and the hub coordinator see who is on call there.")


def may_edit_rota(actor: Actor, organization: Organization) -> Decision:
    if actor.coordinates or edits_as_member(actor, organization):
        return YES
    return no(
        f"Only a representative or designated contact of {organization}, or the hub coordinator, "
        "changes its rota."
    )


def edits_as_member(actor: Actor, organization: Organization) -> bool:
    """Whether it is the actor's own rota. For any other one a reason has to be given."""
    return organization.pk in actor.organizations_with(Duty.REPRESENT, Duty.CONTACT)


def may_see_call_list(actor: Actor) -> Decision:
    if actor.coordinates:
        return YES
    return no("Only the hub coordinator sees whom to call everywhere.")
