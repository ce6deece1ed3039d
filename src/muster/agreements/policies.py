"""Who may put legal acts on record."""

from __future__ import annotations

from uuid import UUID

from muster.agreements.models import Agreement, SignedAct
from muster.agreements.queries.instruments import terms_or_none, why_not_accede
from muster.agreements.queries.reading import reads_draft
from muster.authz.actors import Actor, Authority, Duty
from muster.authz.decisions import YES, Decision, no
from muster.directory.models import Organization
from muster.domain.acts import ACT_NAMES, ActKind


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
    if actor.empowered(Authority.SIGN, organization.pk):
        return YES
    return no(
        f"Only an authorized representative of {organization} can sign under {agreement.name}."
    )


def may_record_paper(actor: Actor, agreement: Agreement, organization: Organization) -> Decision:
    """The signer's own representatives, the steward's, and the hub."""
    if actor.coordinates or actor.empowered(Authority.SIGN, organization.pk):
        return YES
    if agreement.steward_id and actor.empowered(Authority.SIGN, agreement.steward_id):
        return YES
    return no(
        f"Only a representative of {organization} or of whoever keeps {agreement.name}, or the hub "
        "coordinator, records a paper signed by hand."
    )


def may_record_act(actor: Actor, kind: ActKind, organization: Organization) -> Decision:
    """Orders and designations by the hub; a request also by whoever made it."""
    if actor.coordinates:
        return YES
    if kind is ActKind.WATCH_REQUEST and _speaks_for(actor, organization.pk):
        return YES
    if kind is ActKind.FEDERAL_REQUEST and actor.empowered(Authority.REQUEST_AID, organization.pk):
        return YES
    who = {
        ActKind.WATCH_REQUEST: f"an office of {organization} or the hub coordinator records",
        ActKind.FEDERAL_REQUEST: f"a representative of {organization} or the hub coordinator "
        "records",
    }.get(kind, "the hub coordinator records")
    return no(f"Only {who} the {ACT_NAMES[kind]}.")


def may_withdraw_act(actor: Actor, act: SignedAct) -> Decision:
    return may_record_act(actor, ActKind(act.kind), act.organization)


def may_begin_agreement(actor: Actor, steward: Organization | None) -> Decision:
    """The hub's coordinator, or an office of the member that will keep the text."""
    if actor.coordinates:
        return YES
    if steward is None:
        return no("Only the hub coordinator begins an agreement that the hub keeps.")
    if steward.member_since is not None and _speaks_for(actor, steward.pk):
        return YES
    return no(f"Only an office of {steward} begins an agreement that it keeps.")


def may_draft(actor: Actor, agreement: Agreement) -> Decision:
    """Counsel: whoever represents or speaks for the steward, and the hub's coordinator."""
    if actor.coordinates or _speaks_for(actor, agreement.steward_id):
        return YES
    keeper = agreement.steward or "the hub"
    return no(f"The text of {agreement.name} is kept by {keeper}; write a remark instead.")


def may_propose(actor: Actor, agreement: Agreement) -> Decision:
    """What may bind others is put before them by somebody who can bind."""
    if actor.coordinates:
        return YES
    if agreement.steward_id and actor.empowered(Authority.SIGN, agreement.steward_id):
        return YES
    keeper = agreement.steward or "the hub"
    return no(f"Only an authorized representative of {keeper} puts {agreement.name} to others.")


def may_read_draft(actor: Actor, agreement: Agreement) -> Decision:
    """Whoever keeps the text, audits, is a party or is invited."""
    if reads_draft(actor, agreement):
        return YES
    return no(f"The draft of {agreement.name} is open to its parties and to whom it invites.")


def _speaks_for(actor: Actor, organization_id: UUID | None) -> bool:
    return organization_id is not None and organization_id in actor.organizations_with(
        Duty.REPRESENT, Duty.CONTACT
    )
