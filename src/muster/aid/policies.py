"""Who may do what on the main road, and the sentence when not."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from muster.aid.models import Commitment, Offer, Request
from muster.authz.actors import Actor, Authority, Duty
from muster.authz.decisions import YES, Decision, no
from muster.directory.models import Organization
from muster.domain.lifecycle import OfferStatus, RequestStatus
from muster.responders.models import HomeFloor


def may_draft_request(actor: Actor, organization: Organization) -> Decision:
    if actor.organizations_with(Duty.REPRESENT, Duty.CONTACT) & {organization.pk}:
        return YES
    return no(f"Only an office of {organization} can ask for help in its name.")


def may_see_cover(actor: Actor, organization: Organization) -> Decision:
    """Who could come on whose word tells how well a town is prepared."""
    if actor.coordinates or actor.audits or actor.standing_in(organization.pk):
        return YES
    return no(f"Only {organization}, the hub coordinator and auditors see who could help it.")


def may_see_cover_map(actor: Actor) -> Decision:
    """Where nobody could come tells an attacker where to go."""
    if actor.coordinates or actor.audits:
        return YES
    return no("Only the hub coordinator and auditors see the cover of everybody.")


def may_send_request(actor: Actor, organization: Organization) -> Decision:
    if actor.empowered(Authority.REQUEST_AID, organization.pk):
        return YES
    if actor.holding(Duty.REPRESENT, organization.pk):
        return no(f"Your office represents {organization}, but not to ask for help.")
    if actor.holding(Duty.CONTACT, organization.pk):
        return no(
            f"A designated contact can write the request; an authorized representative of "
            f"{organization} has to send it, because sending binds the organization."
        )
    return no(f"Only an authorized representative of {organization} can send this request.")


def may_change_request(actor: Actor, request: Request) -> Decision:
    """Amend, cancel or close."""
    if request.status != RequestStatus.OPEN:
        return no(f"This request is {request.status}; only an open request can be changed.")
    if actor.empowered(Authority.REQUEST_AID, request.incident.organization_id):
        return YES
    return no(f"Only an authorized representative of {request.organization} can change it.")


def may_match(actor: Actor, request: Request) -> Decision:
    if request.status != RequestStatus.OPEN:
        return no("Only an open request is matched.")
    if actor.coordinates or _speaks_for(actor, request.incident.organization_id):
        return YES
    return no("Only the hub coordinator or the requesting organization matches a request.")


def may_see_match(actor: Actor, request: Request) -> Decision:
    """Whoever may match, and the auditor, who checks the proof."""
    return YES if actor.audits else may_match(actor, request)


def may_follow_match(actor: Actor, requests: Iterable[Request]) -> Decision:
    """See how far a match is; of requests matched together, by those who may see them all."""
    own = (_speaks_for(actor, request.incident.organization_id) for request in requests)
    if actor.audits or actor.coordinates or all(own):
        return YES
    return no("Only those who may match these requests see how far it is.")


def may_stop_match(actor: Actor, requests: Iterable[Request]) -> Decision:
    """Stop it, or run it where the worker does not."""
    own = (_speaks_for(actor, request.incident.organization_id) for request in requests)
    if actor.coordinates or all(own):
        return YES
    return no("Only those who may match these requests stop it.")


def may_replay_match(actor: Actor) -> Decision:
    """A run tells what every lender has and keeps at home."""
    if actor.audits or actor.coordinates:
        return YES
    return no("Only an auditor or the hub coordinator replays a match run.")


def may_suppose_floor(actor: Actor, floor: HomeFloor) -> Decision:
    """Floors are seen by their owner and the matcher only."""
    if _speaks_for(actor, floor.organization_id):
        return YES
    return no(f"Only an office of {floor.organization} asks what its home floors hold back.")


def may_send_offers(actor: Actor, request: Request) -> Decision:
    if request.status != RequestStatus.OPEN:
        return no("Offers go out for open requests only.")
    if actor.coordinates or actor.empowered(
        Authority.REQUEST_AID, request.incident.organization_id
    ):
        return YES
    return no("Only the hub coordinator or the town's authorized representative sends offers.")


def may_judge_unfillable(actor: Actor, request: Request) -> Decision:
    if request.status != RequestStatus.OPEN:
        return no("Only needs of an open request can be marked.")
    if actor.coordinates:
        return YES
    return no("Only the hub coordinator says that the hub is unable to fill a need.")


def may_answer_offer(actor: Actor, offer: Offer) -> Decision:
    if not actor.empowered(Authority.LEND, offer.organization_id):
        return no(f"Only an authorized representative of {offer.organization} can answer.")
    if not offer.is_open:
        return no(f"This offer is {offer.status}; there is nothing left to answer.")
    if offer.expires_at <= actor.at:
        return no("The time to answer this offer has passed; the hub looks for the next best.")
    return YES


def may_withdraw_offer(actor: Actor, offer: Offer) -> Decision:
    if not offer.is_open:
        return no(f"This offer is {offer.status}; it can no longer be withdrawn.")
    return may_send_offers(actor, offer.request)


def may_accept_commitment(actor: Actor, commitment: Commitment) -> Decision:
    organization = commitment.offer.request.organization
    if actor.empowered(Authority.REQUEST_AID, organization.pk):
        return YES
    return no(
        f"Section III is signed by an authorized representative of {organization}. "
        "Until then nobody deploys."
    )


def may_release(actor: Actor, commitment: Commitment) -> Decision:
    """The requesting side lets people go."""
    if actor.empowered(Authority.REQUEST_AID, commitment.offer.request.incident.organization_id):
        return YES
    return no("Only the requesting organization's authorized representative releases people.")


def may_recall(actor: Actor, commitment: Commitment) -> Decision:
    """The assisting side takes its people back."""
    if actor.empowered(Authority.LEND, commitment.offer.organization_id):
        return YES
    return no("Only the assisting organization's authorized representative recalls its people.")


def answered(offer: Offer) -> bool:
    return offer.status in {OfferStatus.ACCEPTED, OfferStatus.DECLINED}


def _speaks_for(actor: Actor, organization_id: UUID) -> bool:
    return organization_id in actor.organizations_with(Duty.REPRESENT, Duty.CONTACT)
