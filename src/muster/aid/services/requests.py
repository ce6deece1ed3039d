"""Asking for help: sending, changing and ending a request."""

from __future__ import annotations

from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.aid.actions import Action
from muster.aid.models import Commitment, Incident, IncidentKind, Need, Offer, Request
from muster.aid.models.numbers import next_number
from muster.aid.policies import may_change_request, may_send_request
from muster.aid.services.commitments import end_commitment
from muster.aid.services.drafts import start_draft
from muster.aid.services.locking import locked_commitment, locked_request
from muster.aid.services.needs import refuse_what_is_claimed
from muster.aid.services.offers.ending import end_unanswered
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty
from muster.authz.decisions import require
from muster.directory.models import Organization
from muster.domain import lifecycle
from muster.domain.failures import Conflict, Invalid, NotFound
from muster.domain.lifecycle import CommitmentStatus, NeedStatus, OfferStatus, RequestStatus
from muster.domain.orders import Order, OrderLine, faults
from muster.domain.reasons import required_reason
from muster.domain.tlp import Label
from muster.domain.windows import Window

KINDS = frozenset(IncidentKind.values)


@use_case
def send_request(*, actor: Actor, request: Request, order: Order) -> Request:
    """Section I: the authorized representative asks. Raises Invalid naming each field."""
    organization = request.organization
    require(may_send_request(actor, organization))
    wrong = faults(order, now=actor.at, kinds=KINDS)
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)
    if organization.jurisdiction is None or organization.jurisdiction.place is None:
        raise Invalid(
            f"{organization} has no place on the map, so nobody can be sent to it.",
            "Ask the hub coordinator to complete its entry in the directory.",
        )
    locked = locked_request(request.pk)
    lifecycle.REQUEST.require(locked.status, RequestStatus.OPEN)
    window = order.window(actor.at)
    _describe(locked.incident, order, actor)
    _fill_in(locked, order, window, actor)
    Need.objects.bulk_create(_need(locked, line, window) for line in order.lines)
    record(
        actor=actor,
        action=Action.REQUEST_SENT,
        subject=locked,
        about=locked.pk,
        acting_for=locked.incident.organization_id,
        facts={"number": locked.number, "lines": len(order.lines)},
    )
    return locked


@use_case
def ask(*, actor: Actor, organization: Organization, order: Order) -> Request:
    """Draft and send in one step, for software that has the whole order at hand."""
    draft = start_draft(actor=actor, organization=organization, exercise=order.exercise)
    return send_request(actor=actor, request=draft, order=order)


@use_case
def add_lines(
    *, actor: Actor, request: Request, version: int, lines: tuple[OrderLine, ...]
) -> Request:
    """Ask for more under the same request and window."""
    locked = _changeable(actor, request, version)
    if locked.during is None or locked.during.upper <= actor.at:
        raise Conflict(
            "The time of this request is over.", "Close it, and ask anew if you still need help."
        )
    existing = _as_order(locked, lines)
    wrong = {
        field: sentence
        for field, sentence in faults(existing, now=actor.at, kinds=KINDS).items()
        if field.startswith("lines") or field == "where_to_report"
    }
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)
    window = Window(max(locked.during.lower, actor.at), locked.during.upper)
    Need.objects.bulk_create(_need(locked, line, window) for line in lines)
    record(
        actor=actor,
        action=Action.REQUEST_AMENDED,
        subject=locked,
        about=locked.pk,
        acting_for=locked.incident.organization_id,
        facts={"added": sum(line.count for line in lines)},
    )
    return _bumped(locked, actor)


@use_case
def cancel_need(*, actor: Actor, request: Request, version: int, need_id: UUID) -> Request:
    """Take one line back. Lines with people under way are released first."""
    locked = _changeable(actor, request, version)
    need = Need.objects.select_for_update(no_key=True).filter(pk=need_id, request=locked).first()
    if need is None:
        raise NotFound("This line does not exist any more.", "Reload the page.")
    lifecycle.NEED.require(need.status, NeedStatus.CANCELLED)
    refuse_what_is_claimed(need)
    need.status = NeedStatus.CANCELLED
    need.save(update_fields=["status"])
    record(
        actor=actor,
        action=Action.NEED_CANCELLED,
        subject=need,
        about=locked.pk,
        acting_for=locked.incident.organization_id,
        facts={"position": need.job.title, "count": need.count},
    )
    return _bumped(locked, actor)


