"""Is a mission order ours, and does it still hold? Says no more than the paper itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from muster.aid.models import MissionOrder, ReplacedOrder, Request
from muster.aid.queries.cover import going
from muster.authz.sight import everything
from muster.domain.failures import NotFound
from muster.domain.lifecycle import MissionStatus

_BEHIND = (
    "mission__commitment__offer__organization",
    "mission__commitment__offer__request__incident",
)


class Standing(StrEnum):
    """Whether the paper holds. Only `stands` lets anybody in, and never an exercise order."""

    STANDS = "stands"
    OVER = "over"
    ENDED = "ended"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """What a code stands for. `ends_at` is unknown for a paper that was replaced."""

    code: str
    standing: Standing
    mission: str
    organization: str
    exercise: bool
    issued_at: datetime
    ends_at: datetime | None
    replaced_at: datetime | None
    ended_as: str
    outdated_at: datetime | None
    digest: str


def as_typed(code: str) -> str:
    """The code without what people add when they copy it."""
    return code.strip().upper().replace("-", "").replace(" ", "")


@everything()
def paper_check(code: str, *, at: datetime) -> PaperCheck:
    """The paper with this code, however it was typed. Raises NotFound for a code not ours.

    The code is the key: it shows as much to anybody who has it.
    """
    typed = as_typed(code)
    newest = MissionOrder.objects.defer("pdf").select_related(*_BEHIND).filter(code=typed).first()
    older = ReplacedOrder.objects.defer("pdf").select_related(*_BEHIND).filter(code=typed).first()
    order = newest or older
    if order is None:
        raise NotFound(
            "No mission order of this hub has this code.",
            "Compare it with the paper, letter by letter. If it is right, do not let anybody in "
            "on the strength of this paper; call the hub.",
        )
    mission = order.mission
    offer = mission.commitment.offer
    ends_at = None
    standing = Standing.REPLACED
    if newest:
        ends_at = max(line.need.during.upper for line in going(mission.commitment))
        standing = Standing.OVER if ends_at <= at else Standing.STANDS
        if mission.status != MissionStatus.ORDERED:
            standing = Standing.ENDED
    return PaperCheck(
        code=typed,
        standing=standing,
        mission=mission.number,
        organization=offer.organization.name,
        exercise=offer.request.incident.exercise,
        issued_at=order.issued_at,
        ends_at=ends_at,
        replaced_at=older.replaced_at if older and not newest else None,
        outdated_at=newest.outdated_at if newest else None,
        ended_as=mission.status if standing is Standing.ENDED else "",
        digest=order.pdf_digest,
    )


def outdated_orders(request: Request) -> list[str]:
    """Numbers of the missions whose paper shows an old place or telephone."""
    orders = MissionOrder.objects.filter(
        mission__commitment__offer__request=request,
        mission__status=MissionStatus.ORDERED,
        outdated_at__isnull=False,
    )
    return list(orders.order_by("mission__number").values_list("mission__number", flat=True))
