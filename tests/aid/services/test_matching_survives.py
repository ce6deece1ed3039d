"""What has changed under an open claim never stops the next match."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.agreements.models import Declaration
from muster.aid.models import Commitment, Request
from muster.aid.services import amending, commitments, needs, offers, requests
from muster.authz.actors import Actor
from muster.directory.models import Tenure
from muster.directory.services.tenures import end_tenure
from muster.domain.acts import DutyStatus
from muster.domain.failures import Conflict, Invalid
from muster.domain.lifecycle import CommitmentStatus, NeedStatus
from muster.responders.models import Team
from muster.responders.services.availability import remove_responder


@pytest.fixture
def keene(cast: Cast) -> Actor:
    return cast.actor(cast.keene_representative)


def test_a_team_with_a_member_who_left_does_not_go_and_stops_nobody(cast: Cast) -> None:
    members = [
        make.responder(cast.guard, f"Soldier {n}", {make.REBUILD: 1}, status=_SOLDIER)
        for n in ("Two", "Three")
    ]
    team = Team.objects.create(
        organization=cast.guard, name="Guard team", position=make.REBUILD, level=1
    )
    team.members.set(members)
    remove_responder(actor=cast.actor(cast.guard_representative), responder=members[0])

    run = road.proposed(cast, road.asked(cast))

    assert run.filled > 0
    assert str(team.pk) not in str(run.answer)


def test_a_helper_removed_under_an_open_offer_is_replaced(cast: Cast) -> None:
    request = road.asked(cast, make.line(make.REBUILD, 1))
    offer = next(iter(road.offered(cast, request).values()))
    person = offer.lines.get().responder
    assert person
    owner = cast.denton_representative if offer.organization == cast.denton else None
    remove_responder(actor=cast.actor(owner or cast.johnson_representative), responder=person)

    run = road.proposed(cast, request)

    [need] = run.answer["needs"].values()
    assert [row["helper_id"] for row in need["chosen"]] != [str(person.pk)]
    assert run.filled == 1


def test_a_lender_who_can_no_longer_answer_is_left_out(cast: Cast) -> None:
    request = road.asked(cast)
    road.offered(cast, request)
    [seat] = Tenure.objects.filter(person=cast.denton_representative)
    end_tenure(actor=cast.actor(cast.coordinator), tenure=seat)

    run = road.proposed(cast, request)

    assert run.answer["left_out"] == ["Denton County"]


def test_a_line_somebody_is_asked_for_cannot_be_dropped(cast: Cast, keene: Actor) -> None:
    request = road.asked(cast, make.line(make.REBUILD, 1))
    road.offered(cast, request)
    request.refresh_from_db()
    [need] = request.needs.all()

    with refused(Conflict, "has not answered yet"):
        amending.cancel_need(actor=keene, request=request, version=request.version, need_id=need.pk)
    with refused(Conflict, "has not answered yet"):
        needs.mark_unable_to_fill(
            actor=cast.actor(cast.coordinator), request=request, need_id=need.pk, reason="nobody"
        )


def test_a_line_with_committed_kit_cannot_be_dropped(cast: Cast, keene: Actor) -> None:
    request = road.asked(cast, make.line(make.LAPTOP, 5))
    road.accepted(cast, road.offered(cast, request)[cast.denton])
    request.refresh_from_db()
    [need] = request.needs.all()

    with refused(Conflict, "are committed to this line"):
        amending.cancel_need(actor=keene, request=request, version=request.version, need_id=need.pk)


def test_a_person_who_left_after_accepting_stops_the_order(cast: Cast, keene: Actor) -> None:
    commitment = road.accepted(cast)
    person = commitment.people.all()[0].responder
    remove_responder(actor=cast.actor(cast.denton_representative), responder=person)

    with refused(Conflict, "has left the roster"):
        commitments.accept_commitment(actor=keene, commitment=commitment)


def test_closing_lets_everybody_go_home(cast: Cast, keene: Actor) -> None:
    mission = road.bound(cast)
    request = Request.objects.get(pk=mission.commitment.offer.request_id)

    requests.close_request(actor=keene, request=request, version=request.version)

    commitment = Commitment.objects.get(pk=mission.commitment_id)
    mission.refresh_from_db()
    assert (commitment.status, mission.status) == ("released", "released")
    assert not commitment.people.filter(active=True).exists()
    assert NeedStatus.OPEN not in set(request.needs.values_list("status", flat=True))


def test_people_nobody_signs_for_are_free_and_may_be_asked_again(cast: Cast) -> None:
    commitment = road.accepted(cast)
    people = {str(row.responder_id) for row in commitment.people.all()}

    assert commitments.lapse_unsigned(at=cast.now) == 0
    assert commitments.lapse_unsigned(at=commitment.sign_by) == 1

    commitment.refresh_from_db()
    assert commitment.status == CommitmentStatus.CANCELLED
    assert not commitment.people.filter(active=True).exists()
    run = road.proposed(cast, commitment.offer.request)
    proposed = {row["helper_id"] for n in run.answer["needs"].values() for row in n["chosen"]}
    assert people & proposed


def test_kit_is_not_sent_twice_from_one_proposal(cast: Cast) -> None:
    request = road.asked(cast, make.line(make.LAPTOP, 4))
    run = road.proposed(cast, request)
    road.accepted(cast, road.offered(cast, request, run)[cast.denton])

    with refused(Invalid, "has not been asked already"):
        road.offered(cast, request, run)


def test_members_of_a_broken_team_stay_claimed_until_its_offer_ends(cast: Cast) -> None:
    Declaration.objects.create(
        level="state",
        jurisdiction=cast.texas,
        issued_by="Governor of Texas",
        reference="Exercise proclamation",
        during=DateTimeTZRange(cast.now - timedelta(days=1), cast.now + timedelta(days=30)),
    )
    members = [
        make.responder(cast.guard, f"Soldier {n}", {"network-engineer": 1}, status=_SOLDIER)
        for n in ("Two", "Three")
    ]
    team = Team.objects.create(
        organization=cast.guard, name="Guard team", position="network-engineer", level=1
    )
    team.members.set(members)
    request = road.asked(cast, make.line("network-engineer", 3))
    road.offered(cast, request)
    remove_responder(actor=cast.actor(cast.guard_representative), responder=members[0])

    run = road.proposed(cast, request)

    [need] = run.answer["needs"].values()
    fresh = {row["helper_id"] for row in need["chosen"] if not row["held"]}
    assert str(members[1].pk) not in fresh


def test_a_lender_who_declined_after_the_terms_no_longer_reads_along(cast: Cast) -> None:
    from muster.aid.queries.visibility import visible_requests

    denton = cast.actor(cast.denton_representative)
    offer = offers.accept_terms(actor=denton, offer=road.offered(cast)[cast.denton])
    assert visible_requests(denton).exists()

    offers.decline_offer(actor=denton, offer=offer, reason="needed at home")

    assert not visible_requests(denton).exists()


_SOLDIER = DutyStatus.STATE_ACTIVE_DUTY


def test_an_act_many_wait_for_does_not_hide_one_that_few_wait_for(cast: Cast) -> None:
    cast.denton.memberships.all().delete()
    for number in range(8):
        make.responder(cast.denton, f"Denton Analyst {number}", {"forensic-analyst": 1})

    run = road.proposed(cast, road.asked(cast, make.line("forensic-analyst", 2)))

    [need] = run.answer["needs"].values()
    assert need["blocked_acts"] == {"accession": 8, "client_contract": 1}
    shown = {act["kind"] for row in need["blocked_by_one"] for act in row["missing"]}
    assert shown == {"accession", "client_contract"}