@use_case
def cancel_request(*, actor: Actor, request: Request, version: int, reason: str) -> Request:
    """Withdraw the whole request; open offers are withdrawn and unbound commitments end."""
    locked = _changeable(actor, request, version)
    reason = required_reason(reason)
    bound = locked.offers.filter(commitment__status=CommitmentStatus.BOUND)
    if bound.exists():
        raise Conflict(
            "People are already under way under this request.",
            "Release them first; then cancel, or close the request when they are done.",
        )
    _end(locked, actor, RequestStatus.CANCELLED, reason)
    _withdraw_everything(locked, actor)
    record(
        actor=actor,
        action=Action.REQUEST_CANCELLED,
        subject=locked,
        about=locked.pk,
        acting_for=locked.incident.organization_id,
        facts={"reason": reason},
    )
    return locked


@use_case
def close_request(*, actor: Actor, request: Request, version: int) -> Request:
    """The help is done: open offers are withdrawn, people still there are released."""
    locked = _changeable(actor, request, version)
    _end(locked, actor, RequestStatus.CLOSED, "closed by the requesting organization")
    _withdraw_everything(locked, actor)
    record(
        actor=actor,
        action=Action.REQUEST_CLOSED,
        subject=locked,
        about=locked.pk,
        acting_for=locked.incident.organization_id,
    )
    return locked


def _changeable(actor: Actor, request: Request, version: int) -> Request:
    locked = locked_request(request.pk)
    require(may_change_request(actor, locked))
    if locked.version != version:
        raise Conflict(
            f"Somebody changed {locked.number} while you had it open.",
            "Look at how it stands now, then make your change again.",
        )
    return locked


def _bumped(request: Request, actor: Actor) -> Request:
    request.version += 1
    request.updated_at = actor.at
    request.save(update_fields=["version", "updated_at"])
    return request


def _describe(incident: Incident, order: Order, actor: Actor) -> None:
    incident.kind = order.kind
    incident.noticed_at = order.noticed_at or actor.at
    incident.what_happened = order.what_happened.strip()
    incident.systems_down = list(order.systems_down)
    incident.local_declaration = order.local_declaration
    incident.save()


def _fill_in(request: Request, order: Order, window: Window, actor: Actor) -> None:
    standing = actor.holding(Duty.REPRESENT, request.incident.organization_id)
    request.number = next_number("R", actor.at.year)
    request.status = RequestStatus.OPEN
    request.where_to_report = order.where_to_report.strip()
    request.call_back_name = order.call_back_name.strip()
    request.call_back_number = order.call_back_number.strip()
    request.tlp = order.tlp
    request.during = DateTimeTZRange(window.start, window.end)
    request.opened_at = request.updated_at = actor.at
    request.signed_by_id = standing.office_id if standing else None
    request.signer_name = actor.name
    request.typed = {}
    request.save()


def _need(request: Request, line: OrderLine, window: Window) -> Need:
    return Need(
        request=request,
        position=line.position,
        minimum_level=line.minimum_level,
        count=line.count,
        during=DateTimeTZRange(window.start, window.end),
        mode=line.mode,
        priority=line.priority,
    )


def _as_order(request: Request, lines: tuple[OrderLine, ...]) -> Order:
    """The request as it stands with other lines, to judge those by the same rules."""
    return Order(
        kind=request.incident.kind,
        what_happened="",
        systems_down=(),
        lines=lines,
        starts_at=None,
        hours=24,
        where_to_report=request.where_to_report,
        call_back_name=request.call_back_name,
        call_back_number=request.call_back_number,
        local_declaration=None,
        tlp=Label(request.tlp),
        exercise=request.incident.exercise,
    )


def _withdraw_everything(request: Request, actor: Actor) -> None:
    """End what hangs on a locked request: offers, then commitments, then what is still open."""
    unanswered = Offer.objects.select_for_update(of=("self",), no_key=True).select_related(
        "organization"
    )
    for offer in unanswered.filter(
        request=request, status__in=[OfferStatus.SENT, OfferStatus.PROVISIONAL]
    ).order_by("pk"):
        end_unanswered(actor, offer, "the request ended")
    for commitment in Commitment.objects.filter(offer__request=request, ended_at=None).order_by(
        "pk"
    ):
        locked = locked_commitment(commitment)
        after = (
            CommitmentStatus.RELEASED
            if locked.status == CommitmentStatus.BOUND
            else CommitmentStatus.CANCELLED
        )
        end_commitment(actor, locked, after, "the request ended")
    for need in request.needs.filter(status=NeedStatus.OPEN):
        need.status = NeedStatus.CANCELLED
        need.save(update_fields=["status"])


def _end(request: Request, actor: Actor, status: RequestStatus, reason: str) -> None:
    lifecycle.REQUEST.require(request.status, status)
    request.status = status
    request.ended_at = request.updated_at = actor.at
    request.end_reason = reason
    request.version += 1
    request.save(update_fields=["status", "ended_at", "updated_at", "end_reason", "version"])
