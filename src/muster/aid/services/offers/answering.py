"""The lender's side: terms, yes, perhaps, no."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from muster.aid.actions import Action
from muster.aid.job_names import JobName
from muster.aid.models import Offer, OfferLine
from muster.aid.policies import may_answer_offer
from muster.aid.services.committing import take_people_and_kit
from muster.aid.services.locking import locked_offer, require_open
from muster.aid.services.offers.answers import answer
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.domain.failures import Conflict, Invalid
from muster.domain.lifecycle import NeedStatus, OfferStatus
from muster.domain.reasons import required_reason
from muster.jobs.queue import enqueue

PROVISIONAL_EXTENSION = timedelta(hours=2)


@use_case
def accept_terms(*, actor: Actor, offer: Offer) -> Offer:
    """The lender agrees to keep to itself what it is about to learn."""
    locked = locked_offer(offer)
    require(may_answer_offer(actor, locked))
    if locked.terms_accepted_at is None:
        locked.terms_accepted_at = actor.at
        locked.terms_accepted_by = actor.name
        locked.save(update_fields=["terms_accepted_at", "terms_accepted_by"])
        _note(actor, locked, Action.OFFER_TERMS_ACCEPTED)
    return locked


@use_case
def accept_offer(
    *,
    actor: Actor,
    offer: Offer,
    line_ids: Collection[UUID] | None = None,
    units: Mapping[UUID, int] | None = None,
) -> Offer:
    """Section II: the lender offers these people. They are taken from this moment on.

    `line_ids` are the lines kept; the rest is declined. `units` lends fewer pieces of kit than a
    line asks for. Raises Conflict when something kept was committed elsewhere in the meantime,
    has left the roster, or is no longer needed.
    """
    locked = accept_terms(actor=actor, offer=offer)
    require_open(locked.request)
    lines = list(locked.lines.select_related("responder", "kit", "need").order_by("pk"))
    kept = [line for line in lines if line_ids is None or line.pk in line_ids]
    if not kept:
        raise Invalid(
            "Nobody is left to send.", "Keep at least one person, or decline with a reason."
        )
    _refuse_what_is_not_needed(kept)
    _keep_teams_whole(lines, kept)
    fewer = _lend_fewer(kept, units or {})
    locked.lines.exclude(pk__in=[line.pk for line in kept]).update(kept=False)
    answer(locked, actor, OfferStatus.ACCEPTED, reason="")
    take_people_and_kit(actor=actor, offer=locked, lines=kept)
    _note(actor, locked, Action.OFFER_ACCEPTED, units=sum(line.units for line in kept))
    enqueue(JobName.MAIL_ACCEPTANCE, offer_id=str(locked.pk))
    if fewer or len(kept) < len(lines):
        propose_again(locked)
    return locked


@use_case
def answer_provisionally(*, actor: Actor, offer: Offer, condition: str) -> Offer:
    """Probably, if. The claim is held a little longer."""
    locked = locked_offer(offer)
    require(may_answer_offer(actor, locked))
    condition = required_reason(condition, "Say what your answer depends on.")
    if locked.status == OfferStatus.PROVISIONAL:
        raise Conflict(
            "You have answered provisionally already.", "Accept or decline when you know more."
        )
    locked.expires_at = max(locked.expires_at, actor.at + PROVISIONAL_EXTENSION)
    answer(locked, actor, OfferStatus.PROVISIONAL, reason=condition)
    _note(actor, locked, Action.OFFER_PROVISIONAL, condition=condition)
    return locked


@use_case
def decline_offer(*, actor: Actor, offer: Offer, reason: str) -> Offer:
    """No, with a reason and without consequences. The next best is proposed."""
    locked = locked_offer(offer)
    require(may_answer_offer(actor, locked))
    answer(locked, actor, OfferStatus.DECLINED, reason=required_reason(reason))
    _note(actor, locked, Action.OFFER_DECLINED)
    propose_again(locked)
    return locked


def propose_again(offer: Offer) -> None:
    """Queue the next proposal; several answers at once need only one."""
    request_id = str(offer.request_id)
    enqueue(JobName.PROPOSE_NEXT_BEST, once_per=request_id, request_id=request_id)


def _note(actor: Actor, offer: Offer, action: Action, **facts: object) -> None:
    record(
        actor=actor,
        action=action,
        subject=offer,
        about=offer.request_id,
        facts={"organization": offer.organization.name, **facts},
        organization_id=offer.organization_id,
    )


def _refuse_what_is_not_needed(kept: list[OfferLine]) -> None:
    gone = {
        line.need.job.title
        for line in kept
        if line.need.status in {NeedStatus.CANCELLED, NeedStatus.UNABLE_TO_FILL}
    }
    if gone:
        raise Conflict(
            f"The town no longer needs: {', '.join(sorted(gone)).lower()}.",
            "Untick those and accept the rest, or decline. Nothing was decided yet.",
        )


def _lend_fewer(kept: list[OfferLine], units: Mapping[UUID, int]) -> bool:
    """Write what is lent of each kit line; answers whether anything is less than asked."""
    fewer = [line for line in kept if line.kit_id and units.get(line.pk, line.units) != line.units]
    for line in fewer:
        lent = units[line.pk]
        if not 1 <= lent <= line.units:
            raise Invalid(
                f"You are asked for {line.units} {line.need.job.plural}.",
                f"Lend between 1 and {line.units}, or untick them.",
            )
        line.cost_cents = line.cost_cents * lent // line.units
        line.units = lent
        line.save(update_fields=["units", "cost_cents"])
    return bool(fewer)


def _keep_teams_whole(lines: list[OfferLine], kept: list[OfferLine]) -> None:
    """Lines of one team share its id; a person or a stock of kit has one line per need."""
    sizes = Counter((line.need_id, line.helper_id) for line in lines if line.responder_id)
    left = Counter((line.need_id, line.helper_id) for line in kept if line.responder_id)
    if any(sizes[team] != count for team, count in left.items()):
        raise Invalid(
            "A team deploys whole or not at all.", "Keep all of its members, or none of them."
        )
