"""Single lines of a request: unable to fill, open again, and when a line may not be dropped."""

from __future__ import annotations

from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.aid.actions import Action
from muster.aid.models import Need, OfferLine, Request
from muster.aid.policies import may_judge_unfillable
from muster.aid.services.locking import locked_request
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.domain import lifecycle
from muster.domain.failures import Conflict, NotFound
from muster.domain.lifecycle import NeedStatus, OfferStatus
from muster.domain.orders import OrderLine
from muster.domain.reasons import required_reason
from muster.domain.windows import Window


@use_case
def mark_unable_to_fill(*, actor: Actor, request: Request, need_id: UUID, reason: str) -> Need:
    """Say plainly that nobody can be found, so that the town can look elsewhere."""
    require(may_judge_unfillable(actor, locked_request(request.pk)))
    reason = required_reason(reason, "Say what was tried and where the town could turn.")
    need = locked_need(request, need_id)
    lifecycle.NEED.require(need.status, NeedStatus.UNABLE_TO_FILL)
    refuse_what_is_claimed(need)
    need.status = NeedStatus.UNABLE_TO_FILL
    need.unable_reason = reason[:300]
    need.save(update_fields=["status", "unable_reason"])
    record(
        actor=actor,
        action=Action.NEED_UNABLE_TO_FILL,
        subject=need,
        about=request.pk,
        facts={"position": need.job.title, "reason": need.unable_reason},
    )
    return need


@use_case
def reopen_need(*, actor: Actor, request: Request, need_id: UUID) -> Need:
    """Look again for a need that was marked unable to fill."""
    require(may_judge_unfillable(actor, locked_request(request.pk)))
    need = locked_need(request, need_id)
    lifecycle.NEED.require(need.status, NeedStatus.OPEN)
    need.status = NeedStatus.OPEN
    need.unable_reason = ""
    need.save(update_fields=["status", "unable_reason"])
    record(
        actor=actor,
        action=Action.NEED_REOPENED,
        subject=need,
        about=request.pk,
        facts={"position": need.job.title},
    )
    return need


def refuse_what_is_claimed(need: Need) -> None:
    """Raises Conflict while somebody is asked for the line or committed to it."""
    if (
        need.committed_people.filter(active=True).exists()
        or need.committed_kit.filter(active=True).exists()
    ):
        raise Conflict(
            "People or equipment are committed to this line.",
            "Release them or turn them down first.",
        )
    asked = OfferLine.objects.filter(
        need=need, offer__status__in=[OfferStatus.SENT, OfferStatus.PROVISIONAL]
    )
    if asked.exists():
        raise Conflict(
            "Somebody has been asked for this line and has not answered yet.",
            "Wait for the answer, or withdraw that offer first.",
        )


def locked_need(request: Request, need_id: UUID) -> Need:
    """Raises NotFound when the line is not one of this request."""
    need = Need.objects.select_for_update(no_key=True).filter(pk=need_id, request=request).first()
    if need is None:
        raise NotFound("This line does not exist any more.", "Reload the page.")
    return need


def need_of(request: Request, line: OrderLine, window: Window) -> Need:
    """An unsaved line of the request, as ordered."""
    return Need(
        request=request,
        position=line.position,
        minimum_level=line.minimum_level,
        count=line.count,
        during=DateTimeTZRange(window.start, window.end),
        mode=line.mode,
        priority=line.priority,
    )
