"""Asking lenders: sending offers, answering them, and letting unanswered ones lapse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from muster.aid.actions import Action
from muster.aid.job_names import JobName
from muster.aid.models import MatchRun, Offer, OfferLine, Request
from muster.aid.policies import may_answer_offer, may_send_offers, may_withdraw_offer
from muster.aid.services.committing import take_people_and_kit
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty, hub_itself
from muster.authz.decisions import require
from muster.directory.queries import representatives
from muster.domain import lifecycle
from muster.domain.failures import Conflict, Gone, Invalid
from muster.domain.lifecycle import OfferStatus
from muster.jobs.queue import enqueue
from muster.responders.models import Responder

CLAIM = timedelta(minutes=60)
"""How long an offer holds its people before the next best is asked."""

PROVISIONAL_EXTENSION = timedelta(hours=2)


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
    """One offer per lending organization, each a claim that expires. Mails go out on commit.

    Raises Conflict when the request or a helper has changed since the run.
    """
    locked = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    require(may_send_offers(actor, locked))
    if locked.version != version:
        raise Conflict(
            f"Somebody else has acted on {locked.number} since you opened this page.",
            "Look at the proposal as it stands now and send what is still open.",
        )
    rows = _selected(locked, run, selection)
    if not rows:
        raise Invalid(
            "No helper is selected who has not been asked already.",
            "Match again to see who could be asked next.",
        )
    _check_still_there(rows)
    offers = []
    for organization_id, lines in sorted(rows.items()):
        offers.append(_offer(actor, locked, run, UUID(organization_id), lines))
    locked.version += 1
    locked.updated_at = actor.at
    locked.save(update_fields=["version", "updated_at"])
    return offers


@use_case
def accept_terms(*, actor: Actor, offer: Offer) -> Offer:
    """The lender agrees to keep to itself what it is about to learn."""
    locked = _locked(offer)
    require(may_answer_offer(actor, locked))
    if locked.terms_accepted_at is None:
        locked.terms_accepted_at = actor.at
        locked.terms_accepted_by = actor.name
        locked.save(update_fields=["terms_accepted_at", "terms_accepted_by"])
        record(
            actor=actor,
            action=Action.OFFER_TERMS_ACCEPTED,
            subject=locked,
            about=locked.request_id,
            facts={"organization": locked.organization.name},
            organization_id=locked.organization_id,
        )
    return locked


@use_case
def accept_offer(*, actor: Actor, offer: Offer, line_ids: Collection[UUID] | None = None) -> Offer:
    """Section II: the lender offers these people. They are taken from this moment on.

    `line_ids` are the lines kept; the rest is declined. Raises Conflict when one of them was
    committed elsewhere in the meantime or has left the roster.
    """
    locked = accept_terms(actor=actor, offer=offer)
    lines = list(locked.lines.select_related("responder", "kit", "need").order_by("pk"))
    kept = [line for line in lines if line_ids is None or line.pk in line_ids]
    if not kept:
        raise Invalid(
            "Nobody is left to send.", "Keep at least one person, or decline with a reason."
        )
    _keep_teams_whole(lines, kept)
    locked.lines.exclude(pk__in=[line.pk for line in kept]).update(kept=False)
    _answer(locked, actor, OfferStatus.ACCEPTED, reason="")
    take_people_and_kit(actor=actor, offer=locked, lines=kept)
    record(
        actor=actor,
        action=Action.OFFER_ACCEPTED,
        subject=locked,
        about=locked.request_id,
        facts={"organization": locked.organization.name, "units": sum(x.units for x in kept)},
        organization_id=locked.organization_id,
    )
    enqueue(JobName.MAIL_ACCEPTANCE, offer_id=str(locked.pk))
    if len(kept) < len(lines):
        enqueue(JobName.PROPOSE_NEXT_BEST, request_id=str(locked.request_id))
    return locked


@use_case
def answer_provisionally(*, actor: Actor, offer: Offer, condition: str) -> Offer:
    """Probably, if. The claim is held a little longer."""
    locked = _locked(offer)
    require(may_answer_offer(actor, locked))
    if not condition.strip():
        raise Invalid(
            "Say what it depends on.", fields={"reason": "Say what your answer depends on."}
        )
    if locked.status == OfferStatus.PROVISIONAL:
        raise Conflict(
            "You have answered provisionally already.", "Accept or decline when you know more."
        )
    locked.expires_at = max(locked.expires_at, actor.at + PROVISIONAL_EXTENSION)
    _answer(locked, actor, OfferStatus.PROVISIONAL, reason=condition)
    record(
        actor=actor,
        action=Action.OFFER_PROVISIONAL,
        subject=locked,
        about=locked.request_id,
        facts={"organization": locked.organization.name, "condition": locked.reason},
        organization_id=locked.organization_id,
    )
    return locked


@use_case
def decline_offer(*, actor: Actor, offer: Offer, reason: str) -> Offer:
    """No, with a reason and without consequences. The next best is proposed."""
    locked = _locked(offer)
    require(may_answer_offer(actor, locked))
    if not reason.strip():
        raise Invalid(
            "Say why, in a word or two.", fields={"reason": "A few words help the coordinator."}
        )
    _answer(locked, actor, OfferStatus.DECLINED, reason=reason)
    record(
        actor=actor,
        action=Action.OFFER_DECLINED,
        subject=locked,
        about=locked.request_id,
        facts={"organization": locked.organization.name},
        organization_id=locked.organization_id,
    )
    enqueue(JobName.PROPOSE_NEXT_BEST, request_id=str(locked.request_id))
    return locked


@use_case
def withdraw_offer(*, actor: Actor, offer: Offer) -> Offer:
    """The asking side takes an unanswered offer back."""
    locked = _locked(offer)
    require(may_withdraw_offer(actor, locked))
    _answer(locked, actor, OfferStatus.WITHDRAWN, reason="withdrawn by the asking side")
    record(
        actor=actor,
        action=Action.OFFER_WITHDRAWN,
        subject=locked,
        about=locked.request_id,
        facts={"organization": locked.organization.name},
        organization_id=locked.organization_id,
    )
    return locked


@use_case
def lapse_unanswered(*, at: datetime) -> list[UUID]:
    """End every claim whose time is up; answers the ids of the requests that need new people."""
    actor = hub_itself(at)
    due = Offer.objects.select_for_update(of=("self",), skip_locked=True).filter(
        status__in=[OfferStatus.SENT, OfferStatus.PROVISIONAL], expires_at__lte=at
    )
    touched: list[UUID] = []
    for offer in due.select_related("organization").order_by("pk"):
        _answer(offer, actor, OfferStatus.LAPSED, reason="no answer in time")
        record(
            actor=actor,
            action=Action.OFFER_LAPSED,
            subject=offer,
            about=offer.request_id,
            facts={"organization": offer.organization.name},
            organization_id=offer.organization_id,
        )
        if offer.request_id not in touched:
            touched.append(offer.request_id)
            enqueue(JobName.PROPOSE_NEXT_BEST, request_id=str(offer.request_id))
    return touched


def _locked(offer: Offer) -> Offer:
    return (
        Offer.objects.select_for_update(of=("self",))
        .select_related("organization", "request__incident__organization")
        .get(pk=offer.pk)
    )


def _answer(offer: Offer, actor: Actor, status: OfferStatus, *, reason: str) -> None:
    if not lifecycle.OFFER.allows(offer.status, status):
        raise Gone(
            f"This offer is {offer.status} already.", "There is nothing left to answer here."
        )
    standing = actor.holding(Duty.REPRESENT, offer.organization_id)
    offer.status = status
    offer.answered_at = actor.at
    offer.answered_by_id = standing.office_id if standing else None
    offer.answerer_name = actor.name
    offer.reason = reason.strip()[:2000]
    offer.save()


def _selected(
    request: Request, run: MatchRun, selection: Selection
) -> dict[str, list[dict[str, Any]]]:
    """The run's proposals for this request that are not held yet, by lending organization."""
    ours = {str(pk) for pk in request.needs.values_list("pk", flat=True)}
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for need_id, need in run.answer["needs"].items():
        if need_id not in ours:
            continue
        for chosen in need["chosen"]:
            if not chosen["held"] and selection.takes(need_id, chosen["helper_id"]):
                rows[chosen["organization_id"]].append({**chosen, "need_id": need_id})
    return rows


