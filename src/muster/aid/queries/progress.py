"""How far a request has got: per need who comes, who was asked, what is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum

from muster.aid.models import Commitment, CommittedKit, CommittedResponder, Need, Offer, Request
from muster.aid.queries.visibility import visible_commitments, visible_offers
from muster.authz.actors import Actor
from muster.authz.sight import everything
from muster.domain.lifecycle import CommitmentStatus, NeedStatus, OfferStatus


@dataclass(slots=True)
class NeedProgress:
    """One line: asked for, bound, offered by lenders, waiting for an answer, and gone home."""

    need: Need
    bound: int = 0
    released: int = 0
    accepted: int = 0
    waiting: int = 0

    @property
    def served(self) -> int:
        """Who came, whether still there or released by now."""
        return self.bound + self.released

    @property
    def open(self) -> int:
        if self.need.status in {NeedStatus.CANCELLED, NeedStatus.UNABLE_TO_FILL}:
            return 0
        return max(0, self.need.count - self.bound - self.accepted - self.waiting)


@dataclass(slots=True)
class Progress:
    """A request's lines with its offers and commitments, as far as the actor may see them."""

    needs: list[NeedProgress]
    offers: list[Offer] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """What is or was wanted: of a cancelled line, as much as came."""
        return sum(
            row.served if row.need.status == NeedStatus.CANCELLED else row.need.count
            for row in self.needs
        )

    @property
    def bound(self) -> int:
        return sum(row.bound for row in self.needs)

    @property
    def urgency(self) -> int | None:
        """The most pressing priority among lines still open; None when nothing is."""
        return min((row.need.priority for row in self.needs if row.open), default=None)

    @property
    def served(self) -> int:
        return sum(row.served for row in self.needs)

    @property
    def coming(self) -> list[Commitment]:
        return [commitment for commitment in self.commitments if commitment.ended_at is None]

    @property
    def ended(self) -> list[Commitment]:
        return [commitment for commitment in self.commitments if commitment.ended_at]

    @property
    def waiting(self) -> int:
        return sum(row.accepted + row.waiting for row in self.needs)

    @property
    def open(self) -> int:
        return sum(row.open for row in self.needs)

    @property
    def unable(self) -> int:
        return sum(
            row.need.count - row.bound
            for row in self.needs
            if row.need.status == NeedStatus.UNABLE_TO_FILL
        )


def progress_of(request: Request, actor: Actor) -> Progress:
    """Five queries and what the page shows of offers and commitments."""
    progress = _progress([request])[request.pk]
    progress.offers = list(
        visible_offers(actor)
        .filter(request=request)
        .prefetch_related("lines__need", "lines__responder")
        .order_by("organization__name", "-sent_at")
    )
    progress.commitments = list(
        visible_commitments(actor)
        .filter(offer__request=request)
        .select_related("mission")
        .prefetch_related("offer__lines__need", "offer__lines__responder")
        .order_by("-created_at")
    )
    return progress


def requests_with_progress(requests: Iterable[Request]) -> list[tuple[Request, Progress]]:
    """Many requests with their counts, in four queries at any number."""
    rows = list(requests)
    found = _progress(rows)
    return [(request, found[request.pk]) for request in rows]


def _progress(requests: Sequence[Request]) -> dict[UUID, Progress]:
    """Counts alone, and of everybody: who lends under the terms knows how much is still open."""
    with everything(unless_of=[one.incident.organization_id for one in requests]):
        return _counted(requests)


def _counted(requests: Sequence[Request]) -> dict[UUID, Progress]:
    needs = {
        need.pk: NeedProgress(need)
        for need in Need.objects.filter(request__in=requests).order_by("priority", "pk")
    }
    for need_id, units, status in _committed(needs):
        row = needs[need_id]
        if status == CommitmentStatus.BOUND:
            row.bound += units
        elif status == CommitmentStatus.RELEASED:
            row.released += units
        else:
            row.accepted += units
    for line in (
        Offer.objects.filter(
            request__in=requests,
            status__in=[OfferStatus.SENT, OfferStatus.PROVISIONAL],
            lines__kept=True,
        )
        .values("lines__need")
        .annotate(units=Sum("lines__units"))
    ):
        needs[line["lines__need"]].waiting += line["units"]
    by_request: dict[UUID, list[NeedProgress]] = defaultdict(list)
    for row in needs.values():
        by_request[row.need.request_id].append(row)
    return {request.pk: Progress(by_request[request.pk]) for request in requests}


def _committed(needs: Iterable[UUID]) -> Iterable[tuple[UUID, int, str]]:
    """Need, units and the commitment's status, of everybody held now or released after coming."""
    counted = Q(active=True) | Q(commitment__status=CommitmentStatus.RELEASED)
    ids = list(needs)
    people: Any = CommittedResponder.objects.filter(counted, need__in=ids).values_list(
        "need", "commitment__status"
    )
    for need_id, status in people:
        yield need_id, 1, status
    kit: Any = CommittedKit.objects.filter(counted, need__in=ids).values_list(
        "need", "units", "commitment__status"
    )
    yield from kit
