"""Letting go and taking back."""

from __future__ import annotations

import pytest
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.aid.models import Commitment
from muster.aid.services import commitments, offers
from muster.domain.failures import Conflict, Invalid, Refused


def test_a_release_ends_commitment_and_mission_and_opens_the_line(cast: Cast) -> None:
    request = road.asked(cast, make.line(make.DIRECTORY, 1))
    [offer] = road.offered(cast, request).values()
    lender = {
        cast.denton: cast.denton_representative,
        cast.johnson: cast.johnson_representative,
    }[offer.organization]
    offers.accept_offer(actor=cast.actor(lender), offer=offer)
    mission = road.bound(cast, Commitment.objects.get(offer=offer))
    assert request.needs.get().status == "filled"

    commitments.release(
        actor=cast.actor(cast.keene_representative), commitment=mission.commitment, reason="Done"
    )

    mission.refresh_from_db()
    mission.commitment.refresh_from_db()
    assert (mission.status, mission.commitment.status) == ("released", "released")
    assert request.needs.get().status == "open"


def test_a_recall_frees_people_for_the_next_proposal(cast: Cast) -> None:
    commitment = road.bound(cast).commitment

    commitments.recall(
        actor=cast.actor(cast.denton_representative), commitment=commitment, reason="We are hit"
    )

    commitment.refresh_from_db()
    assert commitment.status == "recalled"
    assert not commitment.people.filter(active=True).exists()


def test_a_recall_before_the_signature_leaves_nothing_to_sign(cast: Cast) -> None:
    commitment = road.accepted(cast)
    commitments.recall(
        actor=cast.actor(cast.denton_representative), commitment=commitment, reason="We are hit"
    )

    with refused(Conflict, "This commitment is recalled"):
        road.bound(cast, commitment)


@pytest.mark.parametrize(
    ("step", "who"),
    [
        (commitments.release, "denton_representative"),
        (commitments.release, "coordinator"),
        (commitments.recall, "keene_representative"),
        (commitments.recall, "johnson_representative"),
    ],
)
def test_each_side_ends_only_its_own_half(cast: Cast, step: object, who: str) -> None:
    commitment = road.bound(cast).commitment

    with refused(Refused, "Only the"):
        step(  # type: ignore[operator]
            actor=cast.actor(getattr(cast, who)), commitment=commitment, reason="no"
        )


def test_nothing_ends_without_a_reason(cast: Cast) -> None:
    commitment = road.bound(cast).commitment

    with refused(Invalid, "Say why"):
        commitments.recall(
            actor=cast.actor(cast.denton_representative), commitment=commitment, reason="\n"
        )


def test_nothing_ends_twice(cast: Cast) -> None:
    commitment = road.bound(cast).commitment
    keene = cast.actor(cast.keene_representative)
    commitments.release(actor=keene, commitment=commitment, reason="Done")

    with refused(Conflict, "This commitment is released"):
        commitments.release(actor=keene, commitment=commitment, reason="Done")
