"""Asking: one offer per lending organization, each a claim that expires."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from muster.aid.actions import Action
from muster.aid.job_names import JobName
from muster.aid.models import (
    CommittedResponder,
    MatchRun,
    Need,
    Offer,
    OfferLine,
    Request,
)
from muster.aid.policies import may_send_offers
from muster.aid.queries.proposals import asked_already, latest_run
from muster.aid.services.locking import locked_request
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty
from muster.authz.decisions import require
from muster.directory.queries.offices import representatives
from muster.domain.failures import Conflict, Invalid
from muster.domain.lifecycle import NeedStatus, OfferStatus
from muster.jobs.queue import enqueue
from muster.responders.models import Responder

CLAIM = timedelta(minutes=60)
"""How long an offer holds its people before the next best is asked."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which proposed helpers of a run to ask: pairs of need id and helper id; None for all."""

    pairs: frozenset[tuple[str, str]] | None = None

    def takes(self, need_id: str, helper_id: str) -> bool:
        return self.pairs is None or (need_id, helper_id) in self.pairs


@use_case
def send_offers(
    *, actor: Actor, request: Request, run: MatchRun, version: int, selection: Selection
) -> list[Offer]:
    """Send them; mails go out on commit.

    Raises Conflict when the request, the proposal or a helper has changed since it was shown.
    """
    locked = locked_request(request.pk)
    require(may_send_offers(actor, locked))
    if locked.version != version:
        raise Conflict(
            f"Somebody else has acted on {locked.number} since you opened this page.",
            "Look at the proposal as it stands now and send what is still open.",
        )
    if latest_run(locked) != run:
        raise Conflict(
            "There is a newer proposal than the one you were looking at.",
            "Look at it and send from there. Nothing was sent.",
        )
    if locked.needs_changed_at and run.ran_at < locked.needs_changed_at:
        raise Conflict(
            "What is asked for has changed since this proposal was made.",
            "Match again, then send. Nothing was sent.",
        )
    rows = _selected(locked, run, selection)
    if not rows:
        raise Invalid(
            "No helper is selected who has not been asked already.",
            "Match again to see who could be asked next.",
        )
    _check_still_free(rows)
    offers = [
        _offer(actor, locked, run, UUID(organization_id), lines)
        for organization_id, lines in sorted(rows.items())
    ]
    locked.version += 1
    locked.updated_at = actor.at
    locked.save(update_fields=["version", "updated_at"])
    return offers


def _selected(request: Request, run: MatchRun, selection: Selection) -> dict[str, list[Row]]:
    """The run's proposals for open needs that nobody was asked for yet, by organization."""
    open_needs = request.needs.filter(status=NeedStatus.OPEN).values_list("pk", flat=True)
    ours = {str(pk) for pk in open_needs}
    asked = asked_already(request)
    sent_from_this = {
        (str(need), str(kit))
        for need, kit in OfferLine.objects.filter(offer__match_run=run, kit__isnull=False)
        .exclude(offer__status=OfferStatus.WITHDRAWN)
        .values_list("need", "kit")
    }
    rows: dict[str, list[Row]] = defaultdict(list)
    for need_id, need in run.answer["needs"].items():
        if need_id not in ours:
            continue
        for chosen in need["chosen"]:
            pair = (need_id, chosen["helper_id"])
            # More of the same stock may be asked for, but from a newer proposal.
            before = sent_from_this if chosen["kind"] == "kit" else asked
            fresh = not chosen["held"] and pair not in before
            if fresh and selection.takes(*pair):
                rows[chosen["organization_id"]].append({**chosen, "need_id": need_id})
    return rows


def _check_still_free(rows: dict[str, list[Row]]) -> None:
    """Lock everybody about to be asked and see that nobody else has them by now."""
    people = {
        person: UUID(line["need_id"])
        for lines in rows.values()
        for line in lines
        if line["kind"] != "kit"
        for person in _people(line)
    }
    present = list(
        Responder.objects.select_for_update(no_key=True)
        .filter(pk__in=people, removed_at=None)
        .order_by("pk")
    )
    if len(present) != len(people):
        raise Conflict(
            "Somebody in this proposal has left the roster since it was made.",
            "Match again to see who could go instead. Nothing was sent.",
        )
    needs = {
        need.pk: need
        for need in Need.objects.filter(pk__in=people.values()).select_related("request__incident")
    }
    for responder in present:
        if _taken(responder, needs[people[responder.pk]]):
            raise Conflict(
                f"{responder.name} was asked for or committed elsewhere since this proposal.",
                "Match again to see who could go instead. Nothing was sent.",
            )


def _taken(responder: Responder, need: Need) -> bool:
    exercise = need.request.incident.exercise
    committed = CommittedResponder.objects.filter(
        responder=responder, active=True, exercise=exercise, during__overlap=need.during
    )
    claimed = OfferLine.objects.filter(
        responder=responder,
        kept=True,
        offer__status__in=[OfferStatus.SENT, OfferStatus.PROVISIONAL],
        offer__request__incident__exercise=exercise,
        need__during__overlap=need.during,
    )
    return committed.exists() or claimed.exists()


def _offer(
    actor: Actor, request: Request, run: MatchRun, organization_id: UUID, rows: list[Row]
) -> Offer:
    name = rows[0]["organization"]
    offices = list(representatives(organization_id, at=actor.at))
    if not offices:
        raise Conflict(
            f"{name} has no authorized representative in office, so nobody there can answer.",
            "Match again; organizations that cannot answer are left out. Nothing was sent.",
        )
    try:
        with transaction.atomic():
            offer = Offer.objects.create(
                request=request,
                match_run=run,
                organization_id=organization_id,
                county=request.organization.county[:120],
                incident_kind=request.incident.kind,
                exercise=request.incident.exercise,
                tlp=request.tlp,
                sent_at=actor.at,
                expires_at=actor.at + CLAIM,
            )
    except IntegrityError as error:
        raise Conflict(
            f"{name} has an unanswered offer for {request.number} already.",
            "Wait for the answer, or withdraw that offer first. Nothing was sent.",
        ) from error
    OfferLine.objects.bulk_create(line for row in rows for line in _lines(offer, row))
    record(
        actor=actor,
        action=Action.OFFER_SENT,
        subject=offer,
        about=request.pk,
        facts={"organization": name, "people": sum(row["units"] for row in rows)},
        organization_id=organization_id,
        acting_for=_acts_for(actor, request),
    )
    for office in offices:
        enqueue(JobName.MAIL_OFFER, offer_id=str(offer.pk), office_id=str(office.pk))
    return offer


def _acts_for(actor: Actor, request: Request) -> UUID:
    """The town for its own people, the hub for its coordinator."""
    town = request.incident.organization_id
    desk = actor.holding(Duty.COORDINATE)
    return desk.organization_id if desk and not actor.standing_in(town) else town


def _lines(offer: Offer, row: Row) -> list[OfferLine]:
    shared = {
        "offer": offer,
        "need_id": UUID(row["need_id"]),
        "helper_id": UUID(row["helper_id"]),
        "level": row["level"],
        "remote": row["remote"],
        "road_km": row["road_km"],
        "arrives_at": datetime.fromisoformat(row["arrives_at"]),
        "path": row["path"],
    }
    if row["kind"] == "kit":
        return [OfferLine(**shared, kit_id=UUID(row["helper_id"]), units=row["units"])]
    people = _people(row)
    share = row["cost_cents"] // len(people)
    return [OfferLine(**shared, responder_id=person, cost_cents=share) for person in people]


def _people(row: Row) -> list[UUID]:
    return [UUID(person) for person in row["member_ids"] or [row["helper_id"]]]
