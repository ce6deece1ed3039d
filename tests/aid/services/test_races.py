"""Two at the same moment, with real threads and connections: exactly one wins."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from django.db import transaction
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.racing import race

from muster.aid.models import Commitment, CommittedKit, CommittedResponder, Mission, Offer
from muster.aid.models.numbers import next_number
from muster.aid.services import (
    amending,
    answers_by_link,
    commitments,
    links,
    matching,
    offers,
    requests,
)
from muster.aid.services.offers import Selection
from muster.audit.verification import verify
from muster.authz.actors import Actor, Source
from muster.directory.models import Tenure
from muster.domain.failures import Conflict, Failure, Gone, Refused

pytestmark = pytest.mark.django_db(transaction=True)


def losers(results: list[object]) -> list[Failure]:
    """The failures among the results; any other exception fails the test."""
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, Failure):
            raise result
        if isinstance(result, Failure) and "changed the same thing" in result.sentence:
            pytest.fail("The two waited for each other crosswise; PostgreSQL had to end one.")
    return [result for result in results if isinstance(result, Failure)]


def test_two_acceptances_of_one_responder_end_in_one_commitment(cast: Cast) -> None:
    first, second = (road.asked(cast, make.line(make.DIRECTORY, 3)) for _ in range(2))
    claim = road.offered(cast, first)[cast.denton]
    claims = [claim, road.claimed_again(claim, second)]
    actor = cast.actor(cast.denton_representative)

    results = race(*(partial(offers.accept_offer, actor=actor, offer=offer) for offer in claims))

    [lost] = losers(results)
    assert isinstance(lost, Conflict)
    assert "was committed elsewhere a moment ago" in lost.sentence
    assert Commitment.objects.count() == 1
    people = CommittedResponder.objects.values_list("responder", flat=True)
    assert len(people) == len(set(people)) == 2
    assert sorted(Offer.objects.filter(pk__in=[o.pk for o in claims]).values_list("status")) == [
        ("accepted",),
        ("sent",),
    ]


def test_two_acceptances_of_the_last_laptops_stay_within_the_stock(cast: Cast) -> None:
    first, second = (road.asked(cast, make.line(make.LAPTOP, 7)) for _ in range(2))
    runs = road.proposed(cast, first), road.proposed(cast, second)
    claims = [
        road.offered(cast, request, run)[cast.denton]
        for request, run in zip((first, second), runs, strict=True)
    ]
    actor = cast.actor(cast.denton_representative)

    results = race(*(partial(offers.accept_offer, actor=actor, offer=offer) for offer in claims))

    assert len(losers(results)) == 1
    assert [kit.units for kit in CommittedKit.objects.all()] == [7]


def test_two_coordinators_who_send_at_once_ask_nobody_twice(cast: Cast) -> None:
    request = road.asked(cast)
    run = road.proposed(cast, request)
    send = partial(
        offers.send_offers,
        actor=cast.actor(cast.coordinator),
        request=request,
        run=run,
        version=request.version,
        selection=Selection(),
    )

    [lost] = losers(race(send, send))

    assert "Somebody else has acted" in lost.sentence
    assert Offer.objects.count() == 2


def test_one_link_spent_by_two_people_answers_once(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    address = links.make_link(
        actor=cast.actor(cast.coordinator),
        offer=offer,
        tenure=Tenure.objects.get(person=cast.denton_representative),
    )
    visitor = Actor(at=cast.now, source=Source.LINK, name="somebody")
    link, actor = links.open_link(secret=address.rstrip("/").rpartition("/")[2], visitor=visitor)
    lines = [line.pk for line in offer.lines.all()]

    results = race(
        partial(answers_by_link.accept, actor=actor, link=link, line_ids=lines),
        partial(answers_by_link.decline, actor=actor, link=link, reason="busy"),
    )

    [lost] = losers(results)
    assert isinstance(lost, Gone | Refused)
    assert Commitment.objects.count() == Offer.objects.filter(status="accepted").count()


def test_a_yes_and_the_lapse_of_the_same_offer_do_not_both_happen(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]

    results = race(
        partial(offers.accept_offer, actor=cast.actor(cast.denton_representative), offer=offer),
        partial(offers.lapse_unanswered, at=offer.expires_at),
    )

    offer.refresh_from_db()
    assert (offer.status == "accepted") == (not losers(results))
    assert Commitment.objects.filter(offer=offer).exists() == (offer.status == "accepted")


def test_two_signatures_order_one_mission(cast: Cast) -> None:
    commitment = road.accepted(cast)
    sign = partial(
        commitments.accept_commitment,
        actor=cast.actor(cast.keene_representative),
        commitment=commitment,
    )

    assert len(losers(race(sign, sign))) == 1
    assert Mission.objects.count() == 1


def test_a_recall_and_a_signature_at_once_leave_one_truth(cast: Cast) -> None:
    commitment = road.accepted(cast)

    results = race(
        partial(
            commitments.accept_commitment,
            actor=cast.actor(cast.keene_representative),
            commitment=commitment,
        ),
        partial(
            commitments.recall,
            actor=cast.actor(cast.denton_representative),
            commitment=commitment,
            reason="We are hit",
        ),
    )

    losers(results)
    commitment.refresh_from_db()
    missions = Mission.objects.values_list("status", flat=True)
    assert commitment.status == "recalled"
    assert list(missions) in ([], ["recalled"])


def test_two_series_of_numbers_have_no_gap_and_no_double(cast: Cast) -> None:
    def draw() -> list[str]:
        drawn = []
        for _ in range(10):
            with transaction.atomic():
                drawn += [next_number("R", 2031), next_number("M", 2031)]
        return drawn

    numbers = [number for drawn in race(draw, draw, draw) for number in drawn]

    for letter in "RM":
        assert sorted(n for n in numbers if n.startswith(letter)) == [
            f"{letter}-2031-{n:04d}" for n in range(1, 31)
        ]


def test_many_requests_at_once_leave_one_unbroken_chain(cast: Cast) -> None:
    ask = partial(
        requests.ask,
        actor=cast.actor(cast.keene_representative),
        organization=cast.keene,
        order=make.order(),
    )

    results = race(*[ask] * 6)

    assert losers(results) == []
    assert len({request.number for request in results}) == 6
    checked = verify()
    assert (checked.intact, checked.events) == (True, 12)


def test_cancelling_and_signing_at_once_ends_one_way(cast: Cast) -> None:
    commitment = road.accepted(cast)
    request = commitment.offer.request
    request.refresh_from_db()
    keene = cast.actor(cast.keene_representative)

    results = race(
        partial(commitments.accept_commitment, actor=keene, commitment=commitment),
        partial(
            requests.cancel_request,
            actor=keene,
            request=request,
            version=request.version,
            reason="solved",
        ),
    )

    [lost] = losers(results)
    assert isinstance(lost, Conflict)


def test_recalling_and_turning_down_at_once_never_wait_crosswise(cast: Cast) -> None:
    commitment = road.accepted(cast)

    results = race(
        partial(
            commitments.recall,
            actor=cast.actor(cast.denton_representative),
            commitment=commitment,
            reason="needed at home",
        ),
        partial(
            commitments.turn_down_commitment,
            actor=cast.actor(cast.keene_representative),
            commitment=commitment,
            reason="found others",
        ),
    )

    [lost] = losers(results)
    assert isinstance(lost, Conflict)


def test_matching_while_the_town_signs_makes_neither_wait_for_the_other(cast: Cast) -> None:
    commitment = road.accepted(cast)
    request = commitment.offer.request

    results = race(
        partial(
            commitments.accept_commitment,
            actor=cast.actor(cast.keene_representative),
            commitment=commitment,
        ),
        partial(matching.propose, actor=cast.actor(cast.coordinator), requests=[request]),
        partial(matching.propose, actor=cast.actor(cast.coordinator), requests=[request]),
    )

    assert losers(results) == []
    assert verify().intact


def test_of_two_amendments_at_once_exactly_one_is_made(cast: Cast) -> None:
    request = road.asked(cast)
    now = amending.details_of(request)
    amend = partial(
        amending.amend_request,
        actor=cast.actor(cast.keene_representative),
        request=request,
        version=1,
    )

    results = race(
        *(partial(amend, details=replace(now, call_back_number=f"+1 817 555 000{i}")) for i in "12")
    )

    [loser] = losers(results)
    assert "Somebody changed" in loser.sentence
    request.refresh_from_db()
    assert request.version == 2
    assert verify().intact


def test_a_line_reduced_while_it_is_accepted_never_holds_more_than_it_asks_for(
    cast: Cast,
) -> None:
    request = road.asked(cast, make.line(make.DIRECTORY, 2))
    offer = next(iter(road.offered(cast, request).values()))
    lender = {
        cast.denton: cast.denton_representative,
        cast.johnson: cast.johnson_representative,
    }[offer.organization]
    request.refresh_from_db()
    need = request.needs.get()

    race(
        partial(offers.accept_offer, actor=cast.actor(lender), offer=offer),
        partial(
            amending.change_count,
            actor=cast.actor(cast.keene_representative),
            request=request,
            version=request.version,
            need_id=need.pk,
            count=1,
        ),
    )

    need.refresh_from_db()
    assert CommittedResponder.objects.filter(need=need, active=True).count() <= need.count
