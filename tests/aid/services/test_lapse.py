"""Claims nobody answers end by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.support import road
from tests.support.cast import Cast

from muster.aid.job_names import JobName
from muster.aid.services import offers
from muster.aid.services.offers import CLAIM
from muster.aid.services.offers.answering import PROVISIONAL_EXTENSION


def queued(name: JobName) -> int:
    return ProcrastinateJob.objects.filter(task_name=name.value).count()


@pytest.mark.parametrize(("late", "lapsed"), [(-1, 0), (0, 1)])
def test_a_claim_ends_at_its_minute_and_not_before(cast: Cast, late: int, lapsed: int) -> None:
    road.offered(cast)

    touched = offers.lapse_unanswered(at=cast.now + CLAIM + timedelta(microseconds=late))

    assert len(touched) == lapsed


def test_the_next_best_is_looked_for_once_per_request(cast: Cast) -> None:
    sent = road.offered(cast)
    assert len(sent) == 2

    offers.lapse_unanswered(at=cast.now + CLAIM)

    assert queued(JobName.PROPOSE_NEXT_BEST) == 1
    for offer in sent.values():
        offer.refresh_from_db()
        assert (offer.status, offer.answerer_name) == ("lapsed", "the hub")


def test_who_lapsed_is_not_proposed_again(cast: Cast) -> None:
    request = road.asked(cast)
    road.offered(cast, request)
    offers.lapse_unanswered(at=cast.now + CLAIM)

    run = road.proposed(cast, request)

    names = {row["name"] for need in run.answer["needs"].values() for row in need["chosen"]}
    assert names <= {"Denton Three", "Johnson Two", "Johnson Three"}


def test_a_perhaps_lapses_later(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    offers.answer_provisionally(
        actor=cast.actor(cast.denton_representative), offer=offer, condition="If the board agrees"
    )

    offers.lapse_unanswered(at=cast.now + CLAIM)
    offer.refresh_from_db()
    assert offer.status == "provisional"

    offers.lapse_unanswered(at=cast.now + PROVISIONAL_EXTENSION)
    offer.refresh_from_db()
    assert offer.status == "lapsed"


def test_an_answered_offer_never_lapses(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    road.accepted(cast, offer)

    offers.lapse_unanswered(at=cast.now + 2 * CLAIM)

    offer.refresh_from_db()
    assert offer.status == "accepted"
