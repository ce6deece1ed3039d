"""A lender's yes, no and perhaps."""

from __future__ import annotations

from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.aid.models import Commitment, CommittedKit, CommittedResponder
from muster.aid.queries.visibility import request_by_number
from muster.aid.services import offers
from muster.aid.services.offers import CLAIM
from muster.audit.models import AuditEvent
from muster.directory.models import Tenure
from muster.directory.services.tenures import end_tenure
from muster.domain.failures import Conflict, Invalid, NotFound, Refused
from muster.responders.models import Team
from muster.responders.services.availability import remove_responder


def test_a_yes_takes_the_people_and_waits_for_the_towns_signature(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    commitment = road.accepted(cast, offer)

    offer.refresh_from_db()
    assert offer.status == "accepted"
    assert offer.answered_by == cast.office(cast.denton_representative)
    assert commitment.status == "awaiting_acceptance"
    assert commitment.people.filter(active=True).count() == offer.lines.count()


def test_a_partial_yes_keeps_only_the_named_lines(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    kept = offer.lines.all()[0]

    offers.accept_offer(
        actor=cast.actor(cast.denton_representative), offer=offer, line_ids=[kept.pk]
    )

    assert [line.pk for line in offer.lines.filter(kept=True)] == [kept.pk]
    assert CommittedResponder.objects.get().responder == kept.responder


def test_lines_of_another_offer_count_for_nothing(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]

    with refused(Invalid, "Keep at least one person"):
        offers.accept_offer(
            actor=cast.actor(cast.denton_representative), offer=offer, line_ids=[uuid4()]
        )
    offer.refresh_from_db()
    assert offer.terms_accepted_at is None


def test_half_a_team_does_not_go(cast: Cast) -> None:
    members = [
        make.responder(cast.denton, f"Team member {n}", {"network-engineer": 4}) for n in (1, 2)
    ]
    team = Team.objects.create(
        organization=cast.denton, name="Network team", position="network-engineer", level=1
    )
    team.members.set(members)
    request = road.asked(cast, make.line("network-engineer", 2, minimum_level=1))
    offer = road.offered(cast, request)[cast.denton]

    with refused(Invalid, "A team deploys whole"):
        offers.accept_offer(
            actor=cast.actor(cast.denton_representative),
            offer=offer,
            line_ids=[offer.lines.all()[0].pk],
        )


def test_who_has_left_the_roster_is_named_and_nothing_is_decided(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    actor = cast.actor(cast.denton_representative)
    line = offer.lines.all()[0]
    assert line.responder
    remove_responder(actor=actor, responder=line.responder)

    with refused(Conflict, f"{line.responder.name} has left the roster"):
        offers.accept_offer(actor=actor, offer=offer)
    offer.refresh_from_db()
    assert offer.status == "sent"


def test_the_second_of_two_towns_is_told_who_is_gone(cast: Cast) -> None:
    first, second = road.asked(cast), road.asked(cast)
    claim = road.offered(cast, first)[cast.denton]
    other = road.claimed_again(claim, second)
    road.accepted(cast, claim)

    with refused(Conflict, "was committed elsewhere a moment ago"):
        road.accepted(cast, other)


def test_nobody_else_answers_for_the_lender(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]

    for person in (cast.johnson_representative, cast.keene_representative, cast.coordinator):
        with refused(Refused, "Only an authorized representative of Denton County"):
            offers.accept_offer(actor=cast.actor(person), offer=offer)


def test_a_former_representative_answers_nothing(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    [seat] = Tenure.objects.filter(person=cast.denton_representative)
    end_tenure(actor=cast.actor(cast.coordinator), tenure=seat)

    with refused(Refused):
        offers.accept_offer(actor=cast.actor(cast.denton_representative), offer=offer)


def test_an_offer_is_answered_once(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    road.accepted(cast, offer)

    with refused(Refused, "nothing left to answer"):
        offers.decline_offer(
            actor=cast.actor(cast.denton_representative), offer=offer, reason="after all not"
        )


def test_a_late_yes_is_refused(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    late = cast.actor(cast.denton_representative, at=cast.now + CLAIM)

    with refused(Refused, "The time to answer this offer has passed"):
        offers.accept_offer(actor=late, offer=offer)


def test_a_no_needs_a_reason(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    actor = cast.actor(cast.denton_representative)

    with refused(Invalid, "Say why"):
        offers.decline_offer(actor=actor, offer=offer, reason="  ")
    offers.decline_offer(actor=actor, offer=offer, reason="Election week")
    offer.refresh_from_db()
    assert (offer.status, offer.reason) == ("declined", "Election week")


def test_who_declined_is_not_proposed_again(cast: Cast) -> None:
    request = road.asked(cast)
    offer = road.offered(cast, request)[cast.denton]
    asked = {str(line.helper_id) for line in offer.lines.all()}
    offers.decline_offer(
        actor=cast.actor(cast.denton_representative), offer=offer, reason="Election week"
    )

    run = road.proposed(cast, request)

    chosen = {row["helper_id"] for need in run.answer["needs"].values() for row in need["chosen"]}
    assert chosen.isdisjoint(asked)


def test_a_perhaps_holds_the_claim_longer_and_comes_once(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    actor = cast.actor(cast.denton_representative)

    offers.answer_provisionally(actor=actor, offer=offer, condition="If the board agrees")

    offer.refresh_from_db()
    assert offer.status == "provisional"
    assert offer.expires_at > cast.now + CLAIM
    with refused(Conflict, "answered provisionally already"):
        offers.answer_provisionally(actor=actor, offer=offer, condition="Still thinking")
    assert Commitment.objects.count() == 0


def test_a_withdrawn_offer_cannot_be_accepted(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    offers.withdraw_offer(actor=cast.actor(cast.coordinator), offer=offer)

    with refused(Refused, "withdrawn"):
        offers.accept_offer(actor=cast.actor(cast.denton_representative), offer=offer)
    with refused(Refused, "can no longer be withdrawn"):
        offers.withdraw_offer(actor=cast.actor(cast.coordinator), offer=offer)


def test_who_is_hit_stays_unknown_until_the_terms_are_accepted(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    actor = cast.actor(cast.denton_representative)
    number = offer.request.number or ""

    with refused(NotFound):
        request_by_number(actor, number)
    offers.accept_terms(actor=actor, offer=offer)
    assert request_by_number(actor, number) == offer.request


def test_the_chain_names_the_office_that_answered(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    road.accepted(cast, offer)

    event = AuditEvent.objects.get(action="aid:offer:accepted")
    assert event.office_id == cast.office(cast.denton_representative).pk
    assert event.facts == {"organization": "Denton County", "units": offer.lines.count()}


def test_fewer_pieces_of_kit_than_asked_leave_the_rest_to_the_next_best(cast: Cast) -> None:
    offer = road.offered(cast, road.asked(cast, make.line(make.LAPTOP, 8)))[cast.denton]
    line = offer.lines.get()

    offers.accept_offer(
        actor=cast.actor(cast.denton_representative), offer=offer, units={line.pk: 3}
    )

    line.refresh_from_db()
    assert line.units == 3
    assert CommittedKit.objects.get(commitment__offer=offer).units == 3
    assert ProcrastinateJob.objects.filter(task_name="aid.propose_next_best").exists()


@pytest.mark.parametrize("lent", [0, 9, 10_000])
def test_more_kit_than_asked_or_none_at_all_is_refused(cast: Cast, lent: int) -> None:
    offer = road.offered(cast, road.asked(cast, make.line(make.LAPTOP, 8)))[cast.denton]
    line = offer.lines.get()

    with refused(Invalid, "asked for 8"):
        offers.accept_offer(
            actor=cast.actor(cast.denton_representative), offer=offer, units={line.pk: lent}
        )


def test_a_person_is_not_lent_in_pieces(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    line = offer.lines.all()[0]

    offers.accept_offer(
        actor=cast.actor(cast.denton_representative), offer=offer, units={line.pk: 7}
    )

    line.refresh_from_db()
    assert line.units == 1