def _check_still_there(rows: dict[str, list[dict[str, Any]]]) -> None:
    people = {
        UUID(person)
        for lines in rows.values()
        for line in lines
        if line["kind"] != "kit"
        for person in (line["member_ids"] or [line["helper_id"]])
    }
    present = Responder.objects.filter(pk__in=people, removed_at=None)
    if present.count() != len(people):
        raise Conflict(
            "Somebody in this proposal has left the roster since it was made.",
            "Match again to see who could go instead. Nothing was sent.",
        )


def _offer(
    actor: Actor, request: Request, run: MatchRun, organization_id: UUID, rows: list[dict[str, Any]]
) -> Offer:
    if not representatives(organization_id, at=actor.at).exists():
        raise Conflict(
            f"{rows[0]['organization']} has no authorized representative in office, "
            "so nobody there can answer.",
            "Match again; organizations that cannot answer are left out. Nothing was sent.",
        )
    try:
        with transaction.atomic():
            offer = Offer.objects.create(
                request=request,
                match_run=run,
                organization_id=organization_id,
                sent_at=actor.at,
                expires_at=actor.at + CLAIM,
            )
    except IntegrityError as error:
        raise Conflict(
            f"{rows[0]['organization']} has an unanswered offer for {request.number} already.",
            "Wait for the answer, or withdraw that offer first. Nothing was sent.",
        ) from error
    OfferLine.objects.bulk_create(line for row in rows for line in _lines(offer, row))
    record(
        actor=actor,
        action=Action.OFFER_SENT,
        subject=offer,
        about=request.pk,
        facts={"organization": rows[0]["organization"], "people": len(rows)},
        organization_id=organization_id,
    )
    enqueue(JobName.MAIL_OFFER, offer_id=str(offer.pk))
    return offer


def _lines(offer: Offer, row: dict[str, Any]) -> list[OfferLine]:
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
    people = [UUID(person) for person in row["member_ids"] or [row["helper_id"]]]
    share = row["cost_cents"] // len(people)
    return [OfferLine(**shared, responder_id=person, cost_cents=share) for person in people]


def _keep_teams_whole(lines: list[OfferLine], kept: list[OfferLine]) -> None:
    sizes: dict[UUID, int] = defaultdict(int)
    for line in lines:
        sizes[line.helper_id] += 1
    left: dict[UUID, int] = defaultdict(int)
    for line in kept:
        left[line.helper_id] += 1
    if any(sizes[helper] != count for helper, count in left.items()):
        raise Invalid(
            "A team deploys whole or not at all.", "Keep all of its members, or none of them."
        )
