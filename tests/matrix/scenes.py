"""The phases of a request, and what its addresses name in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.matrix.addresses import API, Address
from tests.matrix.people import gone
from tests.matrix.things import values_beside_the_road
from tests.support import road
from tests.support.cast import Cast

from muster.accounts.models import Person
from muster.aid.models import Commitment, MatchTask, Offer, Request
from muster.aid.queries.match_tasks import set_of
from muster.aid.services import commitments, offers, requests
from muster.aid.services.drafts import start_draft

PHASES: Final = {
    "draft": "the town is still writing; nobody was asked",
    "asked": "two lenders were asked; one has accepted the terms, none has answered",
    "bound": "one lender's people are bound and ordered out; the other has not answered",
    "over": "the request is closed, the people are home, the other lender's offer withdrawn",
}
PHASE_OF_EVERYTHING_ELSE: Final = "bound"
ON_THE_ROAD: Final = ("requests", "offers", "commitments", "missions", "matches", "match-tasks")
"""Addresses of these parts are asked in every phase."""

Values = dict[str, str]


@dataclass(frozen=True)
class Scene:
    """What every argument of an address stands for now."""

    ended: Person
    values: Values

    def values_for(self, address: Address) -> dict[str, Values]:
        """By label, the values of the arguments; nothing where one does not exist yet.

        An address that names an offer is asked for both lenders' offers.
        """
        labels = ("told's", "untold's") if "offer_id" in address.arguments else ("",)
        found = {label: self._values(address, label) for label in labels}
        return {label: values for label, values in found.items() if values is not None}

    def _values(self, address: Address, label: str) -> Values | None:
        values: Values = {}
        before = ""
        for part in address.route.removeprefix(API).split("/"):
            if part.startswith("<"):
                given = self._value(before, part, label)
                if given is None:
                    return None
                values[part.strip("<>")] = given
            before = part
        return values

    def _value(self, before: str, part: str, label: str) -> str | None:
        name = part.strip("<>")
        found = self.values.get(f"{before}/{part}", self.values.get(name))
        return self.values.get(f"{name} {label}") if found is None and label else found


def on_the_road(address: Address) -> bool:
    return address.route.removeprefix(API).startswith(ON_THE_ROAD)


def scene(cast: Cast, phase: str) -> Scene:
    """The cast in that phase. Denton is told, Johnson is not; both were asked for two lines."""
    values = values_beside_the_road(cast)
    ended = gone(cast)
    draft = start_draft(
        actor=cast.actor(cast.keene_representative), organization=cast.keene, exercise=True
    )
    values["draft_id"] = str(draft.pk)
    if phase != "draft":
        values |= _sent(cast, phase)
    return Scene(ended, values)


def _sent(cast: Cast, phase: str) -> Values:
    request = road.asked(cast)
    run = road.proposed(cast, request)
    asked = road.offered(cast, request, run)
    told, untold = asked[cast.denton], asked[cast.johnson]
    denton = cast.actor(cast.denton_representative)
    offers.accept_terms(actor=denton, offer=told)
    line = untold.lines.filter(responder__isnull=False).select_related("need").first()
    assert line is not None
    values = {
        "requests/<number>": str(request.number),
        "need_id": str(line.need_id),
        "line_id": str(line.need_id),
        "helper_id": str(line.helper_id),
        "run_id": str(run.pk),
        "match_id": str(run.pk),
        "task_id": str(_task(cast, request).pk),
        "offer_id told's": str(told.pk),
        "offer_id untold's": str(untold.pk),
    }
    if phase != "asked":
        values |= _bound(cast, told)
    if phase == "over":
        _over(cast, request)
    return values


def _task(cast: Cast, request: Request) -> MatchTask:
    task = MatchTask.objects.create(
        request_set=set_of([request]),
        asked_by=cast.coordinator,
        asked_at=cast.now,
    )
    task.requests.add(request)
    return task


def _bound(cast: Cast, told: Offer) -> Values:
    mission = road.bound(cast, road.accepted(cast, told))
    return {
        "commitment_id": str(mission.commitment_id),
        "missions/<number>": mission.number,
        "code": mission.order.code,
    }


def _over(cast: Cast, request: Request) -> None:
    town = cast.actor(cast.keene_representative)
    for commitment in Commitment.objects.filter(offer__request=request):
        commitments.release(actor=town, commitment=commitment, reason="Restored (synthetic)")
    request.refresh_from_db()
    requests.close_request(actor=town, request=request, version=request.version)
