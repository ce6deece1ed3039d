"""What stands on a mission order, gathered from the three sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from muster.agreements.queries import window_of
from muster.aid.models import Mission, OfferLine
from muster.aid.papers.mission_order import (
    Deployed,
    MissionOrderContent,
    Rule,
    SectionSignature,
)
from muster.directory.models import Office
from muster.domain.coverage import LegalPath
from muster.domain.positions import CREDENTIAL_LEVEL_NAMES, CredentialLevel
from muster.domain.tlp import Label
from muster.domain.windows import Window

Complete = Sequence[tuple[OfferLine, LegalPath]]


def order_content(
    mission: Mission, complete: Complete, *, at: datetime, code: str, revision: int
) -> MissionOrderContent:
    """The paper of a bound commitment whose every line has a complete legal path."""
    offer = mission.commitment.offer
    request = offer.request
    lines = [line for line, _ in complete]
    paths = distinct_paths(complete)
    return MissionOrderContent(
        number=mission.number,
        exercise=request.incident.exercise,
        synthetic=any(line.responder and line.responder.synthetic for line in lines),
        issued_at=at,
        requesting_organization=request.organization.name,
        assisting_organization=offer.organization.name,
        county=request.organization.county,
        where_to_report=request.where_to_report or "Remote; call the number below",
        report_contact=request.call_back_name or request.signer_name,
        call_back_number=request.call_back_number,
        window=Window(
            min(window_of(line.need.during).start for line in lines),
            max(window_of(line.need.during).end for line in lines),
        ),
        time_zone=settings.TIME_ZONE,
        mode=_mode(lines),
        people=tuple(_deployed(line) for line in lines if line.responder),
        kit=_kit(lines),
        instrument=Rule(
            "; ".join(path.instrument_name for path in paths),
            "; ".join(path.citation for path in paths),
        ),
        acts_satisfied=tuple(dict.fromkeys(act for path in paths for act in path.satisfied)),
        cost_rule=Rule(
            " ".join(dict.fromkeys(str(path.cost_rule) for path in paths)),
            "; ".join(dict.fromkeys(path.cost_rule.citation for path in paths)),
        ),
        tlp=Label(request.tlp),
        request=_signature(request.signer_name, request.signed_by, request.opened_at),
        offer=_signature(offer.answerer_name, offer.answered_by, offer.answered_at),
        acceptance=_signature(
            mission.commitment.accepter_name,
            mission.commitment.accepted_by,
            mission.commitment.accepted_at,
        ),
        verification_address=f"{settings.ORIGIN}{reverse('aid:verify', args=[code])}",
        verification_code=code,
        notes=_notes(revision),
    )


def _notes(revision: int) -> tuple[str, ...]:
    if revision == 1:
        return ()
    return (
        f"This is revision {revision}, made because the request was changed. It replaces every "
        "earlier order of this mission; destroy those.",
    )


def distinct_paths(complete: Complete) -> list[LegalPath]:
    """One path per instrument, in the order of the lines."""
    return list({path.instrument_id: path for _, path in complete}.values())


def _mode(lines: list[OfferLine]) -> str:
    remote = {line.remote for line in lines}
    if remote == {True}:
        return "Remote"
    return "On site" if remote == {False} else "On site and remote"


def _deployed(line: OfferLine) -> Deployed:
    name = line.responder.name if line.responder else ""
    return Deployed(
        name=name,
        position=line.need.job.title,
        level=CREDENTIAL_LEVEL_NAMES[CredentialLevel(line.level)],
    )


def _kit(lines: list[OfferLine]) -> tuple[str, ...]:
    stock: Counter[str] = Counter()
    for line in lines:
        if line.kit:
            stock[line.need.job.plural] += line.units
    return tuple(f"{units} {name}" for name, units in sorted(stock.items()))


def _signature(
    name: str, office: Office | None, signed_at: datetime | None
) -> SectionSignature | None:
    if office is None or signed_at is None:
        return None
    return SectionSignature(
        name=name,
        office=office.title,
        organization=office.organization.name,
        signed_at=signed_at,
    )
