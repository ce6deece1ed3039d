"""Asking for help: sending, changing and ending a request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.aid.actions import Action
from muster.aid.models import Commitment, Incident, IncidentKind, Need, Offer, Request
from muster.aid.models.numbers import next_number
from muster.aid.policies import may_send_request
from muster.aid.services.changing import changeable
from muster.aid.services.commitments import end_commitment
from muster.aid.services.drafts import start_draft
from muster.aid.services.locking import locked_commitment, locked_request
from muster.aid.services.needs import need_of
from muster.aid.services.offers.ending import end_unanswered
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Authority
from muster.authz.decisions import require
from muster.directory.models import Organization
from muster.domain import lifecycle
from muster.domain.failures import Conflict, Invalid
from muster.domain.lifecycle import CommitmentStatus, NeedStatus, OfferStatus, RequestStatus
from muster.domain.orders import Order, faults
from muster.domain.reasons import required_reason
from muster.domain.windows import Window


def order_faults(order: Order, *, at: datetime) -> dict[str, str]:
    """What has to be mended before this hub takes the order: field name → sentence."""
    return faults(order, now=at, kinds=frozenset(IncidentKind.values))


@use_case
def send_request(*, actor: Actor, request: Request, order: Order) -> Request:
    """Section I: the authorized representative asks. Raises Invalid naming each field."""
    organization = request.organization
    require(may_send_request(actor, organization))
    wrong = order_faults(order, at=actor.at)
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
    Need.objects.bulk_create(need_of(locked, line, window) for line in order.lines)
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
def cancel_request(*, actor: Actor, request: Request, version: int, reason: str) -> Request:
    """Withdraw the whole request; open offers are withdrawn and unbound commitments end."""
    locked = changeable(actor, request, version)
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
    locked = changeable(actor, request, version)
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


def named_once(systems: Iterable[str]) -> list[str]:
    """Systems without blanks and repetitions, in the order given."""
    return list(dict.fromkeys(system.strip() for system in systems if system.strip()))


def _describe(incident: Incident, order: Order, actor: Actor) -> None:
    incident.kind = order.kind
    incident.noticed_at = order.noticed_at or actor.at
    incident.what_happened = order.what_happened.strip()
    incident.systems_down = named_once(order.systems_down)
    incident.local_declaration = order.local_declaration
    incident.save()


def _fill_in(request: Request, order: Order, window: Window, actor: Actor) -> None:
    standing = actor.empowered(Authority.REQUEST_AID, request.incident.organization_id)
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
