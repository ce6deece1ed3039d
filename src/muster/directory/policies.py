"""Who may do what in the directory, and why not."""

from __future__ import annotations

from muster.authz.actors import Actor, Duty
from muster.authz.decisions import YES, Decision, no
from muster.directory.models import Delegation, JoiningRequest, Office, Organization, Vouch


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


def may_handle_joining(actor: Actor) -> Decision:
    """Issuing codes and refusing."""
    if actor.coordinates:
        return YES
    return no("Only the hub coordinator issues codes and refuses requests to join.")


def may_see_joining_list(actor: Actor) -> Decision:
    if actor.coordinates or actor.audits:
        return YES
    return no("Only the hub coordinator sees all requests to join.")


def may_consent(actor: Actor, request: JoiningRequest) -> Decision:
    """The organization's own representatives, about somebody else than themselves."""
    if actor.holding(Duty.REPRESENT, request.organization_id):
        return YES
    return no(f"Only an authorized representative of {request.organization} can answer this.")


def may_answer_vouch(actor: Actor, vouch: Vouch) -> Decision:
    if actor.person_id and actor.holding(Duty.REPRESENT, vouch.organization_id):
        return YES
    return no(f"Only an authorized representative of {vouch.organization} can vouch for it.")


def may_record_domain(actor: Actor) -> Decision:
    if actor.coordinates:
        return YES
    return no("Only the hub coordinator records whose domain it is.")


def may_revoke_proof(actor: Actor) -> Decision:
    if actor.coordinates:
        return YES
    return no("Only the hub coordinator revokes a proof of affiliation.")


def may_renew(actor: Actor, organization: Organization) -> Decision:
    if actor.person_id and actor.holding(Duty.REPRESENT, organization.pk):
        return YES
    return no(f"Only an authorized representative of {organization} proves its affiliation again.")


def may_see_affiliation(actor: Actor, organization: Organization) -> Decision:
    """Numbers, addresses and names behind the proofs."""
    if actor.coordinates or actor.audits or actor.holding(Duty.REPRESENT, organization.pk):
        return YES
    return no(
        f"Only the hub coordinator and {organization}'s representatives see what proves it in full."
    )


def may_end_tenure(actor: Actor, organization: Organization) -> Decision:
    if actor.coordinates or actor.holding(Duty.REPRESENT, organization.pk):
        return YES
    return no(f"Only {organization} or the hub coordinator can end a tenure there.")


def may_add_partner(actor: Actor) -> Decision:
    if actor.coordinates:
        return YES
    return no("Only the hub coordinator adds partners.")


def may_add_body(actor: Actor, parent: Organization) -> Decision:
    if actor.coordinates or actor.holding(Duty.REPRESENT, parent.pk):
        return YES
    return no(f"Only a representative of {parent} or the hub coordinator adds bodies under it.")


def may_correct(actor: Actor, organization: Organization) -> Decision:
    """Its own representatives, those of the one above it, and the coordinator."""
    own = (organization.pk, organization.parent_id)
    if actor.coordinates or any(actor.holding(Duty.REPRESENT, one) for one in own if one):
        return YES
    return no(
        f"Only a representative of {organization}, or of the body above it, or the hub "
        "coordinator corrects what is on record."
    )


def may_rename(actor: Actor, organization: Organization) -> Decision:
    """Not its own representatives: what proved them was the name and kind on record."""
    above = actor.coordinates or _represents_above(actor, organization)
    if above and not organization.is_listed:
        return YES
    return no(f"Only the body above {organization}, or the hub coordinator, changes what it is.")


def may_move(actor: Actor, organization: Organization) -> Decision:
    if actor.coordinates or _represents_above(actor, organization):
        return YES
    return no(
        f"Only a representative of the body above {organization}, or the hub coordinator, puts it "
        "under another one."
    )


def may_close(actor: Actor, organization: Organization) -> Decision:
    if actor.coordinates or _represents_above(actor, organization):
        return YES
    return no(
        f"Only a representative of the body above {organization}, or the hub coordinator, says "
        "that it ceased."
    )


def _represents_above(actor: Actor, organization: Organization) -> bool:
    above = organization.parent_id
    return above is not None and actor.holding(Duty.REPRESENT, above) is not None


def may_manage_offices(actor: Actor, organization: Organization) -> Decision:
    """Who an organization's offices are, and who holds them: its representatives and the hub."""
    if actor.coordinates or actor.holding(Duty.REPRESENT, organization.pk):
        return YES
    return no(
        f"Only an authorized representative of {organization} or the hub coordinator changes its "
        "offices."
    )


def may_delegate(actor: Actor, office: Office) -> Decision:
    """Whoever holds the office gives away what it may do; while it is vacant, the hub does."""
    if any(one.office_id == office.pk and not one.by_delegation for one in actor.standings):
        return YES
    if actor.coordinates:
        return YES
    return no(f"Only whoever holds the office {office.title} delegates what it may do.")


def may_revoke_delegation(actor: Actor, delegation: Delegation) -> Decision:
    if may_manage_offices(actor, delegation.giver.organization):
        return YES
    return may_delegate(actor, delegation.giver)


def may_affirm_office(actor: Actor, office: Office) -> Decision:
    if any(one.office_id == office.pk and not one.by_delegation for one in actor.standings):
        return YES
    return may_manage_offices(actor, office.organization)


def may_see_office(actor: Actor, office: Office) -> Decision:
    """What an office promised tells who defends whom: for its own people, the hub and auditors."""
    if actor.coordinates or actor.audits or actor.standing_in(office.organization_id):
        return YES
    return no(f"Only {office.organization}, the hub coordinator and auditors see this office.")
