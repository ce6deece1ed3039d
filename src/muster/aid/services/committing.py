"""Taking people and kit off the market, in a way that two takers cannot both succeed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction

from muster.aid.models import (
    Commitment,
    CommittedKit,
    CommittedResponder,
    Need,
    Offer,
    OfferLine,
)
from muster.authz.actors import Actor
from muster.domain.failures import Conflict
from muster.domain.lifecycle import NEED, NeedStatus, RequestStatus

SIGNING_TIME = timedelta(hours=12)
"""How long accepted people wait for the town's signature before they are free again."""


def take_people_and_kit(*, actor: Actor, offer: Offer, lines: Sequence[OfferLine]) -> Commitment:
    """Open the commitment of an accepted offer.

    Raises Conflict naming who is gone: removed from the roster, or taken for an overlapping
    window. The exclusion constraint decides races, so exactly one of two takers gets here.
    """
    refuse_who_left(lines)
    commitment = Commitment.objects.create(
        offer=offer, created_at=actor.at, sign_by=actor.at + SIGNING_TIME
    )
    # One order for everybody, so that two takers of the same people never wait crosswise.
    for line in sorted(lines, key=lambda line: (str(line.kit_id), str(line.responder_id))):
        try:
            with transaction.atomic():
                _take(commitment, line)
        except IntegrityError as error:
            raise Conflict(
                f"{_who(line)} was committed elsewhere a moment ago.",
                "Reload the offer and accept without them. Nothing was decided yet.",
            ) from error
    return commitment


def refuse_who_left(lines: Iterable[OfferLine]) -> None:
    """Raises Conflict naming a person who is no longer on the roster."""
    for line in lines:
        if line.responder and line.responder.removed_at:
            raise Conflict(
                f"{line.responder.name} has left the roster.",
                "Go on without this person, or decline. Nothing was decided yet.",
            )


def let_go(commitment: Commitment) -> None:
    """Free everybody of a commitment; needs of a request still open are open again."""
    needs = {row.need_id for row in commitment.people.filter(active=True)}
    needs |= {row.need_id for row in commitment.kit.filter(active=True)}
    commitment.people.update(active=False)
    commitment.kit.update(active=False)
    Need.objects.filter(
        pk__in=needs, status=NeedStatus.FILLED, request__status=RequestStatus.OPEN
    ).update(status=NeedStatus.OPEN)


def mark_filled(commitment: Commitment) -> None:
    """Move the needs that are now complete to filled."""
    touched = {row.need_id for row in commitment.people.all()}
    touched |= {row.need_id for row in commitment.kit.all()}
    for need in Need.objects.select_for_update(no_key=True).filter(pk__in=touched).order_by("pk"):
        people = need.committed_people.filter(
            active=True, commitment__accepted_at__isnull=False
        ).count()
        kit = sum(
            need.committed_kit.filter(
                active=True, commitment__accepted_at__isnull=False
            ).values_list("units", flat=True)
        )
        if people + kit >= need.count and NEED.allows(need.status, NeedStatus.FILLED):
            need.status = NeedStatus.FILLED
            need.save(update_fields=["status"])


def _take(commitment: Commitment, line: OfferLine) -> None:
    exercise = commitment.offer.request.incident.exercise
    if line.responder_id:
        CommittedResponder.objects.create(
            commitment=commitment,
            need=line.need,
            responder_id=line.responder_id,
            during=line.need.during,
            exercise=exercise,
        )
    elif line.kit_id:
        CommittedKit.objects.create(
            commitment=commitment,
            need=line.need,
            stock_id=line.kit_id,
            units=line.units,
            during=line.need.during,
            exercise=exercise,
        )


def _who(line: OfferLine) -> str:
    return line.responder.name if line.responder else "Some of this equipment"
