"""Who is taken, who is asked, and who said no: what stands between a question and the roster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet

from muster.agreements.queries import window_of
from muster.aid.models import CommittedKit, CommittedResponder, Need, OfferLine
from muster.domain.lifecycle import CommitmentStatus, OfferStatus
from muster.domain.windows import Window


@dataclass(frozen=True, slots=True)
class Claims:
    """Who is taken, who is asked, and who said no, in reality or in the exercise alone."""

    taken_people: dict[UUID, list[Window]]
    taken_kit: dict[UUID, int]
    filled: dict[UUID, int]
    held: tuple[tuple[str, str, int], ...]
    declined: frozenset[tuple[str, str]]

    @classmethod
    def read(cls, needs: Sequence[Need], there: Container[UUID], *, exercise: bool) -> Claims:
        """Claims on helpers who are still `there`. Seven queries."""
        ours = {need.pk for need in needs}
        span = _span(needs)
        people: dict[UUID, list[Window]] = defaultdict(list)
        kit: dict[UUID, list[tuple[Window, int]]] = defaultdict(list)
        filled: dict[UUID, int] = defaultdict(int)
        for row in CommittedResponder.objects.filter(active=True, exercise=exercise):
            people[row.responder_id].append(window_of(row.during))
            filled[row.need_id] += 1
        for stock in CommittedKit.objects.filter(active=True, exercise=exercise):
            kit[stock.stock_id].append((window_of(stock.during), stock.units))
            filled[stock.need_id] += stock.units
        held: dict[tuple[str, str], int] = defaultdict(int)
        asked = _lines(OfferStatus.SENT, OfferStatus.PROVISIONAL).filter(
            kept=True, offer__request__incident__exercise=exercise
        )
        for line in asked:
            if line.need_id in ours and line.helper_id in there:
                held[str(line.need_id), str(line.helper_id)] += line.units
            elif line.responder_id:
                people[line.responder_id].append(window_of(line.need.during))
            elif line.kit_id:
                kit[line.kit_id].append((window_of(line.need.during), line.units))
        return cls(
            taken_people=people,
            taken_kit={stock: _units_out(taken, span) for stock, taken in kit.items()},
            filled=filled,
            held=tuple(sorted((need, helper, units) for (need, helper), units in held.items())),
            declined=frozenset(_declined(ours)),
        )


def _span(needs: Iterable[Need]) -> Window | None:
    windows = [window_of(need.during) for need in needs]
    if not windows:
        return None
    return Window(min(w.start for w in windows), max(w.end for w in windows))


def _units_out(taken: Iterable[tuple[Window, int]], span: Window | None) -> int:
    """The most units away at any one moment of the span."""
    windows = [(w, units) for w, units in taken if span is not None and w.overlaps(span)]
    return max(
        (sum(units for other, units in windows if other.contains(w.start)) for w, _ in windows),
        default=0,
    )


def _declined(ours: set[UUID]) -> Iterable[tuple[str, str]]:
    refused = _lines(OfferStatus.DECLINED, OfferStatus.LAPSED)
    accepted = _lines(OfferStatus.ACCEPTED).filter(need__in=ours)
    left_out = accepted.filter(kept=False)
    # Recalled or turned down is a no; a signature that came too late is nobody's.
    taken_back = accepted.filter(
        Q(offer__commitment__status=CommitmentStatus.RECALLED)
        | Q(
            offer__commitment__status=CommitmentStatus.CANCELLED,
            offer__commitment__ended_at__lt=F("offer__commitment__sign_by"),
        )
    )
    for line in (*refused.filter(need__in=ours), *left_out, *taken_back):
        yield str(line.need_id), str(line.helper_id)


def _lines(*statuses: OfferStatus) -> QuerySet[OfferLine]:
    return OfferLine.objects.filter(offer__status__in=statuses).select_related("need")
