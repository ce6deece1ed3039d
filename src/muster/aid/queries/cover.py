"""The legal paths of a commitment, judged again at the moment of binding."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from muster.agreements.queries import legal_book
from muster.agreements.queries.promised import path_under
from muster.aid.models import Commitment, OfferLine
from muster.domain.acts import DutyStatus
from muster.domain.coverage import Deployment, LegalPath, PathStanding


def paths_now(commitment: Commitment, *, at: datetime) -> list[tuple[OfferLine, LegalPath | None]]:
    """Each line that goes, with the legal path it was promised under or, where that does not
    hold any more, the most usable one there is now."""
    offer = commitment.offer
    exercise = offer.request.incident.exercise
    book = legal_book(exercise=exercise)
    known: dict[tuple[Deployment, UUID, int], LegalPath | None] = {}

    def promised(line: OfferLine, deployment: Deployment) -> LegalPath | None:
        agreement_id, number = line.path.get("agreement_id"), line.path.get("version")
        if not agreement_id or not number:
            return None
        key = deployment, UUID(agreement_id), int(number)
        if key not in known:
            known[key] = path_under(
                deployment, agreement_id=key[1], number=key[2], book=book, exercise=exercise
            )
        return known[key]

    found = []
    for line in going(commitment):
        deployment = _deployment(line, commitment, at)
        path = promised(line, deployment)
        if path is None or path.standing is not PathStanding.COMPLETE:
            path = book.best_path(deployment) or path
        found.append((line, path))
    return found


def _deployment(line: OfferLine, commitment: Commitment, at: datetime) -> Deployment:
    offer = commitment.offer
    return Deployment(
        requesting_id=str(offer.request.incident.organization_id),
        assisting_id=str(offer.organization_id),
        duty_status=_duty_status(line),
        aid_kind=line.need.job.aid_kind,
        begins_at=max(line.need.during.lower, at),
        position=line.need.position,
        on_site=not line.remote,
        remote=line.remote,
    )


def missing_acts_now(commitment: Commitment, *, at: datetime) -> list[str]:
    """Sentences for what stands in the way of a mission order; empty when nothing does."""
    return missing_in(paths_now(commitment, at=at))


def missing_in(paths: Iterable[tuple[OfferLine, LegalPath | None]]) -> list[str]:
    """The same, of paths already found."""
    sentences: dict[str, None] = {}
    for line, path in paths:
        if path is None:
            sentences[f"no agreement on record covers {_who(line)} any more"] = None
        elif path.standing is not PathStanding.COMPLETE:
            for act in path.missing:
                sentences[f"{act} is missing under {path.instrument_name}"] = None
    return list(sentences)


def going(commitment: Commitment) -> Iterable[OfferLine]:
    return (
        commitment.offer.lines.filter(kept=True)
        .select_related("responder__person", "kit", "need")
        .order_by("need__priority", "pk")
    )


def _duty_status(line: OfferLine) -> DutyStatus:
    return DutyStatus(line.responder.duty_status) if line.responder else DutyStatus.EMPLOYEE


def _who(line: OfferLine) -> str:
    return line.responder.name if line.responder else "this equipment"
