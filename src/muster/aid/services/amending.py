"""Changing a request that is already sent: its details, its window, its lines."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.aid.actions import Action
from muster.aid.job_names import JobName
from muster.aid.models import Mission, Need, Request
from muster.aid.queries.progress import NeedProgress, requests_with_progress
from muster.aid.services.changing import bumped, changeable
from muster.aid.services.missions import reissue_order
from muster.aid.services.needs import locked_need, need_of, refuse_what_is_claimed
from muster.aid.services.requests import named_once, order_faults
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.domain import amendments, lifecycle
from muster.domain.amendments import RequestDetails
from muster.domain.failures import Conflict, Invalid
from muster.domain.lifecycle import MissionStatus, NeedStatus
from muster.domain.matching.problem import Mode
from muster.domain.orders import PAST_GRACE, Order, OrderLine
from muster.domain.tlp import Label
from muster.domain.windows import Window
from muster.jobs.queue import enqueue

PRINTED = frozenset({"where_to_report", "call_back_name", "call_back_number", "tlp"})
"""The details that stand on a mission order; when they change, a new revision is issued."""

SHORTEST_LINE = timedelta(hours=1)


def details_of(request: Request) -> RequestDetails:
    """The details of a sent request as they stand."""
    incident = request.incident
    return RequestDetails(
        what_happened=incident.what_happened,
        systems_down=tuple(incident.systems_down),
        where_to_report=request.where_to_report,
        call_back_name=request.call_back_name,
        call_back_number=request.call_back_number,
        local_declaration=incident.local_declaration,
        tlp=Label(request.tlp),
        starts_at=request.during.lower,
        ends_at=request.during.upper,
    )


@use_case
def amend_request(
    *, actor: Actor, request: Request, version: int, details: RequestDetails
) -> Request:
    """Correct what was sent. Everybody who may know it is told, and mission orders are renewed.

    A new window moves the lines nobody is asked for yet. Whoever is asked or committed was asked
    for the old one and keeps it. Raises Invalid naming each field.
    """
    locked = changeable(actor, request, version)
    before = details_of(locked)
    changed = details.changed_from(before)
    if not changed:
        return locked
    rows = requests_with_progress([locked])[0][1].needs
    on_site = any(row.need.mode == Mode.ON_SITE and _wanted(row.need) for row in rows)
    wrong = amendments.faults(details, before=before, on_site=on_site, now=actor.at)
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)
    _write(locked, details)
    moved = _move(rows, before, details) if {"starts_at", "ends_at"} & set(changed) else []
    record(
        actor=actor,
        action=Action.REQUEST_AMENDED,
        subject=locked,
        about=locked.pk,
        acting_for=locked.incident.organization_id,
        facts={"changed": list(changed), "lines_moved": len(moved)},
    )
    if PRINTED & set(changed):
        renew_orders(actor, locked)
    enqueue(JobName.MAIL_AMENDED, request_id=str(locked.pk), changed=",".join(changed))
    return bumped(locked, actor, needs_changed=bool(moved))


@use_case
def change_count(
    *, actor: Actor, request: Request, version: int, need_id: UUID, count: int
) -> Request:
    """Ask for more or fewer on one line, never fewer than are asked for or committed."""
    locked = changeable(actor, request, version)
    need = locked_need(locked, need_id)
    if not _wanted(need):
        raise Conflict(
            f"This line is {need.status.replace('_', ' ')}.", "Ask for more under the request."
        )
    row = _row_of(locked, need)
    fault = amendments.count_fault(count, taken=row.bound + row.accepted + row.waiting)
    if fault:
        raise Invalid(fault, fields={"count": fault})
    before, need.count = need.count, count
    after = NeedStatus.FILLED if row.bound >= count else NeedStatus.OPEN
    if after != need.status:
        lifecycle.NEED.require(need.status, after)
        need.status = after
    need.save(update_fields=["count", "status"])
    record(
        actor=actor,
        action=Action.NEED_COUNT_CHANGED,
        subject=need,
        about=locked.pk,
        acting_for=locked.incident.organization_id,
        facts={"position": need.job.title, "before": before, "after": count},
    )
    return bumped(locked, actor, needs_changed=True)


@use_case
def add_lines(
    *,
    actor: Actor,
    request: Request,
    version: int,
    lines: tuple[OrderLine, ...],
    starts_at: datetime | None = None,
) -> Request:
    """Ask for more under the same request, from now or from a later moment of its window."""
    locked = changeable(actor, request, version)
    if locked.during.upper <= actor.at:
        raise Conflict(
            "The time of this request is over.", "Prolong it first: change its last day."
        )
    judged = order_faults(_as_order(locked, lines), at=actor.at)
    wrong = {
        field: sentence
        for field, sentence in judged.items()
        if field.startswith("lines") or field == "where_to_report"
    }
    late = _fault_of_later_start(starts_at, locked, actor.at)
    if late:
        wrong["starts_at"] = late
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)
    begins = max(locked.during.lower, actor.at, starts_at or actor.at)
    window = Window(begins, locked.during.upper)
    Need.objects.bulk_create(need_of(locked, line, window) for line in lines)
    record(
        actor=actor,
        action=Action.REQUEST_AMENDED,
        subject=locked,
        about=locked.pk,
        acting_for=locked.incident.organization_id,
        facts={"added": sum(line.count for line in lines)},
    )
    return bumped(locked, actor)


@use_case
def cancel_need(*, actor: Actor, request: Request, version: int, need_id: UUID) -> Request:
    """Take one line back. Lines with people under way are released first."""
    locked = changeable(actor, request, version)
    need = locked_need(locked, need_id)
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
    return bumped(locked, actor)


def _fault_of_later_start(starts_at: datetime | None, request: Request, now: datetime) -> str:
    if starts_at is None:
        return ""
    if starts_at < now - PAST_GRACE:
        return "This lies in the past. Leave it empty for as soon as possible."
    if starts_at > request.during.upper - SHORTEST_LINE:
        return "The request ends before or soon after this. Prolong it first, or choose earlier."
    return ""


def _wanted(need: Need) -> bool:
    return need.status in {NeedStatus.OPEN, NeedStatus.FILLED}


def _row_of(request: Request, need: Need) -> NeedProgress:
    rows = requests_with_progress([request])[0][1].needs
    return next(row for row in rows if row.need.pk == need.pk)


def _write(request: Request, details: RequestDetails) -> None:
    incident = request.incident
    incident.what_happened = details.what_happened.strip()
    incident.systems_down = named_once(details.systems_down)
    incident.local_declaration = details.local_declaration
    incident.save(update_fields=["what_happened", "systems_down", "local_declaration"])
    request.where_to_report = details.where_to_report.strip()
    request.call_back_name = details.call_back_name.strip()
    request.call_back_number = details.call_back_number.strip()
    request.tlp = details.tlp
    request.during = DateTimeTZRange(details.starts_at, details.ends_at)
    request.save(
        update_fields=["where_to_report", "call_back_name", "call_back_number", "tlp", "during"]
    )


def _move(rows: list[NeedProgress], before: RequestDetails, details: RequestDetails) -> list[Need]:
    """Move the lines that nobody is asked for and nobody committed to.

    A line that begins later than the request keeps its own beginning and moves its end only.
    """
    free = [
        row.need
        for row in rows
        if row.need.status in {NeedStatus.OPEN, NeedStatus.UNABLE_TO_FILL}
        and not row.bound + row.accepted + row.waiting
    ]
    for need in free:
        own = need.during.lower
        begins = details.starts_at if own <= before.starts_at else max(own, details.starts_at)
        if begins >= details.ends_at:
            sentence = f"{need.count} × {need.job.title} are wanted from later than that on."
            raise Invalid(sentence, "Cancel that line first.", fields={"ends_at": sentence})
        need.during = DateTimeTZRange(begins, details.ends_at)
    Need.objects.bulk_update(free, ["during"])
    return free


def renew_orders(actor: Actor, request: Request) -> None:
    """A new revision of every order that is out, or a mark that its details are out of date."""
    missions = Mission.objects.filter(
        commitment__offer__request=request, status=MissionStatus.ORDERED
    ).select_related(
        "commitment__offer__organization",
        "commitment__offer__answered_by__organization",
        "commitment__accepted_by__organization",
    )
    for mission in missions.order_by("pk"):
        mission.commitment.offer.request = request
        reissue_order(actor=actor, mission=mission)


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
